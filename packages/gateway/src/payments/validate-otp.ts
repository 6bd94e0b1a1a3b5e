// Flow: carry the customer's OTP to the bank. The try is counted before the bank is asked; this call moves the money.
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { Refusal } from '../base/refusal.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, BankConnection, VerifyOutcome } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import { claimOf, once, refuse, standing } from '../requests/once.ts';
import { releaseRequest } from '../requests/store.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { usableAccess } from '../tokens/access.ts';
import { learn, learnAndReply, replyStanding, type Lesson } from './learn.ts';
import { triesLeft, type Payment, type PaymentView } from './payment.ts';
import { lookAgain } from './settle-unclear.ts';
import { beginOtpStep, hasUnclearTry, findPayment, type OtpStepBegun } from './store.ts';
import { paymentIdOf, viewOf } from './view.ts';

export interface ValidateInput {
  bank: Bank;
  challenge: string;
  /** Six digits; never logged, never stored. */
  otp: string;
}

/**
 * Validates the OTP of a payment, once per Request-Id. Replies SUCCESS, FAILED (the bank declined for good) or PENDING
 * (its answer is unknown); refuses `otp_wrong` with the tries left, `otp_attempts_exceeded`, `otp_expired`,
 * `payment_final`, `payment_not_found`. Throws `payment_busy` while another step of the payment runs.
 */
export async function validateOtp(
  ctx: Context,
  call: Call<PaymentView>,
  input: ValidateInput,
): Promise<Reply> {
  const { bank } = input;
  const { merchantId } = call.merchant;
  const begin = () =>
    beginOtpStep(
      ctx.db,
      ctx.clock,
    )({
      merchantId,
      requestId: call.requestId,
      endpoint: call.endpoint,
      bodyHash: call.bodyHash,
      claimId: ctx.random.id(),
      keepUntil: null,
      // An unknown challenge leads to a payment that does not exist, and so takes the same way as a stranger's.
      paymentId: paymentIdOf(ctx, input.challenge) ?? ctx.random.secretId(),
      bank: bank.slug,
      step: 'validate',
      resendWithinMs: bank.policy.otp.resendWithinMs,
      resendPauseMs: bank.policy.otp.resendPauseMs,
      maxResends: bank.policy.otp.maxResends,
    });

  return await once(ctx, call, begin, async (begun, resumed) => {
    if (resumed) return await resume(ctx, call, begun);
    const { payment } = begun;
    if (payment === null) return await refuse(ctx, call, new Refusal('payment_not_found'));
    if (begun.outcome === 'payment_busy')
      throw new Refusal('payment_busy', { retryAfterSeconds: 1 });
    if (begun.outcome === 'otp_expired') return await refuse(ctx, call, new Refusal('otp_expired'));
    if (begun.outcome === 'standing') {
      return await replyStanding(ctx, call, payment, (view) => wordStanding(call, view));
    }
    invariant(begun.outcome === 'begun', `an OTP step begins or is refused, not ${begun.outcome}`);
    const connection = connectionOf(call.merchant, bank.slug);
    const outcome = await askBank(ctx, connection, input, payment, begun);
    if (outcome.kind === 'not_sent') return await neverSent(ctx, call, begun, payment, outcome);
    const heard = lessonOf(bank, payment, outcome);
    const lesson = (await isOnlyAboutThisTry(ctx, payment, outcome, heard))
      ? doubted(heard)
      : heard;
    return await learnAndReply(ctx, call, payment, lesson, (view) =>
      wordTried(call, bank, lesson, view),
    );
  });
}

async function askBank(
  ctx: Context,
  connection: BankConnection,
  input: ValidateInput,
  payment: Payment,
  begun: OtpStepBegun,
): Promise<VerifyOutcome> {
  invariant(begun.sealed_access !== null, 'a token that was paid with has access');
  invariant(payment.bankPaymentId !== null, 'a payment that awaits its OTP is known to the bank');
  const { bank } = input;
  const usable = await usableAccess(ctx, bank, connection, payment.tokenId, begun.sealed_access);
  if (usable.kind !== 'usable') {
    return { kind: 'not_sent', why: 'no access to the account', evidence: usable.evidence };
  }
  return await bank.verifyOtp(connection, {
    reference: referenceOf(payment.paymentId),
    bankPaymentId: payment.bankPaymentId,
    amount: payment.amount,
    otp: input.otp,
    access: usable.access,
  });
}

/** No more tries, whoever counted them first: the bank or we. */
const EXHAUSTED = {
  event: 'otp_exhausted',
  change: { reason: 'otp_attempts_exceeded' },
} as const;

