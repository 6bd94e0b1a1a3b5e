// Whether what was written down about a move is a word that allows it: S8 and S9. The rules are those of the page on
// reliability, read anew: only an explicit word of the bank ends anything, and "not found" counts twice and late.
import { at, textAt } from './json.ts';

/** One event of a payment or a refund; times in business ms. */
export interface EventRow {
  ref: string;
  version: number;
  moveId: string;
  event: string;
  state: string;
  actor: string;
  evidence: unknown;
  at: number;
}

/** What the event comes after. */
export interface Before {
  state: string;
  /** When the bank was last asked to act, business ms. */
  askedAt: number;
  /** OTPs that were carried to the bank and not given back. */
  tries: number;
}

export interface Fault {
  invariant: 'S8' | 'S9';
  detail: string;
}

/** The longest that the bank may take to book a call, and the distance of two "not found", ms. */
const PROCESSING_MS = 15 * 60_000;
const APART_MS = 60_000;

/** HTTP statuses of the bank that say "not done"; 408, 409, 429 and everything from 500 say nothing. */
const REFUSING: ReadonlySet<number> = new Set([400, 401, 403, 404, 405]);

interface Word {
  operation: string;
  http: number | null;
  code: string;
  /** The last two digits of the code. */
  case: string;
  note: string;
}

/** What is wrong with the cause of an event, or null. `skewMs` is how far clocks of our processes may differ. */
export function faultOfCause(
  kind: 'payment' | 'refund',
  event: EventRow,
  before: Before,
  skewMs: number,
): Fault | null {
  if (event.event === 'bank_unclear' || !NEEDS_WORD.has(event.event)) return null;
  const word = wordOf(event.evidence);
  if (word === null) {
    return { invariant: 'S8', detail: `${event.event} from ${before.state} without evidence` };
  }
  const isAllowed = kind === 'payment' ? allowsPayment : allowsRefund;
  if (isAllowed(event, word, before, skewMs)) return null;
  const said = `${word.operation} ${word.http ?? 'no answer'} ${word.code} "${word.note}"`;
  const age = Math.round((event.at - before.askedAt) / 1000);
  const detail = `${event.event} from ${before.state} on ${said}, ${age} s after the bank was asked`;
  return { invariant: 'S9', detail };
}

const NEEDS_WORD: ReadonlySet<string> = new Set([
  'bank_paid',
  'bank_declined',
  'bank_refunded',
  'not_sent',
  'otp_required',
  'otp_wrong',
  'otp_too_old',
  'otp_exhausted',
  'otp_window_closed',
  'otp_resent',
  'sent_again',
  'proved_paid',
  'proved_unpaid',
]);

function wordOf(evidence: unknown): Word | null {
  const operation = textAt(evidence, 'operation');
  if (operation === undefined) return null;
  const http = at(evidence, 'http');
  const code = textAt(evidence, 'code') ?? '';
  return {
    operation,
    http: typeof http === 'number' ? http : null,
    code,
    case: code.length === 7 ? code.slice(5) : '',
    note: textAt(evidence, 'note') ?? '',
  };
}

