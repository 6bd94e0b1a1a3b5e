// The client's log, read once from its beginning: what is judged per answer is judged here, and what needs all of them
// is gathered. I2, I9, M10, O7, S10, T1, T2, T4, T5, X1.
import type { Asked, CallName, ClientLine, Heard } from '../logs.ts';
import { businessMsBetween, type BankBook } from './bank-book.ts';
import { echoOf, noticeOf, sumsUp } from './echo.ts';
import type { Findings } from './findings.ts';
import { at, fingerprint, parsed, rupiah, textAt } from './json.ts';
import { eachLine } from './lines.ts';
import {
  createVariant,
  isOfBytes,
  kindOf,
  MOVES_MONEY,
  showsEffect,
  type ClientRequest,
  type Variant,
} from './requests.ts';
import { requestKey, type Rows } from './rows.ts';
import { hear, hearError, hearStatus, type Words } from './words.ts';

/** Answers that moved no money are kept for at least this long, ms. */
const KEPT_MS = 24 * 3_600_000;

export interface ClientSide {
  requests: Map<string, ClientRequest>;
  callsAsked: number;
  callsLost: number;
}

interface Attempt {
  call: CallName;
  clientId: string;
  requestId: string;
  about: string | null;
  sound: boolean;
  line: number;
  variant: Variant | null;
  /** Of a status: what its path asks about. */
  reference: string;
}

