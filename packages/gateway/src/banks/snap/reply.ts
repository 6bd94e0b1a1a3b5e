// From an exchange to a reply: read the body, judge it, keep the evidence, tell the observer.
import type { Declined, Evidence, NotSent, Unclear } from '../bank.ts';
import type { Exchange } from '../http.ts';
import { matchAmounts, matchTexts, readBody } from './answer.ts';
import type { Expected, Fields } from './answer.ts';
import { classify } from './classify.ts';
import type { Heard, Judgement, Verdict } from './classify.ts';
import type { Operation, SnapLine } from './profile.ts';

export interface Reply {
  operation: Operation;
  verdict: Verdict;
  /** Why it is unclear or was not sent. */
  why: string;
  fields: Fields;
  /** The bank's seven digits, or null. */
  responseCode: string | null;
  evidence: Evidence;
}

export interface Asked {
  operation: Operation;
  externalId: string | null;
  expected?: Expected;
}

/** Judges an exchange and reports it. `signature` is what became of the answer's signature. */
export function replyTo(
  line: SnapLine,
  asked: Asked,
  exchange: Exchange,
  signature: Heard['signature'],
): Reply {
  const body = readBody(exchange);
  const answered = exchange.sent && exchange.lost === null;
  const http = answered ? exchange.http : null;
  const judgement = classify({
    operation: asked.operation,
    line: answered ? 'answered' : exchange.sent ? 'lost' : 'not_sent',
    http,
    code: body.code,
    signature,
    reference: matchTexts(body.fields, asked.expected?.texts),
    amount: matchAmounts(body.fields, asked.expected?.amounts),
  });
  const why = reasonOf(judgement, exchange);
  line.settings.observer({
    bank: line.profile.slug,
    operation: asked.operation,
    http,
    code: body.responseCode,
    result: judgement.verdict,
    durationMs: exchange.durationMs,
  });
  return {
    operation: asked.operation,
    verdict: judgement.verdict,
    why,
    fields: body.fields,
    responseCode: body.responseCode,
    evidence: {
      operation: asked.operation,
      http,
      code: body.responseCode,
      message: body.message,
      note: why === '' ? null : why,
      externalId: asked.externalId,
      ...(exchange.sent ? { tookMs: Math.round(exchange.durationMs) } : {}),
    },
  };
}

/** A reply to a call that never left: no token could be had, or no time was left. */
export function notSent(line: SnapLine, operation: Operation, why: string): Reply {
  const exchange = { sent: false, why, durationMs: 0 } as const;
  return replyTo(line, { operation, externalId: null }, exchange, 'not_asked');
}

/**
 * The outcome of a reply that is not the success which the operation hopes for. A verdict that
 * means nothing to the operation is unclear.
 */
export function otherwise(line: SnapLine, reply: Reply): Declined | NotSent | Unclear {
  const { verdict, why, evidence, responseCode } = reply;
  if (verdict === 'not_sent') return { kind: 'not_sent', why, evidence };
  const refused = verdict === 'declined' || verdict === 'token_refused';
  if (refused && responseCode !== null) {
    const reason = line.profile.reasonFor(reply.operation, responseCode);
    return { kind: 'declined', reason, bankCode: responseCode, evidence };
  }
  return unclear(reply, why === '' ? `an unexpected word: ${verdict}` : why);
}

/** An unclear outcome for a reply that was read and not believed. */
export function unclear(reply: Reply, why: string): Unclear {
  return { kind: 'unclear', why, evidence: noted(reply, why) };
}

/**
 * The reply's evidence with a note: the bank's reference, its status word, or why it was not
 * believed.
 */
export function noted(reply: Reply, note: string): Evidence {
  return { ...reply.evidence, note };
}

function reasonOf(judgement: Judgement, exchange: Exchange): string {
  if (!exchange.sent) return exchange.why;
  return exchange.lost === null ? judgement.why : `${judgement.why}: ${exchange.lost}`;
}
