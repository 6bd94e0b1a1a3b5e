// Flow: find out what became of a refund, for refunds that are unclear or whose call broke off. What the bank surely does
// not have is sent again under the same reference; nothing is given up.
import { logPutOff } from '../base/log.ts';
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, Evidence, RefundInquiryOutcome } from '../banks/bank.ts';
import { LEAVES_WITHIN_MS } from '../banks/inquiry-schedule.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Payment } from '../payments/payment.ts';
import { findPayment } from '../payments/store.ts';
import { learnRefund, type RefundLesson } from './learn.ts';
import { isFinalRefund, type Refund } from './refund.ts';
import { lessonOf, sendRefund } from './send.ts';
import { claimDueRefunds, findRefund, postponeRefund } from './store.ts';
import { decideUnclearRefund } from './unclear.ts';
import { viewOf } from './view.ts';

/** Longer than an inquiry and a refund take, ms; then another process may look. */
const LEASE_MS = 60_000;

/** Refunds looked at in one round, and looks under way at once. */
const ROUND = 32;

/** Looks at every refund that is due; answers how many there were. */
export async function settleDueRefunds(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const due = await claimDueRefunds(ctx.db, now, now + LEASE_MS, ROUND);
  await Promise.all(
    due.map((refund) => lookAt(ctx, refund).catch((error) => report(ctx, refund, error))),
  );
  return due.length;
}

/** Finds out now what became of a refund whose call broke off; it may still be unclear afterwards. It sends nothing. */
export async function lookAgain(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  refund: Refund,
): Promise<Refund> {
  if (isFinalRefund(refund.state)) return refund;
  await settle(ctx, merchant, payment, await asUnclear(ctx, merchant, payment, refund), 'inquire');
  return (await findRefund(ctx.db, refund.merchantId, refund.refundId)) ?? refund;
}

async function lookAt(ctx: Context, refund: Refund): Promise<void> {
  const merchant = await ctx.merchants.byId(refund.merchantId);
  const payment = await findPayment(ctx.db, refund.merchantId, refund.paymentId);
  invariant(merchant !== null && payment !== null, 'a refund has its merchant and its payment');
  const unclear = await asUnclear(ctx, merchant, payment, refund);
  await settle(ctx, merchant, payment, unclear, 'send');
}

/** A call that broke off is unclear from now on: its own late answer must win against this, not race it. */
async function asUnclear(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  refund: Refund,
): Promise<Refund> {
  if (refund.state !== 'requested') return refund;
  const lesson = { event: 'bank_unclear', actor: 'clock', evidence: null, change: {} } as const;
  return (await learnRefund(ctx, merchant, payment, refund, lesson)).refund;
}

async function settle(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  refund: Refund,
  mayDo: 'inquire' | 'send',
): Promise<void> {
  if (refund.state !== 'unclear') return;
  const bank = ctx.banks.get(payment.bank);
  invariant(bank !== undefined, 'a payment has a bank that the registry knows');
  // The answer speaks of the moment at which the book was asked.
  const readAt = ctx.clock.now();
  const outcome = await inquire(merchant, bank, payment, refund);
  const decision = decideUnclearRefund(
    refund,
    outcome,
    readAt,
    bank.policy.maxProcessingMs + LEAVES_WITHIN_MS,
  );
  switch (decision.kind) {
    case 'move': {
      const { event, change, evidence } = decision;
      await learnRefund(ctx, merchant, payment, refund, {
        event,
        actor: 'inquiry',
        evidence,
        change,
      });
      return;
    }
    case 'postpone':
      if (decision.alarm) raiseOtherAmount(ctx, refund);
      await postponeRefund(ctx.db, refund, decision);
      return;
    case 'send_again':
      if (mayDo === 'send')
        await sendAgain(ctx, merchant, bank, payment, refund, decision.evidence);
  }
}

/** Records that it is sent again before it is: whoever loses this move sends nothing. */
async function sendAgain(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  payment: Payment,
  refund: Refund,
  evidence: Evidence,
): Promise<void> {
  const change = { askedAt: ctx.clock.now() };
  const again: RefundLesson = {
    event: 'sent_again',
    actor: 'inquiry',
    evidence,
    change,
    exactly: true,
  };
  const recorded = await learnRefund(ctx, merchant, payment, refund, again);
  if (!recorded.applied) return;
  const outcome = await sendRefund(bank, merchant, viewOf(ctx, payment, recorded.refund));
  // Without a word of the bank the refund stays unclear, and the schedule begins anew.
  if (outcome.kind !== 'refunded' && outcome.kind !== 'declined') return;
  // A refusal may mean that the first sending has arrived after all: the book decides.
  const refused = outcome.kind === 'declined';
  if (refused && !(await isAbsent(merchant, bank, payment, refund))) return;
  await learnRefund(ctx, merchant, payment, recorded.refund, lessonOf(outcome));
}

async function isAbsent(
  merchant: Merchant,
  bank: Bank,
  payment: Payment,
  refund: Refund,
): Promise<boolean> {
  return (await inquire(merchant, bank, payment, refund)).kind === 'not_found';
}

async function inquire(
  merchant: Merchant,
  bank: Bank,
  payment: Payment,
  refund: Refund,
): Promise<RefundInquiryOutcome> {
  return await bank.inquireRefund(connectionOf(merchant, bank.slug), {
    reference: referenceOf(payment.paymentId),
    bankPaymentId: payment.bankPaymentId,
    paid: payment.amount,
    refundReference: referenceOf(refund.refundId),
    amount: refund.amount,
  });
}

function raiseOtherAmount(ctx: Context, { merchantId, paymentId, refundId }: Refund): void {
  ctx.metrics.alarms.inc({ kind: 'refund_amount_differs' });
  ctx.log.error('the bank has a refund with another amount than was asked', {
    merchantId,
    paymentId,
    refundId,
  });
}

function report(ctx: Context, refund: Refund, error: unknown): void {
  const { merchantId, paymentId, refundId } = refund;
  logPutOff(
    ctx.log,
    'a due refund could not be looked at',
    { merchantId, paymentId, refundId },
    error,
  );
}
