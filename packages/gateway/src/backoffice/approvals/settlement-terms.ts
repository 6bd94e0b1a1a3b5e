// What was approved of a merchant's terms of settlement: they are written down, where nobody was quicker.
import { appendAudit } from '../../operators/append-audit.ts';
import { agreeTerms } from '../../settlement/agree-terms.ts';
import { termsOf } from '../settlement/terms-effect.ts';
import type { AskedTerms } from '../settlement/terms.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';

export const carryOutTerms: CarryOut = async (ctx, approval) => {
  const { merchantId, askedBy, decidedAt } = approval;
  const { bank, from, to } = approval.asked as unknown as AskedTerms;
  const [before, after] = [termsOf(from), termsOf(to)];
  const note = noteOf(approval, 'settlement_terms.changed', { before, after });
  const pair = { merchantId, bank };
  const came = await agreeTerms(ctx, pair, {
    from: before,
    to: after,
    by: askedBy,
    decidedAt: decidedAt ?? 0,
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
  return came === 'done'
    ? { state: 'done', outcome: 'terms_agreed' }
    : { state: 'failed', outcome: 'changed_meanwhile' };
};
