// Flow: pull a payment from a token. Begin (claim, token, invoice, row) · ask the bank · finish.
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { Refusal } from '../base/refusal.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, BankConnection, CustomerAccess, PayOutcome } from '../banks/bank.ts';
import { activeConnection } from '../merchants/connection.ts';
import { claimOf, once, refuse, standing } from '../requests/once.ts';
import { claimRequest, releaseRequest, type ClaimRow } from '../requests/store.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { usableAccess } from '../tokens/access.ts';
import { customerKeyOf } from '../tokens/customer-key.ts';
import { learn, learnAndReply, replyStanding, type Lesson } from './learn.ts';
import type { Payment, PaymentDetails, PaymentView } from './payment.ts';
import type { Price } from './price.ts';
import { lookAgain } from './settle-unclear.ts';
import { beginPayment, BROKEN_OFF_MS, findPayment, type PaymentBegun } from './store.ts';
import { sealDetails, viewOf } from './view.ts';

export interface PaymentInput {
  bank: Bank;
  tokenId: string;
  /** Whole rupiah. */
  amount: bigint;
  invoiceNumber: string;
  details: PaymentDetails;
  /** An override of the configured notification URL, checked by the edge; or null. */
  notificationUrl: string | null;
  /** What it costs and how its net is divided, or why it cannot be divided so. */
  price: Price | Refusal;
}

/**
 * Creates a payment and asks the bank for it, once per Request-Id. The reply is PENDING (OTP sent, or the bank's answer
 * is unknown), SUCCESS (no OTP needed), or the refusal `payment_declined` that is kept as the answer.
 * Throws `channel_inactive`; `bank_unavailable` when nothing reached the bank (the Request-Id stays free); and the refusal that
 * stands for its price, unless this Request-Id has made a payment before: a repeat gets its answer, whatever has changed since.
 */
export async function createPayment(
  ctx: Context,
  call: Call<PaymentView>,
  input: PaymentInput,
): Promise<Reply> {
  const connection = activeConnection(call.merchant, input.bank);
  const { price } = input;
  if (price instanceof Refusal) return await refuseAnew(ctx, call, price);
  const { merchantId } = call.merchant;
  const paymentId = ctx.random.id();
  const beginning = {
    merchantId,
    requestId: call.requestId,
    endpoint: call.endpoint,
    bodyHash: call.bodyHash,
    paymentId,
    bank: input.bank.slug,
    tokenId: input.tokenId,
    customerKey: customerKeyOf(ctx, merchantId, input.details.customer.id),
    amount: input.amount,
    invoiceNumber: input.invoiceNumber,
    sealedDetails: sealDetails(ctx, merchantId, paymentId, input.details),
    notificationUrl: input.notificationUrl,
    fee: price.fee,
    split: price.split,
  };
  const begin = () => beginPayment(ctx.db, ctx.clock)(beginning);

  return await once(ctx, call, begin, async (begun, resumed) => {
    if (resumed) return await resume(ctx, call, begun);
    if (begun.outcome === 'token_not_found' || begun.outcome === 'invoice_taken') {
      return await refuse(ctx, call, new Refusal(begun.outcome));
    }
    const payment = asBegun(ctx, beginning);
    const outcome = await askBank(ctx, call, connection, input, payment, begun);
    if (outcome.kind === 'not_sent') return await neverSent(ctx, call, payment, outcome);
    const lesson = lessonOf(ctx, input, outcome);
    return await learnAndReply(ctx, call, payment, lesson, (view) => wordCreated(call, view));
  });
}

/** Refuses what has made no payment yet. The Request-Id stays free. */
async function refuseAnew(ctx: Context, call: Call<PaymentView>, why: Refusal): Promise<Reply> {
  const { merchant, requestId, endpoint, bodyHash } = call;
  const claim = {
    merchantId: merchant.merchantId,
    requestId,
    endpoint,
    bodyHash,
    claimId: ctx.random.id(),
    keepUntil: null,
  };
  const begin = () => claimRequest(ctx.db, { ...claim, at: ctx.clock.now() });
  return await once(ctx, call, begin, async (begun, isTakenOver) => {
    if (isTakenOver) return await resume(ctx, call, begun);
    await releaseRequest(ctx.db, claimOf(call, begun));
    throw why;
  });
}

/** Words where a payment stands for the call that made it. */
function wordCreated(call: Call<PaymentView>, view: PaymentView): Answer {
  const { state, reason, bankCode } = view.payment;
  if (state !== 'failed') return call.render(view);
  return call.refuse(
    new Refusal('payment_declined', {
      reason: reason ?? 'bank_refused',
      ...(bankCode === null ? {} : { bankCode }),
    }),
  );
}