interface Reading {
  rows: Rows;
  book: BankBook;
  words: Words;
  findings: Findings;
  requests: Map<string, ClientRequest>;
  /** Which payment a challenge belongs to, and of whom: `Client-Id \n Request-Id`. */
  challenges: Map<string, string>;
  /** The customer that a token was listed for. */
  customers: Map<string, string>;
  /** The line in which a token's deletion was heard to have succeeded. */
  deleted: Map<string, number>;
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

function judgeSuccess(
  reading: Reading,
  attempt: Attempt,
  variant: Variant,
  json: unknown,
  number: number,
): void {
  switch (attempt.call) {
    case 'payment':
      judgeCreated(reading, attempt, variant, json);
      return;
    case 'payment-refund': {
      reading.findings.look('M10');
      const amount = rupiah(at(json, 'refund', 'amount'));
      if (amount === variant.amount) return;
      const detail = `asked ${variant.amount ?? '?'} back, answered ${amount ?? '?'}`;
      reading.findings.wrong('M10', attempt.requestId, detail);
      return;
    }
    case 'payment/validate':
    case 'payment-otp':
      judgeStep(reading, attempt, variant, json);
      return;
    case 'tokens':
      judgeList(reading, attempt, variant, json);
      return;
    case 'token-delete':
      if (at(json, 'debit_card', 'status') === 'SUCCESS' && variant.subject !== null) {
        if (!reading.deleted.has(variant.subject)) reading.deleted.set(variant.subject, number);
      }
      return;
    default:
  }
}

function judgeCreated(reading: Reading, attempt: Attempt, variant: Variant, json: unknown): void {
  const { findings, rows, challenges } = reading;
  const { clientId, requestId } = attempt;
  const challenge = textAt(json, 'payment', 'token');
  if (challenge !== undefined) challenges.set(challenge, requestKey(clientId, requestId));
  findings.look('I9');
  if (echoOf(json) !== variant.echo) {
    findings.wrong('I9', requestId, 'payment: what is repeated is not what was asked');
  }
  findings.look('M10');
  const amount = rupiah(at(json, 'order', 'amount'));
  if (amount !== variant.amount) {
    findings.wrong('M10', requestId, `asked ${variant.amount ?? '?'}, answered ${amount ?? '?'}`);
  }
  if (!variant.sumsUp) {
    findings.wrong('M10', requestId, 'the amount is not the sum of the items, and was accepted');
  }
  const token = variant.token === null ? undefined : rows.tokens.get(variant.token);
  findings.look('T1');
  if (token !== undefined && token.clientId !== clientId) {
    findings.wrong('T1', requestId, `paid with ${token.clientId}'s token`);
  }
  const deletedIn = reading.deleted.get(variant.token ?? '');
  if (deletedIn !== undefined) findings.look('S10');
  if (deletedIn !== undefined && deletedIn < variant.firstLine) {
    findings.wrong(
      'S10',
      requestId,
      `paid with a token whose deletion was heard in line ${deletedIn}`,
    );
  }
  const customer = reading.customers.get(variant.token ?? '');
  if (customer === undefined) return;
  findings.look('T2');
  if (customer !== variant.customer) {
    findings.wrong('T2', requestId, `${variant.customer ?? '?'} paid with ${customer}'s token`);
  }
}

/** O7 and T1: an OTP step is about the payment that its challenge belongs to. */
function judgeStep(reading: Reading, attempt: Attempt, variant: Variant, json: unknown): void {
  const { findings, challenges, requests } = reading;
  const owner = variant.subject === null ? undefined : challenges.get(variant.subject);
  if (owner === undefined) return;
  findings.look('O7');
  const [clientId] = owner.split('\n', 1);
  if (clientId !== attempt.clientId) {
    findings.wrong('T1', attempt.requestId, `${attempt.call} on a payment of ${clientId ?? '?'}`);
  }
  if (attempt.call === 'payment-otp') {
    const same = textAt(json, 'payment', 'token') === variant.subject;
    if (!same) findings.wrong('O7', attempt.requestId, 'the answer names another payment');
    return;
  }
  const payment = requests.get(owner)?.variants.find(({ succeeded }) => succeeded > 0);
  if (payment === undefined) return;
  findings.look('I9');
  if (echoOf(json) !== payment.echo) {
    findings.wrong('I9', attempt.requestId, 'validate: what is repeated is not what was asked');
  }
}

/** T4 and T5: a list shows the customer's own active tokens, and four digits of each account. */
function judgeList(reading: Reading, attempt: Attempt, variant: Variant, json: unknown): void {
  const { findings, rows } = reading;
  findings.look('T4');
  for (const entry of Array.isArray(json) ? json : []) {
    const ref = textAt(entry, 'debit_card', 'token_id') ?? '';
    const token = rows.tokens.get(ref);
    if (token === undefined || token.clientId !== attempt.clientId || !token.wasActive) {
      findings.wrong('T4', attempt.requestId, `${ref} is no active token of this merchant`);
    }
    const deletedIn = reading.deleted.get(ref);
    if (deletedIn !== undefined && deletedIn < variant.firstLine) {
      findings.wrong('T4', attempt.requestId, `${ref} was deleted in line ${deletedIn}`);
    }
    const customer = reading.customers.get(ref);
    if (customer !== undefined && customer !== variant.subject) {
      findings.wrong('T4', attempt.requestId, `${ref} is another customer's token`);
    }
    if (variant.subject !== null) reading.customers.set(ref, variant.subject);
    findings.look('T5');
    const account = textAt(entry, 'debit_card', 'account_no') ?? '';
    if (!/^X{8}\d{4}$/.test(account)) {
      findings.wrong('T5', attempt.requestId, `the account is shown as ${account}`);
    }
  }
}

/** T1 and M10: a status is told to the payment's own merchant alone, and names its amount. */
function judgeStatusOwner({ rows, findings }: Reading, attempt: Attempt, json: unknown): void {
  const requestId = textAt(json, 'transaction', 'original_request_id') ?? '';
  findings.look('T1');
  const own = rows.ofRequest.get(requestKey(attempt.clientId, requestId));
  if (own === undefined) {
    findings.wrong(
      'T1',
      attempt.requestId,
      `a status of ${requestId}, no payment of this merchant`,
    );
    return;
  }
  findings.look('M10');
  const amount = rupiah(at(json, 'order', 'amount'));
  const invoice = textAt(json, 'order', 'invoice_number');
  if (own.some((row) => row.amount === amount && row.invoice === invoice)) return;
  const detail = `status names ${amount ?? '?'} for ${invoice ?? '?'}`;
  findings.wrong('M10', attempt.requestId, detail);
}

function searchAccounts({ book, findings }: Reading, subject: string, text: string): void {
  findings.look('T5');
  for (const [digits] of text.matchAll(/(?<!\d)\d{12}(?!\d)/g)) {
    if (book.accounts.has(digits)) findings.wrong('T5', subject, 'shows a whole account number');
  }
}
