// I6: everything ever said about one payment or refund, by answers and by notifications, must be one thing.
import type { Findings } from './findings.ts';
import { at, textAt } from './json.ts';
import { requestKey, type Rows } from './rows.ts';

export type Word = 'SUCCESS' | 'FAILED' | 'PENDING';

interface Said {
  success: string | null;
  failed: string | null;
  /** The line of the client's log in which a final word was first heard. */
  finalSince: number | null;
  refunded: boolean;
}

/** What was said, by Client-Id and Request-Id of the payment or the refund. */
export interface Words {
  payments: Map<string, Said>;
  refunds: Map<string, Said>;
}

export function createWords(): Words {
  return { payments: new Map(), refunds: new Map() };
}

const MEANS: Readonly<Record<string, Word>> = {
  SUCCESS: 'SUCCESS',
  REFUNDED: 'SUCCESS',
  FAILED: 'FAILED',
  EXPIRED: 'FAILED',
  PENDING: 'PENDING',
};

/** Errors that say that the payment itself has ended without money. */
const MEANS_FAILED: ReadonlySet<string> = new Set(['payment_declined', 'otp_attempts_exceeded']);

/** Notes a status word about a subject; `where` is for the finding, `line` the client's, null from elsewhere. */
export function hear(
  said: Map<string, Said>,
  key: string,
  word: unknown,
  where: string,
  line: number | null,
): void {
  const means = typeof word === 'string' ? MEANS[word] : undefined;
  if (means === undefined || means === 'PENDING') return;
  const known = said.get(key) ?? {
    success: null,
    failed: null,
    finalSince: null,
    refunded: false,
  };
  said.set(key, known);
  if (means === 'SUCCESS') known.success ??= `${where} ${String(word)}`;
  else known.failed ??= `${where} ${String(word)}`;
  if (word === 'REFUNDED') known.refunded = true;
  if (line !== null) known.finalSince ??= line;
}

/** Notes what an error envelope says about the payment that the call was about. */
export function hearError(
  words: Words,
  paymentKey: string,
  error: unknown,
  call: string,
  line: number,
): void {
  const code = textAt(error, 'code') ?? '';
  const message = textAt(error, 'message') ?? '';
  if (MEANS_FAILED.has(code)) hear(words.payments, paymentKey, 'FAILED', `${call} ${code}`, line);
  if (code !== 'payment_already_final' && code !== 'payment_not_refundable') return;
  const word = /\b(SUCCESS|FAILED|EXPIRED|REFUNDED)\.?$/.exec(message)?.[1];
  hear(words.payments, paymentKey, word, `${call} ${code}`, line);
}

/** Notes the answer to a status query; it was asked in line `askedIn`, and a final word is never taken back. */
export function hearStatus(
  words: Words,
  findings: Findings,
  clientId: string,
  about: string,
  answer: unknown,
  lines: { askedIn: number; heardIn: number },
): void {
  const requestId = textAt(answer, 'transaction', 'original_request_id');
  const word = at(answer, 'transaction', 'status');
  if (requestId === undefined) return;
  const key = requestKey(clientId, requestId);
  findings.look('I6');
  const since = words.payments.get(key)?.finalSince ?? null;
  if (word === 'PENDING' && since !== null && since < lines.askedIn) {
    findings.wrong('I6', requestId, `a final word was heard in line ${since}, then status PENDING`);
  }
  hear(words.payments, key, word, `line ${lines.heardIn}: status`, lines.heardIn);
  const refund = at(answer, 'refund', 'status');
  if (refund !== undefined) {
    const refundKey = requestKey(clientId, about);
    hear(words.refunds, refundKey, refund, `line ${lines.heardIn}: status`, lines.heardIn);
  }
}

const FINAL: Readonly<Record<string, Word>> = {
  succeeded: 'SUCCESS',
  failed: 'FAILED',
  expired: 'FAILED',
};

/** Judges all words against each other and against the rows. */
export function judgeWords(words: Words, rows: Rows, findings: Findings): void {
  judge('payment', words.payments, rows.ofRequest, findings);
  judge('refund', words.refunds, rows.refundsOfRequest, findings);
  for (const [key, said] of words.payments) {
    if (!said.refunded) continue;
    const [row] = (rows.ofRequest.get(key) ?? []).filter(({ state }) => state === 'succeeded');
    if (row === undefined) continue;
    const back = (rows.refundsOfPayment.get(row.ref) ?? [])
      .filter(({ kind, state }) => kind === 'merchant' && state === 'succeeded')
      .reduce((sum, { amount }) => sum + amount, 0n);
    if (back !== row.amount) {
      findings.wrong(
        'I6',
        row.requestId,
        `was called REFUNDED; ${back} of ${row.amount} went back`,
      );
    }
  }
}

function judge(
  noun: string,
  said: ReadonlyMap<string, Said>,
  rows: ReadonlyMap<string, readonly { state: string; silent: boolean }[]>,
  findings: Findings,
): void {
  for (const [key, { success, failed }] of said) {
    findings.look('I6');
    const subject = key.slice(key.indexOf('\n') + 1);
    if (success !== null && failed !== null) {
      findings.wrong('I6', subject, `${noun}: "${success}" and "${failed}"`);
      continue;
    }
    // An attempt that never left for the bank was told as such, and its Request-Id may have been used again.
    const all = rows.get(key) ?? [];
    const loud = all.filter(({ silent }) => !silent);
    const own = loud.length > 0 ? loud : all;
    if (own.length === 0) continue;
    const wanted: Word = success === null ? 'FAILED' : 'SUCCESS';
    if (own.some(({ state }) => FINAL[state] === wanted)) continue;
    const states = own.map(({ state }) => state).join(' and ');
    findings.wrong('I6', subject, `${noun}: "${success ?? failed ?? ''}", and it is ${states}`);
  }
}
