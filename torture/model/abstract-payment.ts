// A payment as the walk sees it: the bank's hidden truth, our state, what is on its way, and every event that may come
// next. Moves are those of the product: its machine, its decisions and its due times.
import type { Evidence, InquiryOutcome } from '../../packages/gateway/src/banks/bank.ts';
import { nextDue } from '../../packages/gateway/src/payments/learn.ts';
import {
  isFinal,
  nextPaymentState,
  type Payment,
  type PaymentEvent,
} from '../../packages/gateway/src/payments/payment.ts';
import { decideOtpWindow, decideUnclear } from '../../packages/gateway/src/payments/unclear.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const RULES = { maxProcessingMs: 15 * MINUTE, maxTries: 2, otpLifeMs: 5 * MINUTE };
const BROKEN_OFF_MS = 30 * SECOND;

/** What the bank says to a call, or that it says nothing. */
type Word = 'paid' | 'otp_required' | 'otp_wrong' | 'declined' | 'blocked' | 'unclear' | 'not_sent';

/** What the bank's book says to an inquiry, or that nothing was heard. */
type Seen = InquiryOutcome['kind'];

export interface AbstractPayment {
  /** Our row; null before the call. */
  row: Row | null;
  /** The bank's book. */
  bank: 'absent' | 'awaiting' | 'paid' | 'refused';
  /** Asked of the bank and not arrived yet; it may still arrive when everybody has given it up. */
  transit: 'pay' | 'verify' | null;
  /** The process that waits for an answer, and what it has heard. */
  call: { of: 'pay' | 'verify'; heard: Word | null; moved: boolean } | null;
  /** An inquiry whose answer is on its way: it may be old when it is heard. */
  look: { seen: Seen; moved: boolean; askedAt: number } | null;
  /** Callbacks that the bank has written; each may come at any time, again and again. */
  callbacks: readonly ('paid' | 'failed')[];
  /** Money that came after a final no. */
  late: 'none' | 'suspense';
  /** Whether the bank ever left a try without a word. */
  unclearTry: boolean;
}

type Row = Pick<
  Payment,
  | 'state'
  | 'reason'
  | 'otpTries'
  | 'notFoundAt'
  | 'askedAt'
  | 'dueAt'
  | 'otpSentAt'
  | 'otpExpiresAt'
  | 'inquiries'
>;

export const NOTHING: AbstractPayment = {
  row: null,
  bank: 'absent',
  transit: null,
  call: null,
  look: null,
  callbacks: [],
  late: 'none',
  unclearTry: false,
};

/** An event that may come, and where it leads. */
export interface Step<S> {
  event: string;
  to: S;
}

const evidence: Evidence = {
  operation: 'walk',
  http: 200,
  code: '2005500',
  message: null,
  note: null,
  externalId: null,
};
const silence: Evidence = { ...evidence, http: null, code: null };

/** Every event of one payment that is possible at `now`. `keepsPromise`: the bank acts within its longest time or never. */
export function paymentSteps(
  p: AbstractPayment,
  now: number,
  keepsPromise: boolean,
): Step<AbstractPayment>[] {
  const { row } = p;
  if (row === null) return [{ event: 'begin', to: begun(now) }];
  const steps: Step<AbstractPayment>[] = [];
  const may = (event: string, to: AbstractPayment) => void steps.push({ event, to });
  if (p.transit !== null) {
    const inTime = now <= row.askedAt + RULES.maxProcessingMs;
    if (inTime || !keepsPromise) for (const to of arrivals(p)) may('arrives', to);
    if (p.call?.heard == null) may('is lost', { ...p, transit: null });
    if (p.call !== null && p.call.heard === null) {
      may('is not sent', { ...p, transit: null, call: { ...p.call, heard: 'not_sent' } });
    }
  }
  if (p.call !== null) {
    if (p.call.heard === null) may('times out', { ...p, call: { ...p.call, heard: 'unclear' } });
    else may('is answered', finished(p, p.call.heard, now));
    may('process dies', { ...p, call: null });
  }
  if (row.state === 'awaiting_otp' && p.call === null && p.transit === null) {
    if (row.otpExpiresAt !== null && now < row.otpExpiresAt && row.otpTries < RULES.maxTries) {
      may('OTP is given', submitted(p, row, now));
    }
  }
  if (p.look !== null) may('inquiry is heard', looked(p, p.look, now));
  else if (row.dueAt !== null && now >= row.dueAt) {
    const from = row.state === 'created' || row.state === 'confirming';
    const ready = from ? moved(p, 'bank_unclear', {}, now) : p;
    may('inquiry', { ...ready, look: { seen: bookOf(p), moved: false, askedAt: now } });
    may('inquiry in vain', { ...ready, look: { seen: 'unclear', moved: false, askedAt: now } });
  }
  for (const says of p.callbacks) may(`callback ${says}`, calledBack(p, says, now));
  return steps;
}

