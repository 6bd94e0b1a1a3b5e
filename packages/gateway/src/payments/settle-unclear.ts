// Flow: ask the bank what became of a payment. For payments that are unclear, whose call broke off, whose OTP never
// came, or that ended on silence alone. It asks; it never charges again.
import { logPutOff } from '../base/log.ts';
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, InquiryOutcome } from '../banks/bank.ts';
import { LEAVES_WITHIN_MS } from '../banks/inquiry-schedule.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { learn } from './learn.ts';
import { isFinal, type Payment } from './payment.ts';
import { claimDuePayments, findPayment, postponePayment } from './store.ts';
import { leasePayment } from './store-people.ts';
import {
  decideOtpWindow,
  decideUnclear,
  inquiryDelay,
  type Decision,
  type UnclearRules,
} from './unclear.ts';

/** Longer than an inquiry takes, ms; then another process may look at the payment. */
const LEASE_MS = 30_000;

/** Payments looked at in one round, and inquiries under way at once. */
const ROUND = 64;

/** Looks at every payment that is due; answers how many there were. */
export async function settleDuePayments(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const due = await claimDuePayments(ctx.db, now, now + LEASE_MS, ROUND);
  await Promise.all(
    due.map(async (payment) => {
      try {
        await lookAt(ctx, payment);
      } catch (error) {
        const { merchantId, paymentId } = payment;
        logPutOff(
          ctx.log,
          'a due payment could not be looked at',
          { merchantId, paymentId },
          error,
        );
      }
    }),
  );
  return due.length;
}

/**
 * Finds out now what became of a payment whose call broke off. Answers where it stands afterwards, which is still
 * unclear when the bank does not say.
 */
export async function lookAgain(ctx: Context, payment: Payment): Promise<Payment> {
  if (payment.state === 'awaiting_otp' || isFinal(payment.state)) return payment;
  await lookAt(ctx, payment);
  return (await findPayment(ctx.db, payment.merchantId, payment.paymentId)) ?? payment;
}

/** What came of a look that somebody has asked for. */
export interface Looked {
  payment: Payment;
  /** What the bank's book says; null when the payment had moved before it could be asked. */
  said: InquiryOutcome['kind'] | null;
}

/**
 * Asks the bank now, because a person wants to know, under the payment's lease; null when somebody is at it already: the call
 * that makes it, a chore, or another person.
 */
export async function lookNow(ctx: Context, payment: Payment): Promise<Looked | null> {
  const now = ctx.clock.now();
  const isCalling = payment.state === 'created' || payment.state === 'confirming';
  if (isCalling && (payment.dueAt ?? now) > now) return null;
  const leased = await leasePayment(ctx.db, payment, now, now + LEASE_MS);
  if (leased === null) return null;
  const merchant = await ctx.merchants.byId(leased.merchantId);
  const bank = ctx.banks.get(leased.bank);
  invariant(merchant !== null && bank !== undefined, 'a payment has its merchant and its bank');
  const said = await settle(ctx, merchant, bank, await asUnclear(ctx, merchant, leased));
  const after = await findPayment(ctx.db, leased.merchantId, leased.paymentId);
  return { payment: after ?? leased, said };
}

async function lookAt(ctx: Context, payment: Payment): Promise<void> {
  const merchant = await ctx.merchants.byId(payment.merchantId);
  const bank = ctx.banks.get(payment.bank);
  invariant(merchant !== null && bank !== undefined, 'a payment has its merchant and its bank');
  if (payment.state === 'awaiting_otp') await closeOtpWindow(ctx, merchant, bank, payment);
  else if (isFinal(payment.state)) await lookOnceMore(ctx, merchant, bank, payment);
  else await settle(ctx, merchant, bank, await asUnclear(ctx, merchant, payment));
}

/** A call that broke off is unclear from now on: its own late answer must win against this, not race it. */
async function asUnclear(ctx: Context, merchant: Merchant, payment: Payment): Promise<Payment> {
  if (payment.state === 'unclear') return payment;
  const learnt = await learn(ctx, merchant, payment, {
    event: 'bank_unclear',
    actor: 'clock',
    evidence: null,
    change: {},
    exactly: true,
  });
  return learnt.payment;
}

async function settle(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  payment: Payment,
): Promise<InquiryOutcome['kind'] | null> {
  if (payment.state !== 'unclear') return null;
  const readAt = ctx.clock.now();
  const outcome = await inquire(merchant, bank, payment);
  const decision = decideUnclear(payment, outcome, readAt, rulesOf(bank));
  if (decision.kind === 'postpone') {
    await postponePayment(ctx.db, payment, decision);
  } else {
    await apply(ctx, merchant, payment, decision);
  }
  return outcome.kind;
}

/** No OTP came in time; the bank's book is read once before we say so. */
async function closeOtpWindow(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  payment: Payment,
): Promise<void> {
  const readAt = ctx.clock.now();
  const outcome = await inquire(merchant, bank, payment);
  const decision = decideOtpWindow(payment, outcome, readAt, rulesOf(bank));
  await apply(ctx, merchant, payment, decision);
}

async function apply(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  { event, change, evidence }: Extract<Decision, { kind: 'move' }>,
): Promise<void> {
  await learn(ctx, merchant, payment, { event, actor: 'inquiry', evidence, change, exactly: true });
}

function rulesOf({ policy }: Bank): UnclearRules {
  const { maxProcessingMs, otp } = policy;
  return {
    maxProcessingMs: maxProcessingMs + LEAVES_WITHIN_MS,
    maxTries: otp.maxTries,
    otpLifeMs: otp.lifeMs,
  };
}

/** A final no that rested on silence: had the bank taken the money after all, it goes to suspense and back. */
async function lookOnceMore(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  payment: Payment,
): Promise<void> {
  const outcome = await inquire(merchant, bank, payment);
  if (outcome.kind === 'paid') {
    await learn(ctx, merchant, payment, {
      event: 'bank_paid',
      actor: 'inquiry',
      evidence: outcome.evidence,
      change: {},
    });
  }
  const silent = outcome.kind === 'unclear' || outcome.kind === 'not_sent';
  await postponePayment(ctx.db, payment, {
    inquiries: payment.inquiries + 1,
    notFoundAt: payment.notFoundAt,
    dueAt: silent ? ctx.clock.now() + inquiryDelay(payment.inquiries + 1) : null,
  });
}

async function inquire(merchant: Merchant, bank: Bank, payment: Payment): Promise<InquiryOutcome> {
  return await bank.inquire(connectionOf(merchant, bank.slug), {
    reference: referenceOf(payment.paymentId),
    bankPaymentId: payment.bankPaymentId,
    amount: payment.amount,
  });
}
