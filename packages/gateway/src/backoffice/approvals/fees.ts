// What was approved of a merchant's fees: a tariff that lies ahead is added or withdrawn, where nobody was quicker and it has
// not begun meanwhile.
import { addAgreed, withdrawAgreed, type CameOf } from '../../fees/agreed.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { StoredApproval } from '../../operators/approvals.ts';
import type { Context } from '../../context.ts';
import { termsOf, type AskedFees } from '../fees/words.ts';
import type { CarriedOut, CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';
import { merchantNow } from './standing.ts';

const FAILED: Readonly<Record<Exclude<CameOf, 'done'>, string>> = {
  too_late: 'fee_has_begun',
  changed: 'changed_meanwhile',
};

export const carryOutFees: CarryOut = async (ctx, approval) => {
  const asked = approval.asked as unknown as AskedFees;
  const came = await (asked.what === 'add' ? add : withdraw)(ctx, approval, asked);
  if (came !== 'done') return { state: 'failed', outcome: FAILED[came] };
  // Read anew at the next payment: it is priced by what is in force then.
  const { clientId } = await merchantNow(ctx, approval.merchantId);
  ctx.merchants.forget(clientId);
  return done(asked);
};

function done({ what }: AskedFees): CarriedOut {
  return { state: 'done', outcome: what === 'add' ? 'fee_agreed' : 'fee_withdrawn' };
}

/** The tariff has the request's own id: added twice it is there once. */
async function add(ctx: Context, approval: StoredApproval, asked: AskedFees): Promise<CameOf> {
  const { merchantId, approvalId, askedBy } = approval;
  const { bank, terms, valid_from: validFrom, instead } = asked;
  const tariff = { feeId: approvalId, bank, validFrom: Date.parse(validFrom), ...termsOf(terms) };
  const after = { fee_id: approvalId, bank, valid_from: validFrom, ...terms };
  const note = noteOf(approval, 'fee.added', { before: asked.before, after });
  return await addAgreed(ctx, merchantId, tariff, instead, {
    by: askedBy,
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
}

async function withdraw(ctx: Context, approval: StoredApproval, asked: AskedFees): Promise<CameOf> {
  const { fee_id: feeId, bank, terms } = asked;
  const note = noteOf(approval, 'fee.withdrawn', { before: { fee_id: feeId, bank, ...terms } });
  return await withdrawAgreed(ctx, approval.merchantId, feeId, {
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
}
