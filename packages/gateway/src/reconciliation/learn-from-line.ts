// A line of a statement as the bank's word: it ends what is unclear, and sends money back that came after a final no, by the
// flows that a callback or an inquiry goes through too.
import type { Context } from '../context.ts';
import type { Evidence } from '../banks/bank.ts';
import { logPutOff } from '../base/log.ts';
import { invariant } from '../base/invariant.ts';
import { learn } from '../payments/learn.ts';
import { findPayment } from '../payments/store.ts';
import { learnRefund } from '../refunds/learn.ts';
import { findRefund } from '../refunds/store.ts';
import { markPayoutsSent } from '../settlement/mark-sent.ts';
import { applyHeard } from '../settlement/move-payouts.ts';
import { findFileNotSent } from '../settlement/store-files.ts';
import type { LineInHand } from './judge-line.ts';
import type { Share } from './store-matching.ts';

/** Lines that are learnt from at once. */
const AT_ONCE = 32;

/**
 * Teaches payments and refunds what these lines say. No transaction is open: each lesson is a commit of its own, and one that is
 * given twice changes nothing the second time. Who cannot be taught is left as it is.
 */
export async function learnFromLines(
  ctx: Context,
  share: Share,
  lines: readonly LineInHand[],
): Promise<void> {
  for (let n = 0; n < lines.length; n += AT_ONCE) {
    await Promise.all(
      lines.slice(n, n + AT_ONCE).map((line) =>
        teach(ctx, share, line).catch((error: unknown) => {
          const { merchantId, bank } = share;
          logPutOff(
            ctx.log,
            'a line of a statement could not be learnt from',
            { merchantId, bank },
            error,
          );
          throw error;
        }),
      ),
    );
  }
}

async function teach(ctx: Context, share: Share, line: LineInHand): Promise<void> {
  const { merchantId } = share;
  if (line.subject?.kind === 'payout') return await teachPayout(ctx, share, line);
  const merchant = await ctx.merchants.byId(merchantId);
  invariant(
    merchant !== null && line.subjectId !== null,
    'what teaches has a subject of a merchant',
  );
  const evidence = evidenceOf(share, line);
  if (line.type === 'debit') {
    const payment = await findPayment(ctx.db, merchantId, line.subjectId);
    invariant(payment !== null, 'a line that teaches speaks of a payment');
    const change = { bankPaymentId: payment.bankPaymentId ?? line.bankReference };
    await learn(ctx, merchant, payment, {
      event: 'bank_paid',
      actor: 'statement',
      evidence,
      change,
    });
    return;
  }
  const refund = await findRefund(ctx.db, merchantId, line.subjectId);
  const payment = refund === null ? null : await findPayment(ctx.db, merchantId, refund.paymentId);
  invariant(refund !== null && payment !== null, 'a line that teaches speaks of a refund');
  const change = { bankRefundId: refund.bankRefundId ?? line.bankReference };
  await learnRefund(ctx, merchant, payment, refund, {
    event: 'bank_refunded',
    actor: 'statement',
    evidence,
    change,
  });
}

/** A payout on a statement has left, and its return has come back. */
async function teachPayout(ctx: Context, share: Share, line: LineInHand): Promise<void> {
  const { subjectId, type } = line;
  invariant(subjectId !== null, 'what teaches has a subject');
  const word = type === 'payout' ? 'paid' : 'returned';
  const heard = {
    payoutId: subjectId,
    word,
    reason: null,
    evidence: evidenceOf(share, line),
  } as const;
  // The bank that has paid it has its file, whether or not anybody has said so: it is not handed over again.
  const fileId = await findFileNotSent(ctx.db, share.merchantId, subjectId);
  if (fileId !== null) await markPayoutsSent(ctx, fileId, ctx.clock.now(), 'statement');
  const by = { actor: 'statement', at: ctx.clock.now() };
  await ctx.db.transaction((tx) => applyHeard(tx, share.merchantId, [heard], by));
}

/** What is kept of a line with the event that it caused. */
function evidenceOf({ bank, day, statementId }: Share, line: LineInHand): Evidence {
  return {
    operation: 'statement',
    http: null,
    code: line.type,
    message: null,
    note: `${bank} ${day}, line ${line.lineNo}, ${line.bankReference}`,
    externalId: statementId,
  };
}
