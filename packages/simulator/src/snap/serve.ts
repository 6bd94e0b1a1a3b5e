// The walk of one SNAP call: gate → fault → endpoint → book on disk → answer, signed.
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Bank } from '../bank.ts';
import { faultKind } from '../faults.ts';
import type { Fault, FaultKind } from '../faults.ts';
import type { Partner } from '../partners.ts';
import { refusal, SnapRefusal } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call, Endpoint } from './call.ts';
import { callBack, callBackEarly, planCallbacks } from './callback.ts';
import { defer } from './defer.ts';
import { admit, callerOf } from './gate.ts';
import type { Incoming } from './gate.ts';
import { send, sendTwisted } from './send.ts';

const CLOCK_MOVES_MS = 500;

/** Answers one call. Its effect is on the disk before any byte of the answer leaves. */
export async function serve(
  bank: Bank,
  endpoint: Endpoint,
  incoming: Incoming,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await clockIsStill(bank);
  bank.due.runDue();
  let partner: Partner | null = null;
  let fault: Fault | undefined;
  let answer: Answer;
  try {
    partner = callerOf(bank, endpoint, incoming);
    const call = admit(bank, endpoint, partner, incoming);
    fault = claimFault(bank, endpoint, call);
    answer = fault === undefined ? run(bank, endpoint, call) : misrun(bank, endpoint, call, fault);
  } catch (error) {
    answer = refusalOf(error);
  }
  const durable = bank.book.settled();
  if (durable !== undefined && !(await isDurable(durable))) answer = refusal(500, '01');
  await callBackEarly(bank, answer);
  const waitMs = waitOf(answer, fault);
  if (waitMs > 0) await delay(waitMs);
  const out = { endpoint, incoming, partner, answer };
  const twist = fault === undefined ? undefined : faultKind(fault.fault).twist;
  const sent = twist === undefined ? send(bank, reply, out) : sendTwisted(bank, reply, out, twist);
  callBack(bank, answer);
  return sent;
}

/**
 * While the gateway is told of a new time, it may be ahead of the bank: whoever asks waits for the bank to follow, since
 * it would be told what was. A gateway that does not answer is not waited for.
 */
async function clockIsStill(bank: Bank): Promise<void> {
  if (bank.clockMoving) await Promise.race([bank.clockMoved, delay(CLOCK_MOVES_MS)]);
}

function run(bank: Bank, endpoint: Endpoint, call: Call): Answer {
  try {
    return endpoint.run(bank, call);
  } catch (error) {
    return refusalOf(error);
  }
}

/**
 * Runs a call under a fault: with the effect that the fault leaves it, and the answer that it puts
 * in its place.
 */
function misrun(bank: Bank, endpoint: Endpoint, call: Call, fault: Fault): Answer {
  const kind: FaultKind = faultKind(fault.fault);
  const instead = kind.answer === undefined ? undefined : refusal(...kind.answer);
  if (kind.effect === 'none') return instead ?? refusal(502, '00');
  if (kind.effect === 'later') {
    const dueAt = bank.clock.now() + fault.afterMs;
    defer(bank, endpoint, call, { dueAt, visible: fault.fault === 'in_progress' });
    return instead ?? refusal(202, '00');
  }
  const answer = run(bank, endpoint, call);
  planCallbacks(bank, answer, fault, kind);
  if (instead === undefined) return answer;
  const { payment, debited } = answer;
  return { ...instead, ...(payment && { payment }), ...(debited && { debited }) };
}

function claimFault(bank: Bank, endpoint: Endpoint, call: Call): Fault | undefined {
  if (endpoint.operation === null) return undefined;
  return bank.faults.claim(endpoint.operation, call.partner.key, () => {
    const reference = call.body['originalPartnerReferenceNo'] ?? call.body['partnerReferenceNo'];
    return call.link?.accountNo ?? call.mine.payments.get(String(reference))?.accountNo;
  });
}

function waitOf(answer: Answer, fault: Fault | undefined): number {
  const slow = fault?.fault === 'slow' ? fault.delayMs : 0;
  return Math.max(answer.delayMs ?? 0, slow);
}

async function isDurable(durable: Promise<void>): Promise<boolean> {
  return durable.then(
    () => true,
    () => false,
  );
}

function refusalOf(error: unknown): Answer {
  if (error instanceof SnapRefusal) return error.answer;
  throw error;
}
