// What each role may do, as people read it: a table beside that of the gateway, held to it by a test.
import type { components } from '../../api/types.gen.ts';
import type { en } from '../../words/en/index.ts';

type Workspace = components['schemas']['Session']['workspaces'][number];
type Permission = Workspace['permissions'][number];
type Role = Workspace['role'];

export const ROLES = [
  'admin',
  'approver',
  'finance_maker',
  'developer',
  'support',
  'viewer',
] as const satisfies readonly Role[];

/** Roles with a say in approvals: they ask for what needs one, or decide it. */
const SAY: readonly Role[] = ['admin', 'approver', 'finance_maker', 'developer'];

/** Whether a role gives more of a say than the one before (null: none): two people give it. An admin has all of it already. */
export function givesSay(before: Role | null, after: Role): boolean {
  return before !== after && before !== 'admin' && SAY.includes(after);
}

export type Ability = keyof (typeof en)['team']['abilities'];

/** The permission that stands for an ability, and who has it. */
export const ABILITIES: readonly (readonly [Ability, Permission, readonly Role[]])[] = [
  ['look', 'payments.view', ROLES],
  ['people', 'export', ['admin', 'approver', 'finance_maker']],
  ['refund', 'payments.refund', ['admin', 'finance_maker']],
  ['resolve', 'payments.resolve', ['admin', 'finance_maker']],
  ['exceptions', 'exceptions.resolve', ['admin', 'finance_maker']],
  ['inquire', 'payments.inquire', ['admin', 'finance_maker', 'developer', 'support']],
  ['tokens', 'tokens.delete', ['admin']],
  ['resend', 'notifications.resend', ['admin', 'developer', 'support']],
  ['requests', 'requests.view', ['admin', 'developer', 'support']],
  ['banks', 'banks.configure', ['admin', 'developer']],
  ['accounts', 'accounts.change', ['admin', 'finance_maker']],
  ['keys', 'keys.rotate', ['admin', 'developer']],
  ['settings', 'settings.change', ['admin', 'developer']],
  ['approvals', 'approvals.view', ['admin', 'approver', 'finance_maker', 'developer', 'support']],
  ['decide', 'approvals.decide', ['admin', 'approver']],
  ['team', 'team.change', ['admin']],
  ['audit', 'audit.view', ['admin', 'approver']],
];
