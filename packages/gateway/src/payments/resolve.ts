// Flow: end an unclear payment by hand, by what two people have seen of the bank. Only what is unclear, only as it stood when
// it was asked for; whatever the bank says meanwhile wins.
import type { Evidence } from '../banks/bank.ts';
import type { Context } from '../context.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { learn, type Lesson } from './learn.ts';
import type { Payment } from './payment.ts';
import { findPayment } from './store.ts';
import { wasProvedBy } from './store-people.ts';

/** What of the bank was seen. */
export interface Proof {
  source: 'bank_statement' | 'bank_letter' | 'bank_call' | 'bank_portal';
  /** The bank's reference, ticket or line. */
  reference: string;
  /** The day that it speaks of, `2026-11-25`. */
  day: string;
}

export interface Ruling {
  state: 'succeeded' | 'failed';
  proof: Proof;
  /** Version of the payment when it was asked for. */
  version: number;
  people: { askedBy: string; decidedBy: string };
  approvalId: string;
}

/** `moved`: the payment is not what it was when this was asked for. */
export type Resolved = { kind: 'resolved' | 'moved'; payment: Payment };

/** What is kept of a proof, as the checks read it. */
interface OperatorEvidence extends Evidence, Proof {
  askedBy: string;
  decidedBy: string;
}

/**
 * Ends a payment by hand; the same ruling twice ends it once. The money of a success is booked and told as ever. Null where the
 * merchant has no such payment.
 */
export async function resolveByHand(
  ctx: Context,
  merchant: Merchant,
  paymentId: string,
  ruling: Ruling,
): Promise<Resolved | null> {
  const { merchantId } = merchant;
  const payment = await findPayment(ctx.db, merchantId, paymentId);
  if (payment === null) return null;
  const lesson = decideByHand(payment, ruling);
  const learnt = lesson === null ? null : await learn(ctx, merchant, payment, lesson);
  const now = learnt?.payment ?? payment;
  const isOurs =
    learnt?.applied === true ||
    (await wasProvedBy(ctx.db, merchantId, paymentId, ruling.approvalId));
  return { kind: isOurs ? 'resolved' : 'moved', payment: now };
}

/** What a ruling teaches about a payment, or null when it is not about this payment as it stands. Pure. */
export function decideByHand(
  payment: Pick<Payment, 'state' | 'version'>,
  { state, proof, version, people, approvalId }: Ruling,
): Lesson | null {
  if (payment.state !== 'unclear' || payment.version !== version) return null;
  if (people.askedBy === people.decidedBy) return null;
  const evidence: OperatorEvidence = {
    operation: 'operator',
    http: null,
    code: null,
    message: null,
    note: `${proof.source}: ${proof.reference}, ${proof.day}`,
    externalId: approvalId,
    ...proof,
    ...people,
  };
  return {
    event: state === 'succeeded' ? 'proved_paid' : 'proved_unpaid',
    actor: 'operator',
    evidence,
    change: state === 'succeeded' ? {} : { reason: 'bank_refused' },
    exactly: true,
  };
}
