// A refund as the walk sees it, of a payment that succeeded or of money that came too late. Moves are the product's.
import type { Evidence, RefundInquiryOutcome } from '../../packages/gateway/src/banks/bank.ts';
import { inquiryDelay } from '../../packages/gateway/src/banks/inquiry-schedule.ts';
import {
  isFinalRefund,
  nextRefundState,
  type Refund,
  type RefundEvent,
} from '../../packages/gateway/src/refunds/refund.ts';
import { decideUnclearRefund } from '../../packages/gateway/src/refunds/unclear.ts';
import { RULES, type AbstractPayment, type Step } from './abstract-payment.ts';

type Word = 'refunded' | 'declined' | 'unclear' | 'not_sent';
type Seen = 'refunded' | 'not_found' | 'unclear';

type Row = Pick<Refund, 'state' | 'kind' | 'notFoundAt' | 'askedAt' | 'dueAt' | 'inquiries'>;

export interface AbstractRefund {
  row: Row | null;
  /** Whether the bank has given the money back. */
  booked: boolean;
  /** Whether a sending is on its way to the bank. Of two with one reference the bank hears the newer. */
  transit: boolean;
  call: Word | 'waiting' | null;
  look: { seen: Seen; moved: boolean } | null;
}

export const NO_REFUND: AbstractRefund = {
  row: null,
  booked: false,
  transit: false,
  call: null,
  look: null,
};

const AMOUNT = 100n;
const BROKEN_OFF_MS = 30_000;

const evidence: Evidence = {
  operation: 'walk',
  http: 200,
  code: '2005500',
  message: null,
  note: null,
  externalId: null,
};

/** Every event of the refund of `payment` that is possible at `now`. */
export function refundSteps(
  r: AbstractRefund,
  payment: AbstractPayment,
  now: number,
  keepsPromise: boolean,
): Step<AbstractRefund>[] {
  const { row } = r;
  const steps: Step<AbstractRefund>[] = [];
  const may = (event: string, to: AbstractRefund) => void steps.push({ event, to });
  if (row === null) {
    if (payment.row?.state === 'succeeded') may('begin', begun('merchant', now));
    if (payment.late === 'suspense') may('of late money', begun('late', now));
    return steps;
  }
  if (r.transit) {
    const inTime = now <= row.askedAt + RULES.maxProcessingMs;
    const rest = { ...r, transit: false };
    const waits = r.call === 'waiting';
    if (inTime || !keepsPromise) {
      may('arrives', { ...rest, booked: true, call: waits ? 'refunded' : r.call });
      if (row.kind === 'merchant' && !r.booked) {
        may('is refused', { ...rest, call: waits ? 'declined' : r.call });
      }
    }
    if (!waits) may('is lost', rest);
    else may('is not sent', { ...rest, call: 'not_sent' });
  }
  if (r.call === 'waiting') may('times out', { ...r, call: 'unclear' });
  else if (r.call !== null) may('is answered', answered(r, row, r.call, now));
  if (r.call !== null) may('process dies', { ...r, call: null });
  if (r.look !== null) may('inquiry is heard', looked(r, row, r.look, now));
  else if (row.dueAt !== null && now >= row.dueAt && !isFinalRefund(row.state)) {
    const ready = row.state === 'requested' ? moved(r, 'bank_unclear', {}, now) : r;
    const seen = r.booked ? 'refunded' : 'not_found';
    may('inquiry', { ...ready, look: { seen, moved: false } });
    may('inquiry in vain', { ...ready, look: { seen: 'unclear', moved: false } });
  }
  return steps;
}

function begun(kind: Refund['kind'], now: number): AbstractRefund {
  const row: Row = {
    state: 'requested',
    kind,
    notFoundAt: null,
    askedAt: now,
    dueAt: now + BROKEN_OFF_MS,
    inquiries: 0,
  };
  return { ...NO_REFUND, row, transit: true, call: 'waiting' };
}

function answered(r: AbstractRefund, row: Row, word: Word, now: number): AbstractRefund {
  const gone = { ...r, call: null };
  switch (word) {
    case 'refunded':
      return moved(gone, 'bank_refunded', {}, now);
    case 'declined':
      // A repeat's refusal counts only when the book does not show the first sending.
      return r.booked ? gone : moved(gone, 'bank_declined', {}, now);
    case 'unclear':
      return moved(gone, 'bank_unclear', {}, now);
    case 'not_sent':
      return moved(gone, row.kind === 'late' ? 'bank_unclear' : 'not_sent', {}, now);
  }
}

function looked(
  r: AbstractRefund,
  row: Row,
  { seen, moved: stale }: { seen: Seen; moved: boolean },
  now: number,
): AbstractRefund {
  const done = { ...r, look: null };
  if (isFinalRefund(row.state)) return done;
  const refund = { ...row, amount: AMOUNT } as Refund;
  const decision = decideUnclearRefund(refund, outcomeOf(seen), now, RULES.maxProcessingMs);
  switch (decision.kind) {
    case 'move':
      return moved(done, decision.event, {}, now);
    case 'postpone': {
      const { notFoundAt, dueAt, inquiries } = decision;
      return stale ? done : { ...done, row: { ...row, notFoundAt, dueAt, inquiries } };
    }
    case 'send_again':
      if (stale) return done;
      return {
        ...moved(done, 'sent_again', { askedAt: now }, now),
        transit: true,
        call: 'waiting',
      };
  }
}

function outcomeOf(seen: Seen): RefundInquiryOutcome {
  switch (seen) {
    case 'refunded':
      return { kind: seen, bankRefundId: 'b', amount: AMOUNT, evidence };
    case 'not_found':
      return { kind: seen, evidence };
    case 'unclear':
      return { kind: seen, why: 'no answer', evidence };
  }
}

function moved(
  r: AbstractRefund,
  event: RefundEvent,
  change: Partial<Row>,
  now: number,
): AbstractRefund {
  const { row } = r;
  const state = row === null ? undefined : nextRefundState(row.state, event);
  if (row === null || state === undefined) return r;
  const dueAt = isFinalRefund(state) ? null : now + inquiryDelay(0);
  return {
    ...r,
    row: { ...row, ...change, state, notFoundAt: null, dueAt, inquiries: 0 },
    look: r.look === null ? null : { ...r.look, moved: true },
  };
}

/** What is wrong with a refund as it stands, or nothing. */
export function refundFault(
  was: AbstractRefund,
  r: AbstractRefund,
  payment: AbstractPayment,
): string | null {
  const { row } = r;
  if (row === null) return null;
  if (was.row !== null && isFinalRefund(was.row.state) && was.row.state !== row.state) {
    return 'a final refund has changed';
  }
  if (row.state === 'succeeded' && !r.booked) return 'refunded without money';
  if (row.state === 'failed' && r.booked) return 'a refund failed, and the bank has given it back';
  if (!isFinalRefund(row.state) && row.dueAt === null) return 'nobody looks at the refund again';
  if (r.booked && payment.bank !== 'paid') return 'more given back than was taken';
  return null;
}
