// What was approved of a merchant's own bank account: verified, made the default or closed, where it still is what was
// looked at.
import { carryOutDecision, type Decision } from '../../bank-accounts/decide.ts';
import { Barred } from '../../operators/barred.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';

interface Asked {
  what: Decision;
  account_id: string;
  version: number;
  former_default?: string | null;
}

const OUTCOMES: Readonly<Record<Decision, string>> = {
  verify: 'verified',
  make_default: 'made_default',
  close: 'closed',
};

export const carryOutBankAccount: CarryOut = async (ctx, approval) => {
  const { what, account_id: accountId, version, ...asked } = approval.asked as unknown as Asked;
  const { merchantId, approvalId, decidedBy } = approval;
  const acting = {
    operatorId: decidedBy,
    approvalId,
    note: (act: string, _subject: string, more = {}) => noteOf(approval, act, more),
  };
  const formerDefault = asked.former_default;
  const lookedAt = {
    merchantId,
    accountId,
    version,
    ...(formerDefault === undefined ? {} : { formerDefault }),
  };
  try {
    await carryOutDecision(ctx, lookedAt, what, acting);
    return { state: 'done', outcome: OUTCOMES[what] };
  } catch (error) {
    if (error instanceof Barred) return { state: 'failed', outcome: error.message };
    throw error;
  }
};
