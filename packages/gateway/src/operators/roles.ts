// Who may do what: the roles of people who work in the Back Office, and what each may do, as one table.

/** What a person may do in a workspace. A route of the Back Office names exactly one of them. */
export const PERMISSIONS = [
  /** Figures of the home page. */
  'figures.view',
  /** Payments, tokens, refunds and notifications, with people masked. */
  'payments.view',
  /** Names, e-mail addresses and phone numbers in full. */
  'people.view',
  /** CSV of what may be seen. */
  'export',
  'payments.refund',
  /** Asks the bank now what it knows. */
  'payments.inquire',
  /** Asks for an unclear payment to be ended by hand, with evidence. */
  'payments.resolve',
  /** Asks for a difference between a bank's statement and our books to be resolved, with evidence. */
  'exceptions.resolve',
  /** Sees balances, fees, settlement, payouts, and the bank's statements against our books. */
  'money.view',
  /** Changes how a payment is shared between the merchant's bank accounts, before it is settled. */
  'splits.change',
  'tokens.delete',
  'notifications.resend',
  'requests.view',
  /** Sends a recorded call again; in a sandbox only. */
  'requests.replay',
  'banks.view',
  /** Activates and deactivates banks, tests a connection, sets notification URLs. */
  'banks.configure',
  /** Sees the merchant's own bank accounts, to which it is paid out. */
  'accounts.view',
  /** Adds them, has them named by a bank, and asks for what a second person has to approve. */
  'accounts.change',
  'keys.view',
  'keys.rotate',
  /** Switches of the merchant: amounts, schedules, limits, four eyes. */
  'settings.change',
  /** Sees what waits for approval. */
  'approvals.view',
  /** Approves or rejects what somebody else asked for. */
  'approvals.decide',
  'team.view',
  'team.change',
  'audit.view',
  /** Makes and suspends merchants; for people of the gateway only. */
  'merchants.change',
  /** Asks for another fee or other settlement terms of a merchant; for people of the gateway only. */
  'fees.change',
  /** Takes in statements, closes days, runs settlement, edits holidays; for people of the gateway only. */
  'settlement.operate',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = [
  'admin',
  'developer',
  'finance_maker',
  'approver',
  'support',
  'viewer',
] as const;
export type Role = (typeof ROLES)[number];

const VIEWING = ['figures.view', 'payments.view', 'banks.view'] as const;

const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  developer: [
    ...VIEWING,
    'payments.inquire',
    'notifications.resend',
    'requests.view',
    'requests.replay',
    'banks.configure',
    'keys.view',
    'keys.rotate',
    'settings.change',
    'approvals.view',
    'team.view',
  ],
  finance_maker: [
    ...VIEWING,
    'people.view',
    'export',
    'payments.refund',
    'payments.inquire',
    'payments.resolve',
    'exceptions.resolve',
    'money.view',
    'splits.change',
    'fees.change',
    'settlement.operate',
    'accounts.view',
    'accounts.change',
    'approvals.view',
    'team.view',
  ],
  approver: [
    ...VIEWING,
    'people.view',
    'export',
    'money.view',
    'accounts.view',
    'approvals.view',
    'approvals.decide',
    'team.view',
    'audit.view',
  ],
  support: [
    ...VIEWING,
    'payments.inquire',
    'notifications.resend',
    'requests.view',
    'approvals.view',
  ],
  viewer: VIEWING,
};

const OF_GATEWAY: readonly Permission[] = ['merchants.change', 'fees.change', 'settlement.operate'];

/** What a role may do; what only people of the gateway may do is left out for a merchant's people. */
export function permissionsOf(role: Role, ofGateway: boolean): readonly Permission[] {
  return ofGateway ? TABLE[role] : TABLE[role].filter((one) => !OF_GATEWAY.includes(one));
}
