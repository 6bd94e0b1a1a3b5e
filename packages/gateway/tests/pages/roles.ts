// The generated part of docs/operators.md: what each role may do, read from the table that decides it.
import { PERMISSIONS, ROLES, permissionsOf, type Permission } from '../../src/operators/roles.ts';
import { table } from './generated.ts';

const MEANING: Readonly<Record<Permission, string>> = {
  'figures.view': 'sees the figures of the home page',
  'payments.view': 'sees payments, tokens, refunds and notifications, people masked',
  'people.view': 'sees names, e-mail addresses and phone numbers in full',
  export: 'takes lists along as CSV',
  'payments.refund': 'refunds',
  'payments.inquire': 'asks the bank now what became of a payment',
  'payments.resolve': 'asks for an unclear payment to be ended by hand',
  'exceptions.resolve': 'asks for differences with the bank to be resolved',
  'money.view': "sees balances, fees, settlement, payouts and the bank's statements",
  'splits.change': 'asks for a payment to be shared otherwise, until it is settled',
  'tokens.delete': 'deletes tokens',
  'notifications.resend': 'sends notifications again',
  'requests.view': 'sees the API requests',
  'requests.replay': 'sends a recorded request again, in a sandbox',
  'banks.view': 'sees the banks',
  'banks.configure': 'activates banks, tests connections, sets notification URLs',
  'accounts.view': 'sees the bank accounts to which the merchant is paid out',
  'accounts.change':
    'adds bank accounts, and asks for them to be verified, made the default or closed',
  'keys.view': 'sees which keys there are',
  'keys.rotate': 'makes a new Secret Key',
  'settings.change': "changes a merchant's settings and limits",
  'approvals.view': 'sees what waits for approval',
  'approvals.decide': 'approves and rejects what others have asked for',
  'team.view': 'sees the team',
  'team.change': 'invites people and changes their roles',
  'audit.view': 'reads the audit',
  'merchants.change': 'makes and suspends merchants; people of the gateway alone',
  'fees.change':
    'asks for another fee or other settlement terms of a merchant; people of the gateway alone',
  'settlement.operate':
    'takes in statements, closes days, runs settlement, edits holidays; people of the gateway alone',
};

/** The part by its name. */
export function rolesParts(): Record<string, string> {
  const rows = PERMISSIONS.map((permission) => [
    MEANING[permission],
    ...ROLES.map((role) => (permissionsOf(role, true).includes(permission) ? '✓' : '')),
  ]);
  return { roles: table(['', ...ROLES.map((role) => `\`${role}\``)], rows) };
}