function begun(now: number): AbstractPayment {
  const row: Row = {
    state: 'created',
    reason: null,
    otpTries: 0,
    notFoundAt: null,
    askedAt: now,
    dueAt: now + BROKEN_OFF_MS,
    otpSentAt: null,
    otpExpiresAt: null,
    inquiries: 0,
  };
  return { ...NOTHING, row, transit: 'pay', call: { of: 'pay', heard: null, moved: false } };
}

/** The bank gets the call: it pays, asks for an OTP, finds it wrong, or refuses. */
function arrivals(p: AbstractPayment): AbstractPayment[] {
  const first = { ...p, transit: null };
  const said = (to: AbstractPayment, heard: Word): AbstractPayment =>
    p.call === null || p.call.heard !== null ? to : { ...to, call: { ...p.call, heard } };
  const paid = said({ ...first, bank: 'paid', callbacks: ['paid'] }, 'paid');
  const refused = said({ ...first, bank: 'refused', callbacks: ['failed'] }, 'declined');
  if (p.transit === 'pay')
    return [paid, refused, said({ ...first, bank: 'awaiting' }, 'otp_required')];
  if (p.bank !== 'awaiting') return [said(first, 'unclear')];
  const blocked = said({ ...first, bank: 'refused', callbacks: ['failed'] }, 'blocked');
  return [paid, refused, blocked, said(first, 'otp_wrong')];
}

function bookOf({ bank }: AbstractPayment): Seen {
  return (
    { absent: 'not_found', awaiting: 'awaiting_otp', paid: 'paid', refused: 'failed' } as const
  )[bank];
}

function submitted(p: AbstractPayment, row: Row, now: number): AbstractPayment {
  const state = nextPaymentState(row.state, 'otp_submitted') ?? row.state;
  return {
    ...touched(p),
    row: { ...row, state, otpTries: row.otpTries + 1, askedAt: now, dueAt: now + BROKEN_OFF_MS },
    transit: 'verify',
    call: { of: 'verify', heard: null, moved: false },
  };
}

/** The process that waited has heard its answer: what `create.ts` and `validate-otp.ts` make of it. */
function finished(p: AbstractPayment, heard: Word, now: number): AbstractPayment {
  const { call, row } = p;
  const gone = { ...p, call: null };
  const exhausted = (row?.otpTries ?? 0) >= RULES.maxTries;
  const doubtful = (row?.otpTries ?? 0) > 1 && p.unclearTry;
  switch (heard) {
    case 'paid':
      return moved(gone, 'bank_paid', {}, now);
    case 'otp_required':
      return moved(
        gone,
        'otp_required',
        { otpSentAt: now, otpExpiresAt: now + RULES.otpLifeMs },
        now,
      );
    case 'otp_wrong':
      if (!exhausted) return moved(gone, 'otp_wrong', {}, now);
      return doubtful
        ? moved(gone, 'bank_unclear', {}, now)
        : moved(gone, 'otp_exhausted', { reason: 'otp_attempts_exceeded' }, now);
    case 'blocked':
      return moved(gone, 'otp_exhausted', { reason: 'otp_attempts_exceeded' }, now);
    case 'declined':
      return call?.of === 'verify' && doubtful
        ? moved(gone, 'bank_unclear', {}, now)
        : moved(gone, 'bank_declined', { reason: 'bank_refused' }, now);
    case 'unclear': {
      const unclear = moved(gone, 'bank_unclear', {}, now);
      return call?.of === 'verify' ? { ...unclear, unclearTry: true } : unclear;
    }
    case 'not_sent': {
      if (call?.moved === true) return gone;
      const change =
        call?.of === 'verify'
          ? { otpTries: (row?.otpTries ?? 1) - 1 }
          : { reason: 'bank_unavailable' };
      return moved(gone, 'not_sent', change, now);
    }
  }
}

