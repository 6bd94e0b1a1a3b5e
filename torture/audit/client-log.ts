// The client's log, read once from its beginning: what is judged per answer is judged here, and what needs all of them
// is gathered. I2 and X1; the rest is in `answers.ts`.
import type { Asked, CallName, ClientLine, Heard } from '../logs.ts';
import {
  judgeStatusOwner,
  judgeSuccess,
  searchAccounts,
  type Attempt,
  type Reading,
} from './answers.ts';
import { businessMsBetween } from './bank-book.ts';
import { echoOf, noticeOf, sumsUp } from './echo.ts';
import { at, fingerprint, parsed, rupiah, textAt } from './json.ts';
import { eachLine } from './lines.ts';
import { askedSplit } from './prices.ts';
import {
  createVariant,
  isOfBytes,
  kindOf,
  MOVES_MONEY,
  showsEffect,
  type ClientRequest,
  type Variant,
} from './requests.ts';
import { requestKey } from './rows.ts';
import { hear, hearError, hearStatus } from './words.ts';

/** Answers that moved no money are kept for at least this long, ms. */
const KEPT_MS = 24 * 3_600_000;

export interface ClientSide {
  requests: Map<string, ClientRequest>;
  callsAsked: number;
  callsLost: number;
}

/** Reads the first `until` bytes of the client's log. */
export async function readClientLog(
  path: string,
  until: number,
  given: Pick<Reading, 'rows' | 'book' | 'words' | 'findings'>,
): Promise<ClientSide> {
  const reading: Reading = {
    ...given,
    requests: new Map(),
    challenges: new Map(),
    customers: new Map(),
    deleted: new Map(),
  };
  const open = new Map<number, Attempt>();
  let asked = 0;
  let lost = 0;
  await eachLine(
    path,
    ({ text, number, early }) => {
      const line = early ? (parsed(text) as ClientLine | undefined) : undefined;
      if (line === undefined) return;
      if (line.kind === 'asked') {
        asked += 1;
        open.set(line.attempt, ask(reading, line, number));
        return;
      }
      const attempt = open.get(line.attempt);
      if (attempt === undefined) return;
      open.delete(line.attempt);
      if (line.kind === 'heard') {
        heard(reading, attempt, line, number);
      } else {
        lost += 1;
        if (attempt.variant !== null) attempt.variant.unheard += 1;
      }
    },
    until,
  );
  for (const { variant } of open.values()) if (variant !== null) variant.unheard += 1;
  return { requests: reading.requests, callsAsked: asked, callsLost: lost + open.size };
}

function ask(reading: Reading, line: Asked, number: number): Attempt {
  const { call, clientId, requestId, about, sound } = line;
  const attempt = { call, clientId, requestId, about, sound, line: number };
  if (call === 'status') return { ...attempt, variant: null, reference: referenceIn(line.target) };
  const key = requestKey(clientId, requestId);
  const request = reading.requests.get(key) ?? { clientId, requestId, about, variants: [] };
  reading.requests.set(key, request);
  const endpoint = endpointOf(line.target);
  const body = fingerprint(line.body);
  let variant = request.variants.find((one) => one.body === body && one.endpoint === endpoint);
  if (variant === undefined) {
    const json = parsed(line.body);
    variant = createVariant(call, endpoint, body, number);
    variant.subject = subjectOf(call, json);
    request.variants.push(variant);
    if (call === 'payment') describe(variant, json);
    if (call === 'payment-refund') variant.amount = rupiah(at(json, 'refund', 'amount')) ?? null;
  }
  if (sound) {
    variant.sound = true;
    variant.attempts += 1;
  }
  return { ...attempt, variant: sound ? variant : null, reference: '' };
}

