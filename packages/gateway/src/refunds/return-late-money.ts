// Flow: money that the bank took after we had said no goes back to the customer, out of suspense. The payment's state
// and what it says about its refunds are untouched.
import { logPutOff } from '../base/log.ts';
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { findPayment } from '../payments/store.ts';
import { learnRefund, type RefundLesson } from './learn.ts';
import type { Refund } from './refund.ts';
import { lessonOf, sendRefund } from './send.ts';
import { beginLateRefunds } from './store.ts';
import { viewOf } from './view.ts';

/** Cases taken up in one round. */
const ROUND = 16;

/** Begins the return of all late money that is due; answers how many cases there were. */
export async function returnLateMoney(ctx: Context): Promise<number> {
  const begun = await beginLateRefunds(ctx.db, ctx.clock.now(), ROUND, () => ctx.random.id());
  await Promise.all(
    begun.map((refund) => giveBack(ctx, refund).catch((error) => report(ctx, refund, error))),
  );
  return begun.length;
}

async function giveBack(ctx: Context, refund: Refund): Promise<void> {
  const merchant = await ctx.merchants.byId(refund.merchantId);
  const payment = await findPayment(ctx.db, refund.merchantId, refund.paymentId);
  invariant(merchant !== null && payment !== null, 'late money has its merchant and its payment');
  const bank = ctx.banks.get(payment.bank);
  invariant(bank !== undefined, 'a payment has a bank that the registry knows');
  const outcome = await sendRefund(bank, merchant, viewOf(ctx, payment, refund));
  await learnRefund(ctx, merchant, payment, refund, lateLesson(lessonOf(outcome)));
}

/** Nobody waits who could repeat it: what was not sent is as good as unclear, and is sent by the chore in its time. */
function lateLesson(lesson: RefundLesson): RefundLesson {
  return lesson.event === 'not_sent' ? { ...lesson, event: 'bank_unclear', change: {} } : lesson;
}

function report(ctx: Context, { merchantId, paymentId, refundId }: Refund, error: unknown): void {
  const fields = { merchantId, paymentId, refundId };
  logPutOff(ctx.log, 'late money could not be sent back at once', fields, error);
}