function lessonOf(
  bank: Bank,
  payment: Payment,
  outcome: Exclude<VerifyOutcome, { kind: 'not_sent' }>,
): Lesson {
  const base = { actor: 'bank', evidence: outcome.evidence } as const;
  switch (outcome.kind) {
    case 'paid':
      return { ...base, event: 'bank_paid', change: { bankPaymentId: outcome.bankPaymentId } };
    case 'otp_wrong':
    case 'otp_too_old':
      return triesLeft(payment, bank.policy.otp.maxTries) > 0
        ? { ...base, event: outcome.kind, change: {} }
        : { ...base, ...EXHAUSTED };
    case 'declined': {
      const { reason, bankCode } = outcome;
      if (reason === 'otp_blocked') return { ...base, ...EXHAUSTED };
      return { ...base, event: 'bank_declined', change: { reason, bankCode } };
    }
    case 'unclear':
      return { ...base, event: 'bank_unclear', change: {} };
  }
}

/**
 * Whether a no says nothing about the payment: the bank has left an earlier try without a word, and that one may still
 * come to its end. That it counts no further tries is a word about them all.
 */
async function isOnlyAboutThisTry(
  ctx: Context,
  payment: Payment,
  outcome: VerifyOutcome,
  heard: Lesson,
): Promise<boolean> {
  if (heard.event !== 'bank_declined' && heard.event !== 'otp_exhausted') return false;
  if (outcome.kind === 'declined' && outcome.reason === 'otp_blocked') return false;
  return payment.otpTries > 1 && (await hasUnclearTry(ctx.db, payment));
}

function doubted({ actor, evidence }: Lesson): Lesson {
  return { event: 'bank_unclear', actor, evidence, change: {} };
}

/** Words what became of this very try. */
function wordTried(call: Call<PaymentView>, bank: Bank, lesson: Lesson, view: PaymentView): Answer {
  const { payment } = view;
  if (payment.state === 'awaiting_otp') {
    if (lesson.event === 'otp_too_old') return call.refuse(new Refusal('otp_expired'));
    const left = triesLeft(payment, bank.policy.otp.maxTries);
    return call.refuse(new Refusal('otp_wrong', { triesLeft: left }));
  }
  if (payment.state === 'failed' && payment.reason === 'otp_attempts_exceeded') {
    return call.refuse(new Refusal('otp_attempts_exceeded'));
  }
  return call.render(view);
}

/** Words a payment that had left the OTP step before this call came. */
function wordStanding(call: Call<PaymentView>, view: PaymentView): Answer {
  const { state } = view.payment;
  if (state === 'failed' || state === 'expired') {
    return call.refuse(new Refusal('payment_final', { state }));
  }
  return call.render(view);
}

/** Nothing reached the bank: the try is given back and the Request-Id is free. */
async function neverSent(
  ctx: Context,
  call: Call<PaymentView>,
  begun: OtpStepBegun,
  payment: Payment,
  outcome: Extract<VerifyOutcome, { kind: 'not_sent' }>,
): Promise<Reply> {
  const learnt = await learn(ctx, call.merchant, payment, {
    event: 'not_sent',
    actor: 'bank',
    evidence: outcome.evidence,
    change: { otpTries: payment.otpTries - 1 },
    exactly: true,
  });
  if (!learnt.applied) {
    return await standing(ctx, call, () => wordStanding(call, viewOf(ctx, learnt.payment)));
  }
  await releaseRequest(ctx.db, claimOf(call, begun));
  throw new Refusal('bank_unavailable', { retryAfterSeconds: 5 });
}

/** The process that carried this OTP died: find out what became of it; the OTP is never carried twice. */
async function resume(ctx: Context, call: Call<PaymentView>, begun: OtpStepBegun): Promise<Reply> {
  const { merchantId } = call.merchant;
  const payment =
    begun.payment === null ? null : await findPayment(ctx.db, merchantId, begun.payment.paymentId);
  if (payment === null) return await refuse(ctx, call, new Refusal('payment_not_found'));
  const now = await lookAgain(ctx, payment);
  if (now.state === 'awaiting_otp' || now.state === 'created') {
    // The bank still waits for an OTP, so that the try had no effect: the merchant may send one under a free id.
    await releaseRequest(ctx.db, claimOf(call, begun));
    throw new Refusal('request_running', { retryAfterSeconds: 1 });
  }
  return await replyStanding(ctx, call, now, (view) => wordStanding(call, view));
}