/** An inquiry's answer, decided by the product. What was decided on an old row counts only when it is money. */
function looked(
  p: AbstractPayment,
  { seen, moved: stale, askedAt }: NonNullable<AbstractPayment['look']>,
  now: number,
): AbstractPayment {
  const { row } = p;
  const done = { ...p, look: null };
  if (row === null) return done;
  if (stale) return seen === 'paid' ? moved(done, 'bank_paid', {}, now) : done;
  const outcome = outcomeOf(seen);
  if (isFinal(row.state)) {
    const known = seen === 'paid' ? moved(done, 'bank_paid', {}, now) : done;
    const dueAt = seen === 'unclear' ? now + MINUTE : null;
    return { ...known, row: { ...row, dueAt } };
  }
  const payment = { ...row, bankPaymentId: null } as Payment;
  const decision =
    row.state === 'awaiting_otp'
      ? decideOtpWindow(payment, outcome, askedAt, RULES)
      : decideUnclear(payment, outcome, askedAt, RULES);
  if (decision.kind === 'move') return moved(done, decision.event, decision.change, now);
  const { notFoundAt, dueAt, inquiries } = decision;
  return { ...done, row: { ...row, notFoundAt, dueAt, inquiries } };
}

function outcomeOf(seen: Seen): InquiryOutcome {
  switch (seen) {
    case 'paid':
    case 'awaiting_otp':
      return { kind: seen, bankPaymentId: null, evidence };
    case 'failed':
      return { kind: seen, reason: 'bank_refused', bankCode: '06', evidence };
    case 'not_found':
      return { kind: seen, evidence };
    case 'not_sent':
    case 'unclear':
      return { kind: seen, why: 'no answer', evidence: silence };
  }
}

function calledBack(p: AbstractPayment, says: 'paid' | 'failed', now: number): AbstractPayment {
  return says === 'paid'
    ? moved(p, 'bank_paid', {}, now)
    : moved(p, 'bank_declined', { reason: 'bank_refused' }, now);
}

/** What `learn.ts` does with an event: the move if the machine has one, else nothing, or suspense for money. */
function moved(
  p: AbstractPayment,
  event: PaymentEvent,
  change: Partial<Payment>,
  now: number,
): AbstractPayment {
  const { row } = p;
  if (row === null) return p;
  const state = nextPaymentState(row.state, event);
  if (state === undefined) {
    const isLate = event === 'bank_paid' && row.state !== 'succeeded' && isFinal(row.state);
    return isLate ? { ...p, late: 'suspense' } : p;
  }
  const to = { ...row, ...change, state } as Payment;
  const next: Row = { ...row, ...change, state, dueAt: nextDue(to, now) };
  if (state === 'unclear') next.inquiries = 0;
  else next.notFoundAt = null;
  const unclearTry = p.unclearTry || (event === 'bank_unclear' && row.otpTries > 0);
  return { ...touched(p), unclearTry, row: next };
}

/** Whatever was read before is old from now on. */
function touched(p: AbstractPayment): AbstractPayment {
  return {
    ...p,
    call: p.call === null ? null : { ...p.call, moved: true },
    look: p.look === null ? null : { ...p.look, moved: true },
  };
}

/** What is wrong with a payment as it stands, or nothing. `was`: where it stood before. */
export function faultOf(
  was: AbstractPayment,
  p: AbstractPayment,
  keepsPromise: boolean,
): string | null {
  const { row } = p;
  if (row === null) return null;
  const { state } = row;
  if (was.row !== null && isFinal(was.row.state) && was.row.state !== state)
    return 'a final has changed';
  const heardNothing = was.look?.seen === 'unclear' && p.look === null;
  if (was.row?.state === 'unclear' && isFinal(state) && heardNothing)
    return 'an end without a word';
  if (state === 'succeeded' && p.bank !== 'paid') return 'succeeded without a debit';
  if (p.late === 'suspense' && p.bank !== 'paid') return 'suspense without a debit';
  if (!isFinal(state) && row.dueAt === null) return 'nobody looks again';
  if ((state === 'failed' || state === 'expired') && p.bank === 'paid' && p.late === 'none') {
    if (keepsPromise) return `${state}, and the bank has the money`;
    const heard =
      p.callbacks.includes('paid') || row.dueAt !== null || p.look !== null || p.call !== null;
    if (!heard) return `${state}, and nobody will hear of the money`;
  }
  return null;
}