function referenceIn(target: string): string {
  const last = target.slice(target.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function endpointOf(target: string): string {
  const [, bank, path] = /^\/([a-z0-9]+)-direct-debit\/v1\/([^?]*)/.exec(target) ?? [];
  return bank === undefined ? target : `${bank}/${path ?? ''}`;
}

function describe(variant: Variant, body: unknown): void {
  variant.echo = echoOf(body);
  variant.notice = noticeOf(body);
  variant.sumsUp = sumsUp(body);
  variant.split = askedSplit(body);
  variant.amount = rupiah(at(body, 'order', 'amount')) ?? null;
  variant.token = textAt(body, 'payment', 'token_id') ?? null;
  variant.customer = textAt(body, 'customer', 'id') ?? null;
}

function subjectOf(call: CallName, body: unknown): string | null {
  if (call === 'tokens') return textAt(body, 'customer', 'id') ?? null;
  if (call === 'token-delete') return textAt(body, 'debit_card', 'token_id') ?? null;
  return textAt(body, 'payment', 'token') ?? null;
}

function heard(reading: Reading, attempt: Attempt, line: Heard, number: number): void {
  const { findings, words } = reading;
  const { clientId, requestId, call, variant } = attempt;
  if (variant !== null && variant.answer === fingerprint(line.text)) {
    judgeRepeat(reading, attempt, variant, line);
    if (variant.answerKind === 'success') variant.succeeded += 1;
    else variant.refused += 1;
    return;
  }
  const json = parsed(line.text);
  const error = at(json, 'error');
  const code = textAt(error, 'code');
  searchAccounts(reading, requestId, line.text);
  if (!attempt.sound) {
    findings.look('X1');
    if (showsEffect(line.status, code)) {
      findings.wrong(
        'X1',
        requestId,
        `an unsound ${call} was answered ${line.status}: ${line.text.slice(0, 120)}`,
      );
    }
    return;
  }
  if (call === 'status') {
    if (line.status === 200) {
      judgeStatusOwner(reading, attempt, json);
      const lines = { askedIn: attempt.line, heardIn: number };
      hearStatus(words, findings, clientId, attempt.reference, json, lines);
    }
    return;
  }
  if (variant === null) return;
  const kind = kindOf(line.status, code, line.retryAfter);
  if (kind === 'success' && json === undefined) {
    findings.wrong('I2', requestId, `${call} was answered ${line.status} with no JSON`);
  }
  if (kind === 'passing') {
    variant.passing += 1;
    if (line.status === 503 && /nothing was done/.test(line.text)) variant.undone += 1;
    if (isOfBytes(code)) variant.badBytes ??= code ?? null;
    if (code === 'idempotent_request' && !line.retryAfter) variant.reused = true;
    return;
  }
  if (kind === 'success') variant.succeeded += 1;
  else variant.refused += 1;
  if (!line.verified)
    findings.wrong('I2', requestId, `${call} ${line.status} is not signed rightly`);
  judgeRepeat(reading, attempt, variant, line);
  hearWords(reading, attempt, variant, json, error, number);
  if (kind === 'success') judgeSuccess(reading, attempt, variant, json, number);
}

/** I2: every answer that is kept is the same, byte for byte; its status is 409 when it is a repeat. */
function judgeRepeat(reading: Reading, attempt: Attempt, variant: Variant, line: Heard): void {
  const { findings, book } = reading;
  if (!line.verified) {
    const detail = `${attempt.call} ${line.status} is not signed rightly`;
    findings.wrong('I2', attempt.requestId, detail);
  }
  const text = fingerprint(line.text);
  const status = line.status === 409 ? null : line.status;
  if (variant.answer === null) {
    variant.answer = text;
    variant.answerStatus = status;
    variant.answeredAt = line.at;
    return;
  }
  const isForgotten =
    !MOVES_MONEY.has(variant.call) &&
    businessMsBetween(book, variant.answeredAt, line.at) >= KEPT_MS;
  if (isForgotten) return;
  findings.look('I2');
  if (variant.answer !== text) {
    findings.wrong('I2', attempt.requestId, `${attempt.call}: a repeat has another body`);
  }
  if (status !== null && variant.answerStatus !== null && status !== variant.answerStatus) {
    const detail = `${attempt.call}: answered ${variant.answerStatus} and ${status}`;
    findings.wrong('I2', attempt.requestId, detail);
  }
  variant.answerStatus ??= status;
}

function hearWords(
  { words, challenges }: Reading,
  attempt: Attempt,
  variant: Variant,
  json: unknown,
  error: unknown,
  number: number,
): void {
  const { call, clientId, requestId, about } = attempt;
  const subject = variant.subject;
  const own = requestKey(clientId, requestId);
  const where = `line ${number}: ${call}`;
  if (call === 'payment') {
    hearError(words, own, error, where, number);
    hear(words.payments, own, at(json, 'payment', 'status'), where, number);
    return;
  }
  const belongs = subject === null ? undefined : challenges.get(subject);
  const payment = belongs ?? requestKey(clientId, about ?? requestId);
  if (call === 'payment-refund') {
    hear(words.refunds, own, at(json, 'refund', 'status'), where, number);
    // Nothing is given back of what was never taken.
    const isGiven = at(json, 'refund', 'status') === 'SUCCESS';
    if (isGiven && about !== null) hear(words.payments, payment, 'SUCCESS', where, number);
    if (about !== null) hearError(words, payment, error, where, number);
  } else if (call === 'payment/validate' || call === 'payment-otp') {
    hearError(words, payment, error, where, number);
    hear(words.payments, payment, at(json, 'payment', 'status'), where, number);
  }
}
