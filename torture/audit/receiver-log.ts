// The receiver's log, read once: per notification what came, how often, and what was answered. N3 to N5, N7, T5, I6.
import type { ReceiverLine } from '../logs.ts';
import type { BankBook } from './bank-book.ts';
import type { Findings } from './findings.ts';
import { noticeOf } from './echo.ts';
import { at, fingerprint, parsed, rupiah, textAt } from './json.ts';
import { eachLine } from './lines.ts';
import { requestKey } from './rows.ts';
import type { Span } from './types.ts';
import { hear, type Words } from './words.ts';

/** All that came under one notification's id. */
export interface Received {
  id: string;
  clientId: string;
  type: string;
  /** The Request-Id of the payment that it is about. */
  requestId: string;
  status: string;
  amount: bigint | null;
  body: string;
  notice: string;
  came: number;
  acknowledged: number;
  refused: number;
  gone: boolean;
  /** Whether some of it came before the snapshot. */
  early: boolean;
  /** Its last timestamp and signature. */
  stamp: string;
  stampAt: number;
}

interface Reading {
  book: BankBook;
  words: Words;
  findings: Findings;
  /** The path of each of our merchants, by Client-Id. */
  paths: ReadonlyMap<string, string>;
  wrongClocks: readonly Span[];
}

/** A call is under way no longer than this, ms. */
const UNDER_WAY_MS = 15_000;

/** Reads the receiver's log; what lies beyond `until` bytes came after the snapshot. */
export async function readReceiverLog(
  path: string,
  until: number,
  reading: Reading,
): Promise<Map<string, Received>> {
  const received = new Map<string, Received>();
  await eachLine(
    path,
    ({ text, number, early }) => {
      const line = parsed(text) as ReceiverLine | undefined;
      if (line !== undefined) take(received, reading, line, number, early);
    },
    until,
  );
  return received;
}

function take(
  received: Map<string, Received>,
  { book, words, findings, paths, wrongClocks }: Reading,
  line: ReceiverLine,
  number: number,
  early: boolean,
): void {
  const [target = ''] = line.target.split('?', 1);
  findings.look('N7');
  if (target.startsWith('/elsewhere')) {
    findings.wrong('N7', line.target, 'a redirect was followed');
    return;
  }
  const clientId = line.headers['client-id'] ?? '';
  const expected = paths.get(clientId);
  // What is none of our merchants' is somebody else's attempt on the receiver.
  if (expected === undefined) return;
  const json = parsed(line.body);
  const id = textAt(json, 'event', 'id') ?? line.headers['request-id'] ?? `line ${number}`;
  findings.look('N4');
  if (!line.verified) findings.wrong('N4', id, 'is not signed rightly');
  if (target !== expected) findings.wrong('N4', id, `came to ${target}`);
  if (line.headers['request-id'] !== id) {
    findings.wrong('N3', id, `came with Request-Id ${line.headers['request-id'] ?? 'none'}`);
  }
  findings.look('T5');
  for (const [digits] of line.body.matchAll(/(?<!\d)\d{12}(?!\d)/g)) {
    if (book.accounts.has(digits)) findings.wrong('T5', id, 'shows a whole account number');
  }
  const known = received.get(id);
  if (known === undefined) {
    const first = firstOf(id, clientId, json, line, early);
    received.set(id, first);
    // What came after the snapshot may tell of what is not in it.
    if (early) hearNews(words, first, json, number);
  } else {
    repeat(known, line, findings, wrongClocks);
  }
}

function firstOf(
  id: string,
  clientId: string,
  json: unknown,
  line: ReceiverLine,
  early: boolean,
): Received {
  const status = textAt(json, 'transaction', 'status') ?? '';
  const amount = rupiah(at(json, 'refund', 'amount') ?? at(json, 'order', 'amount')) ?? null;
  const first: Received = {
    id,
    clientId,
    type: textAt(json, 'event', 'type') ?? '',
    requestId: textAt(json, 'transaction', 'original_request_id') ?? '',
    status,
    amount,
    body: fingerprint(line.body),
    notice: noticeOf(json),
    came: 0,
    acknowledged: 0,
    refused: 0,
    gone: false,
    early,
    stamp: '',
    stampAt: 0,
  };
  count(first, line);
  return first;
}

/** N3: a repeat has the same bytes, and a timestamp and a signature of its own. */
function repeat(
  known: Received,
  line: ReceiverLine,
  findings: Findings,
  wrongClocks: readonly Span[],
): void {
  findings.look('N3');
  if (known.body !== fingerprint(line.body)) {
    findings.wrong('N3', known.id, 'a repeat has another body');
  }
  // Within one second a fresh timestamp is the same text; a clock that was ahead by the time in between gives it, too.
  const isOld = stampOf(line) === known.stamp && line.at - known.stampAt > 5_000;
  if (isOld && !isIn(wrongClocks, line.at) && !isIn(wrongClocks, known.stampAt)) {
    findings.wrong('N3', known.id, 'a repeat has the old timestamp and signature');
  }
  count(known, line);
}

function isIn(spans: readonly Span[], at: number): boolean {
  return spans.some(({ from, until }) => from <= at && at <= until + UNDER_WAY_MS);
}

function count(received: Received, line: ReceiverLine): void {
  const { answered } = line;
  received.came += 1;
  if (answered !== null && answered >= 200 && answered < 300) received.acknowledged += 1;
  else received.refused += 1;
  if (answered === 410) received.gone = true;
  received.stamp = stampOf(line);
  received.stampAt = line.at;
}

function stampOf({ headers }: ReceiverLine): string {
  return `${headers['request-timestamp'] ?? ''} ${headers['signature'] ?? ''}`;
}

function hearNews(words: Words, first: Received, json: unknown, number: number): void {
  const where = `receiver's line ${number}: ${first.type}`;
  if (first.type.startsWith('payment.')) {
    const key = requestKey(first.clientId, first.requestId);
    hear(words.payments, key, first.status, where, null);
  } else if (first.type.startsWith('refund.')) {
    const key = requestKey(first.clientId, textAt(json, 'refund', 'request_id') ?? '');
    // Late money goes back under the payment's own Request-Id; it is no refund that anybody asked for.
    if (textAt(json, 'refund', 'request_id') !== first.requestId) {
      hear(words.refunds, key, first.status, where, null);
    }
  }
}
