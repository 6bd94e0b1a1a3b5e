// What was approved about an exception is carried out; twice does it once.
import { invariant } from '../../base/invariant.ts';
import { resolveException } from '../../reconciliation/resolve.ts';
import { rulingOf } from '../../reconciliation/ruling.ts';
import type { CarryOut } from '../approvals/carry-out.ts';

/** Resolves the exception as two people have decided, unless it has come to something else meanwhile. */
export const carryOutException: CarryOut = async (ctx, approval) => {
  const { merchantId, approvalId, subject, askedBy, decidedBy, asked } = approval;
  invariant(decidedBy !== null, 'what is approved has two people');
  const ruling = rulingOf(asked);
  const people = { askedBy, decidedBy };
  const resolved = await resolveException(ctx, merchantId, subject, {
    ...ruling,
    people,
    approvalId,
  });
  invariant(resolved !== null, 'what is approved is about an exception');
  return resolved.kind === 'resolved'
    ? { state: 'done', outcome: ruling.resolution }
    : { state: 'failed', outcome: resolved.refused };
};