async function askBank(
  ctx: Context,
  { deadline }: Call<PaymentView>,
  connection: BankConnection,
  input: PaymentInput,
  payment: Payment,
  begun: PaymentBegun,
): Promise<PayOutcome> {
  invariant(begun.sealed_access !== null, 'an active token has access');
  const { bank } = input;
  const usable = await usableAccess(ctx, bank, connection, input.tokenId, begun.sealed_access);
  if (usable.kind !== 'usable') {
    // The renewal is a call of its own: whatever became of it, the payment has not been asked for.
    return usable.kind === 'unclear' ? { ...usable, kind: 'not_sent' } : usable;
  }
  const pay = () =>
    bank.pay(connection, payInput(ctx, connection.clientId, payment, input, usable.access));
  const isOverdue = () => ctx.clock.steady() >= deadline;
  // It may have been given up meanwhile: what leaves so late could be money that nobody waits for any more.
  if (isOverdue()) return OVERDUE;
  const outcome = await pay();
  // Nothing left this machine, so that the same reference may be sent once more.
  return outcome.kind === 'not_sent' && !isOverdue() ? await pay() : outcome;
}

const OVERDUE = {
  kind: 'not_sent',
  why: 'no_time_left',
  evidence: {
    operation: 'pay',
    http: null,
    code: null,
    message: null,
    note: 'no_time_left',
    externalId: null,
  },
} as const satisfies PayOutcome;

function payInput(
  ctx: Context,
  clientId: string,
  payment: Payment,
  input: PaymentInput,
  access: CustomerAccess,
): Parameters<Bank['pay']>[1] {
  const { slug } = input.bank;
  return {
    reference: referenceOf(payment.paymentId),
    amount: payment.amount,
    access,
    notifyUrl: `${ctx.publicUrl}/callbacks/${slug}/${clientId}/v1.0/debit/notify`,
    validUntil: ctx.clock.now() + input.bank.policy.otp.lifeMs,
    remark: payment.invoiceNumber.replaceAll(/[^A-Za-z0-9 ._-]/g, ' ').slice(0, 40),
  };
}

function lessonOf(
  ctx: Context,
  input: PaymentInput,
  outcome: Exclude<PayOutcome, { kind: 'not_sent' }>,
): Lesson {
  const base = { actor: 'bank', evidence: outcome.evidence } as const;
  switch (outcome.kind) {
    case 'paid':
      return { ...base, event: 'bank_paid', change: { bankPaymentId: outcome.bankPaymentId } };
    case 'otp_required': {
      const otpSentAt = ctx.clock.now();
      const life = Math.min(input.details.otpLifeMs, input.bank.policy.otp.lifeMs);
      const change = {
        bankPaymentId: outcome.bankPaymentId,
        otpSentAt,
        otpExpiresAt: otpSentAt + life,
      };
      return { ...base, event: 'otp_required', change };
    }
    case 'declined': {
      const { reason, bankCode } = outcome;
      return { ...base, event: 'bank_declined', change: { reason, bankCode } };
    }
    case 'unclear':
      return { ...base, event: 'bank_unclear', change: {} };
  }
}

/** Nothing reached the bank: the attempt is closed, the Request-Id is free, the merchant may simply try again. */
async function neverSent(
  ctx: Context,
  call: Call<PaymentView>,
  payment: Payment,
  outcome: Extract<PayOutcome, { kind: 'not_sent' }>,
): Promise<Reply> {
  const change = { reason: 'bank_unavailable' };
  const lesson: Lesson = {
    event: 'not_sent',
    actor: 'bank',
    evidence: outcome.evidence,
    change,
    notify: false,
    exactly: true,
  };
  const waiting = { requestId: call.requestId, word: null };
  const learnt = await learn(ctx, call.merchant, payment, lesson, waiting);
  if (!learnt.applied) {
    return await standing(ctx, call, () => wordCreated(call, viewOf(ctx, learnt.payment)));
  }
  throw new Refusal('bank_unavailable', { retryAfterSeconds: 5 });
}

/** The process that began this payment died: find out what became of it, never ask for it again. */
async function resume(ctx: Context, call: Call<PaymentView>, begun: ClaimRow): Promise<Reply> {
  const payment = await findPayment(ctx.db, call.merchant.merchantId, begun.claim_id);
  if (payment === null) {
    // It died between its claim and its refusal: nothing was made under the Request-Id.
    await releaseRequest(ctx.db, claimOf(call, begun));
    throw new Refusal('request_running', { retryAfterSeconds: 1 });
  }
  const now = await lookAgain(ctx, payment);
  return await replyStanding(ctx, call, now, (view) => wordCreated(call, view));
}

/** The row as `begin.sql` has just written it, so that it need not be read. */
function asBegun(ctx: Context, beginning: Parameters<ReturnType<typeof beginPayment>>[0]): Payment {
  const now = ctx.clock.now();
  const { merchantId, paymentId, bank, tokenId, amount, invoiceNumber, requestId } = beginning;
  return {
    merchantId,
    paymentId,
    bank,
    tokenId,
    state: 'created',
    version: 1,
    lastMove: paymentId,
    amount,
    fee: beginning.fee,
    split: beginning.split,
    refunded: 0n,
    invoiceNumber,
    requestId,
    customerKey: beginning.customerKey,
    sealedDetails: beginning.sealedDetails,
    notificationUrl: beginning.notificationUrl,
    bankPaymentId: null,
    reason: null,
    bankCode: null,
    otpSentAt: null,
    otpExpiresAt: null,
    otpTries: 0,
    otpResends: 0,
    inquiries: 0,
    notFoundAt: null,
    askedAt: now,
    notified: 0,
    dueAt: now + BROKEN_OFF_MS,
    createdAt: now,
    finishedAt: null,
  };
}