function allowsPayment(event: EventRow, word: Word, before: Before, skewMs: number): boolean {
  const isSettled = event.at > before.askedAt + PROCESSING_MS - skewMs;
  switch (event.event) {
    case 'bank_paid':
      // A line of the bank's statement; that there is one is looked at where statements are.
      if (word.operation === 'statement')
        return event.actor === 'statement' && word.code === 'debit';
      return word.operation === 'callback'
        ? word.code === '00' || word.code === '04'
        : done(word) && (word.operation !== 'inquire' || noted(word, '00', '04'));
    case 'bank_declined':
      if (word.operation === 'callback') return word.code === '05' || word.code === '06';
      if (word.operation !== 'inquire') return refused(word) && !isDoubtful(word);
      if (done(word) && noted(word, '05', '06')) return true;
      return absent(word) && event.at >= before.askedAt + PROCESSING_MS + APART_MS - skewMs;
    case 'not_sent':
      // A renewed access that fails in whatever way comes before the call itself.
      return word.http === null || !['pay', 'verify_otp'].includes(word.operation);
    case 'otp_required':
      return word.operation === 'inquire'
        ? done(word) && noted(word, '01')
        : done(word) || saysCase(word, 403, '13');
    case 'otp_wrong':
      return saysCase(word, 404, '15');
    case 'otp_too_old':
      return saysCase(word, 403, '12');
    case 'otp_exhausted':
      if (word.operation === 'inquire') return done(word) && noted(word, '01') && isSettled;
      return saysCase(word, 404, '15') || saysCase(word, 403, '11') || saysCase(word, 403, '12');
    case 'otp_resent':
      return done(word) || saysCase(word, 403, '13');
    case 'otp_window_closed':
      if (word.operation !== 'inquire') return false;
      if (done(word) && noted(word, '05', '06')) return true;
      if (done(word) && noted(word, '01')) return before.tries === 0 || isSettled;
      // No OTP was ever carried there, so that silence is enough; a word that we do not understand is not.
      return before.tries === 0 && (word.code === '' || absent(word));
    case 'proved_paid':
    case 'proved_unpaid':
      return before.state === 'unclear' && isProof(event);
    default:
      return true;
  }
}

/** What people have seen of the bank: where, which one, of which day, and that they were two. */
function isProof({ actor, evidence }: EventRow): boolean {
  const [askedBy, decidedBy] = [textAt(evidence, 'askedBy'), textAt(evidence, 'decidedBy')];
  return (
    actor === 'operator' &&
    textAt(evidence, 'operation') === 'operator' &&
    (textAt(evidence, 'reference') ?? '').length >= 3 &&
    textAt(evidence, 'source') !== undefined &&
    textAt(evidence, 'day') !== undefined &&
    askedBy !== undefined &&
    decidedBy !== undefined &&
    askedBy !== decidedBy
  );
}

function allowsRefund(event: EventRow, word: Word, before: Before, skewMs: number): boolean {
  switch (event.event) {
    case 'bank_refunded':
      if (word.operation === 'statement') {
        return event.actor === 'statement' && word.code === 'refund';
      }
      return done(word) && (word.operation !== 'inquire' || word.note.startsWith('refund 00'));
    case 'bank_declined':
      return word.operation === 'inquire'
        ? done(word) && word.note.startsWith('refund 06')
        : refused(word) && !isDoubtful(word);
    case 'not_sent':
      return word.http === null || word.operation !== 'refund';
    case 'sent_again':
      return (
        word.operation === 'inquire' &&
        (absent(word) || (done(word) && word.note === 'no such refund')) &&
        event.at >= before.askedAt + PROCESSING_MS + APART_MS - skewMs
      );
    default:
      return true;
  }
}

function done({ http, code }: Word): boolean {
  return http === 200 && /^200\d\d00$/.test(code);
}

function refused({ http, code }: Word): boolean {
  return http !== null && REFUSING.has(http) && code.length === 7 && code.startsWith(`${http}`);
}

/**
 * Refusals of a call that say nothing about what an earlier one did: inconsistent, already paid, nothing to verify. A wrong
 * OTP is a word about that try alone.
 */
function isDoubtful({ operation, http, case: one }: Word): boolean {
  if (http !== 404) return http === 403 && one === '13';
  if (one === '18') return true;
  if (operation === 'verify_otp') return one === '00' || one === '14' || one === '15';
  return operation === 'pay' && one === '14';
}

function absent(word: Word): boolean {
  return (
    word.operation === 'inquire' && (saysCase(word, 404, '01') || (done(word) && noted(word, '07')))
  );
}

function saysCase({ http, code, case: one }: Word, status: number, wanted: string): boolean {
  return http === status && code.startsWith(`${status}`) && one === wanted;
}

function noted({ note }: Word, ...statuses: readonly string[]): boolean {
  return statuses.some((status) => note === status || note.startsWith(`${status} `));
}
