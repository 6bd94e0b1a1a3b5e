// Who does something to a bank account: for its history and for the audit, which is written in the same transaction.
import type { Tx } from '../base/db.ts';
import type { Evidence } from '../banks/bank.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { AuditNote } from '../operators/audit.ts';
import { Barred } from '../operators/barred.ts';
import { nextStatus, type BankAccount, type BankAccountEvent } from './bank-account.ts';
import { moveBankAccount, type BankAccountMove, type Story } from './store.ts';

export interface Acting {
  /** Null where nobody was signed in. */
  operatorId: string | null;
  /** The approval that is carried out; null where none was needed. */
  approvalId: string | null;
  /** The audit of an act: `subject` is the account's id. */
  note(
    act: string,
    subject: string,
    more?: Partial<Pick<AuditNote, 'before' | 'after'>>,
  ): AuditNote;
}

/** An account as the audit and requests for approval speak of it: no number and no name of a person. */
export function plainWords({ accountId, bankCode, numberTail, status, isDefault }: BankAccount) {
  return {
    account_id: accountId,
    bank_code: bankCode,
    number_tail: numberTail,
    status,
    is_default: isDefault,
  };
}

/** What the history keeps of an act at this time. */
export function storyOf(acting: Acting, at: number, evidence: Evidence | null = null): Story {
  return { operatorId: acting.operatorId, approvalId: acting.approvalId, evidence, at };
}

/**
 * Moves an account by an event. Throws {@link Barred} `not_allowed_now` where its status does not accept it, `conflict`
 * when it has moved meanwhile.
 */
export async function step(
  tx: Tx,
  account: BankAccount,
  event: BankAccountEvent,
  story: Story,
  more: Partial<Omit<BankAccountMove, 'status'>> = {},
): Promise<BankAccount> {
  const status = nextStatus(account.status, event);
  if (status === undefined) {
    const message = `the account is ${account.status}`;
    throw new Barred('not_allowed_now', { message });
  }
  const to = { status, isDefault: account.isDefault, ...more };
  const moved = await moveBankAccount(tx, account, event, to, story);
  if (moved === null) throw new Barred('conflict');
  return moved;
}

/** Writes the audit of an act, last in its transaction. */
export async function tell(
  tx: Tx,
  acting: Acting,
  act: string,
  before: BankAccount | null,
  after: BankAccount,
  at: number,
): Promise<void> {
  const more = {
    before: before === null ? null : plainWords(before),
    after: plainWords(after),
  };
  await appendAudit(tx, [acting.note(act, after.accountId, more)], at);
}
