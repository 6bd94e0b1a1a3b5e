// The two calls about payout files, a file in and a report out: as they are, or as a fault wants them.
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Bank } from '../bank.ts';
import { faultKind } from '../faults.ts';
import type { Fault, FaultKind, Operation } from '../faults.ts';
import { errorBody } from '../sandbox/refusal.ts';
import { badGateway, hang, reset } from '../snap/send.ts';
import { readPain001 } from './pain001.ts';
import { writePain002 } from './pain002.ts';
import { payoutFile, takePayoutFile } from './take.ts';

interface Answer {
  status: number;
  type: string;
  body: string;
}

/** A payout, as far as an order for a fault may name it. */
interface About {
  partner: string;
  accountNo: string;
}

/** `POST /sandbox/payouts`. What the file does is on the disk before any byte of the answer leaves. */
export async function servePayoutFile(
  bank: Bank,
  bytes: Buffer,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fault = claim(bank, 'payouts', () => readPain001(bytes).transfers);
  return await serve(bank, reply, fault, () => {
    const { messageId, count } = takePayoutFile(bank, bytes);
    return json(202, { message_id: messageId, payouts: count });
  });
}

/** `GET /sandbox/payouts/{MsgId}`. */
export async function servePayoutReport(
  bank: Bank,
  messageId: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fault = claim(bank, 'payout_report', () => payoutFile(bank, messageId).payouts);
  return await serve(bank, reply, fault, () => {
    const body = writePain002(payoutFile(bank, messageId), bank.clock.now());
    return { status: 200, type: 'application/xml; charset=utf-8', body };
  });
}

async function serve(
  bank: Bank,
  reply: FastifyReply,
  fault: Fault | undefined,
  work: () => Answer,
): Promise<FastifyReply> {
  const kind: FaultKind | undefined = fault && faultKind(fault.fault);
  const done = kind?.effect === 'none' ? undefined : work();
  await bank.book.settled();
  if (fault?.fault === 'slow') await delay(fault.delayMs);
  if (kind?.twist === 'hang') return hang(reply);
  if (kind?.twist === 'reset') return reset(reply);
  const answer = kind?.answer === undefined ? done : refusal(kind.answer[0], kind.says);
  if (answer === undefined) return badGateway(reply);
  const { status, type, body } = answer;
  const sent = kind?.twist === 'truncated' ? body.slice(0, body.length / 2) : body;
  return reply.code(status).type(type).send(sent);
}

/** An order catches a file by the first of its payouts that fits; a file that is none, when it names nobody. */
function claim(bank: Bank, operation: Operation, read: () => readonly About[]): Fault | undefined {
  if (bank.faults.list().length === 0) return undefined;
  for (const { partner, accountNo } of about(read)) {
    const fault = bank.faults.claim(operation, partner, () => accountNo);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function about(read: () => readonly About[]): readonly About[] {
  try {
    return read();
  } catch {
    return [{ partner: '', accountNo: '' }];
  }
}

function refusal(status: number, says: string): Answer {
  return json(status, errorBody('fault', says));
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
