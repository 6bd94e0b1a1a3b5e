// What a second person has approved of bank accounts: one is verified, becomes the default, or is closed. Each may be done
// again without harm, and none is done on an account that has changed since it was asked for.
import type { OperatorDoors } from '../operators/doors.ts';
import { Barred } from '../operators/barred.ts';
import type { Tx } from '../base/db.ts';
import { ChangedMeanwhile } from '../merchants/not-done.ts';
import { step, storyOf, tell, type Acting } from './acting.ts';
import type { BankAccount } from './bank-account.ts';
import { holdBankAccounts } from './store.ts';

type Doors = Pick<OperatorDoors, 'db' | 'clock'>;

/** What can be asked for. */
export const DECISIONS = ['verify', 'make_default', 'close'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Whether the account is already as it is wanted. */
const IS_DONE: Readonly<Record<Decision, (account: BankAccount) => boolean>> = {
  verify: ({ status }) => status === 'verified',
  make_default: ({ isDefault }) => isDefault,
  close: ({ status }) => status === 'closed',
};

/** Why something cannot be asked for now, as a sentence; null when it can. */
export function whyNot(what: Decision, account: BankAccount): string | null {
  const { status, isDefault } = account;
  if (IS_DONE[what](account))
    return `the account is ${what === 'make_default' ? 'the default' : status} already`;
  if (status === 'closed') return 'the account is closed';
  if (what === 'verify') {
    return status === 'inquired'
      ? null
      : `the account is ${status}: the bank has to name its holder first`;
  }
  if (what === 'make_default') {
    return status === 'verified'
      ? null
      : `the account is ${status}: only a verified one can be the default`;
  }
  return isDefault ? 'it is the default account: make another one the default first' : null;
}

/** Whether a second person must approve: whatever decides where money goes does. */
export function needsApproval(what: Decision, { status }: BankAccount): boolean {
  return what !== 'close' || status === 'verified';
}

/** What people looked at. */
export interface LookedAt {
  merchantId: string;
  accountId: string;
  version: number;
  /** The default of that time; null where there was none, absent where it does not matter. */
  formerDefault?: string | null;
}

/**
 * Does what was decided, unless it is done. The first account that is verified becomes the default. Throws {@link Barred}
 * `not_found`, `not_allowed_now`; {@link ChangedMeanwhile} when it is no longer what people looked at.
 */
export async function carryOutDecision(
  doors: Doors,
  of: LookedAt,
  what: Decision,
  acting: Acting,
): Promise<BankAccount> {
  return await doors.db.transaction(async (tx) => {
    const all = await holdBankAccounts(tx, of.merchantId);
    const account = all.find(({ accountId }) => accountId === of.accountId);
    if (account === undefined) throw new Barred('not_found');
    if (IS_DONE[what](account)) return account;
    const former = all.find(({ isDefault }) => isDefault)?.accountId ?? null;
    const isOther = of.formerDefault !== undefined && of.formerDefault !== former;
    if (account.version !== of.version || isOther) {
      throw new ChangedMeanwhile('the account has changed meanwhile');
    }
    const message = whyNot(what, account);
    if (message !== null) throw new Barred('not_allowed_now', { message });
    return await DO[what](tx, account, all, acting, doors.clock.now());
  });
}

type Doing = (
  tx: Tx,
  account: BankAccount,
  all: readonly BankAccount[],
  acting: Acting,
  at: number,
) => Promise<BankAccount>;

const DO: Readonly<Record<Decision, Doing>> = {
  async verify(tx, account, all, acting, at) {
    const isDefault = !all.some((one) => one.isDefault);
    const verified = await step(tx, account, 'verified', storyOf(acting, at), { isDefault });
    await tell(tx, acting, 'bank_account.verified', account, verified, at);
    return verified;
  },
  async make_default(tx, account, all, acting, at) {
    const story = storyOf(acting, at);
    const former = all.find((one) => one.isDefault);
    // The former one first: there is never more than one.
    if (former !== undefined)
      await step(tx, former, 'no_longer_default', story, { isDefault: false });
    const made = await step(tx, account, 'made_default', story, { isDefault: true });
    await tell(tx, acting, 'bank_account.default_changed', former ?? null, made, at);
    return made;
  },
  async close(tx, account, _all, acting, at) {
    const closed = await step(tx, account, 'closed', storyOf(acting, at));
    await tell(tx, acting, 'bank_account.closed', account, closed, at);
    return closed;
  },
};
