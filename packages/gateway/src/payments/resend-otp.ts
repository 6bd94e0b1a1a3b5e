// Flow: have the bank send a new OTP for a payment. The old one is dead from then on; the challenge stays the same.
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { Refusal } from '../base/refusal.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, BankConnection, ResendOutcome } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import { claimOf, once, refuse } from '../requests/once.ts';
import { KEEP_MS, releaseRequest } from '../requests/store.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { usableAccess } from '../tokens/access.ts';
import { learnAndReply } from './learn.ts';
import type { Payment, PaymentView } from './payment.ts';
import { beginOtpStep, type OtpStepBegun } from './store.ts';
import { paymentIdOf, viewOf } from './view.ts';

export interface ResendInput {
  bank: Bank;
  challenge: string;
}

/**
 * Resends the OTP of a payment that awaits it. Refuses `resend_too_soon`, `resend_exhausted` (also where the bank sends
 * no further one), `resend_window_closed`, `payment_final` and `payment_not_found`; throws `payment_busy` while another
 * step runs and `bank_unavailable` when it is not certain that an OTP went out.
 */
export async function resendOtp(
  ctx: Context,
  call: Call<PaymentView>,
  input: ResendInput,
): Promise<Reply> {
  const { bank } = input;
  const { merchantId } = call.merchant;
  const { otp } = bank.policy;
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
      keepUntil: ctx.clock.now() + KEEP_MS,
      paymentId: paymentIdOf(ctx, input.challenge) ?? ctx.random.secretId(),
      bank: bank.slug,
      step: 'resend',
      resendWithinMs: otp.resendWithinMs,
      resendPauseMs: otp.resendPauseMs,
      maxResends: otp.maxResends,
    });

  return await once(ctx, call, begin, async (begun, resumed) => {
    const { payment } = begun;
    if (payment === null) return await refuse(ctx, call, new Refusal('payment_not_found'));
    if (resumed) return await letGo(ctx, call, begun, 'request_running');
    const refusal = refusalOf(ctx, begun, payment, otp.resendPauseMs);
    if (refusal !== null) return await turnDown(ctx, call, begun, refusal);
    const connection = connectionOf(call.merchant, bank.slug);
    const outcome = await askBank(ctx, connection, bank, payment, begun);
    // The bank declines to send an OTP; about the payment it has said nothing.
    if (outcome.kind === 'declined') return await letGo(ctx, call, begun, 'resend_exhausted');
    if (outcome.kind !== 'otp_sent') return await letGo(ctx, call, begun, 'bank_unavailable');
    const life = Math.min(viewOf(ctx, payment).details.otpLifeMs, otp.lifeMs);
    return await learnAndReply(
      ctx,
      call,
      payment,
      {
        event: 'otp_resent',
        actor: 'bank',
        evidence: outcome.evidence,
        change: { otpExpiresAt: ctx.clock.now() + life },
      },
      (view) => wordResent(call, view),
    );
  });
}

function refusalOf(
  ctx: Context,
  begun: OtpStepBegun,
  payment: Payment,
  pauseMs: number,
): Refusal | null {
  switch (begun.outcome) {
    case 'begun':
      return null;
    case 'payment_busy':
      return new Refusal('payment_busy', { retryAfterSeconds: 1 });
    case 'resend_too_soon': {
      const wait = (payment.otpSentAt ?? 0) + pauseMs - ctx.clock.now();
      return new Refusal('resend_too_soon', {
        retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)),
      });
    }
    case 'resend_exhausted':
      return new Refusal('resend_exhausted');
    case 'resend_window_closed':
      return new Refusal('resend_window_closed');
    default:
      invariant(
        begun.outcome === 'standing',
        `a resend begins or is refused, not ${begun.outcome}`,
      );
      return payment.state === 'unclear'
        ? new Refusal('payment_busy', { retryAfterSeconds: 5 })
        : new Refusal('payment_final', { state: payment.state });
  }
}

/** Answers a refusal; one that may change by itself leaves the Request-Id free. */
async function turnDown(
  ctx: Context,
  call: Call<PaymentView>,
  begun: OtpStepBegun,
  refusal: Refusal,
): Promise<Reply> {
  if (refusal.code === 'payment_busy') {
    await releaseRequest(ctx.db, claimOf(call, begun));
  }
  return await refuse(ctx, call, refusal);
}

async function letGo(
  ctx: Context,
  call: Call<PaymentView>,
  begun: OtpStepBegun,
  code: 'request_running' | 'resend_exhausted' | 'bank_unavailable',
): Promise<never> {
  await releaseRequest(ctx.db, claimOf(call, begun));
  if (code === 'resend_exhausted') throw new Refusal(code);
  throw new Refusal(code, { retryAfterSeconds: code === 'request_running' ? 1 : 30 });
}

async function askBank(
  ctx: Context,
  connection: BankConnection,
  bank: Bank,
  payment: Payment,
  begun: OtpStepBegun,
): Promise<ResendOutcome> {
  invariant(begun.sealed_access !== null, 'a token that was paid with has access');
  const usable = await usableAccess(ctx, bank, connection, payment.tokenId, begun.sealed_access);
  if (usable.kind !== 'usable') {
    return { kind: 'not_sent', why: 'no access to the account', evidence: usable.evidence };
  }
  return await bank.resendOtp(connection, {
    reference: referenceOf(payment.paymentId),
    access: usable.access,
  });
}

function wordResent(call: Call<PaymentView>, view: PaymentView): Answer {
  const { state } = view.payment;
  return state === 'failed' || state === 'expired'
    ? call.refuse(new Refusal('payment_final', { state }))
    : call.render(view);
}
