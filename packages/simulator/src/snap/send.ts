// Puts an answer on the wire: signed bytes as the contract has them, or spoilt as a fault
// wants them.
import { parseSnapAmount } from '@tarik/wire/amount';
import { signService } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { FastifyReply } from 'fastify';
import type { Bank } from '../bank.ts';
import type { FaultKind } from '../faults.ts';
import type { Partner } from '../partners.ts';
import { answerBody, refusal } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Endpoint } from './call.ts';
import { bearer } from './gate.ts';
import type { Incoming } from './gate.ts';

/** An answer and what its signature needs. */
export interface Outgoing {
  endpoint: Endpoint;
  incoming: Incoming;
  /** Null when the caller is unknown: such an answer is not signed. */
  partner: Partner | null;
  answer: Answer;
}

/** How long a call without an answer is held. */
const HANG_MS = 60_000;

/** Sends the answer as it is. */
export function send(bank: Bank, reply: FastifyReply, out: Outgoing): FastifyReply {
  const body = JSON.stringify(answerBody(out.answer, out.endpoint.code));
  return reply
    .code(out.answer.http)
    .headers(answerHeaders(bank, out, body))
    .send(body);
}

/** Sends the answer with something wrong about it. */
export function sendTwisted(
  bank: Bank,
  reply: FastifyReply,
  out: Outgoing,
  twist: NonNullable<FaultKind['twist']>,
): FastifyReply {
  switch (twist) {
    case 'slow':
      return send(bank, reply, out);
    case 'hang':
      return hang(reply);
    case 'reset':
      return reset(reply);
    case 'html':
      return badGateway(reply);
    case 'mismatched_status': {
      const answer = { ...refusal(403, '05'), ...(out.answer.body && { body: out.answer.body }) };
      const body = JSON.stringify(answerBody(answer, out.endpoint.code));
      return reply
        .code(200)
        .headers(answerHeaders(bank, out, body))
        .send(body);
    }
    case 'wrong_amount':
      return send(bank, reply, withBody(out, otherAmount));
    case 'wrong_reference':
      return send(bank, reply, withBody(out, otherReference));
    case 'truncated':
    case 'bad_signature':
    case 'no_signature':
      return sendSpoilt(bank, reply, out, twist);
    default:
      throw new Error(`unknown twist ${String(twist satisfies never)}`);
  }
}

function sendSpoilt(
  bank: Bank,
  reply: FastifyReply,
  out: Outgoing,
  twist: 'truncated' | 'bad_signature' | 'no_signature',
): FastifyReply {
  const body = JSON.stringify(answerBody(out.answer, out.endpoint.code));
  const signed = twist === 'bad_signature' ? `${body} forged` : body;
  const headers = answerHeaders(bank, out, signed);
  if (twist === 'no_signature') delete headers['x-signature'];
  const sent = twist === 'truncated' ? body.slice(0, body.length / 2) : body;
  return reply.code(out.answer.http).headers(headers).send(sent);
}

function answerHeaders(bank: Bank, out: Outgoing, body: string): Record<string, string> {
  const { incoming, partner, endpoint } = out;
  const timestamp = formatSnapTimestamp(bank.clock.wall());
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-timestamp': timestamp,
  };
  if (partner === null) return headers;
  if (endpoint.access === 'token') {
    headers['x-client-key'] = partner.key;
    return headers;
  }
  const accessToken = bearer(incoming, 'authorization');
  const signed = { method: 'POST', path: incoming.path, accessToken, body, timestamp };
  headers['x-signature'] = signService(signed, partner.secret);
  return headers;
}

/** Cuts the connection. */
export function reset(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
  return reply;
}

/** Answers with the page of a proxy that did not reach the bank. */
export function badGateway(reply: FastifyReply): FastifyReply {
  return reply.code(502).type('text/html').send(BAD_GATEWAY_PAGE);
}

/** Holds the connection without an answer. */
export function hang(reply: FastifyReply): FastifyReply {
  reply.hijack();
  const { socket } = reply.raw;
  const timer = setTimeout(() => socket?.destroy(), HANG_MS);
  socket?.once('close', () => clearTimeout(timer));
  return reply;
}

function withBody(out: Outgoing, change: (name: string, value: unknown) => unknown): Outgoing {
  if (out.answer.body === undefined) return out;
  const body = Object.fromEntries(
    Object.entries(out.answer.body).map(([name, value]) => [name, change(name, value)]),
  );
  return { ...out, answer: { ...out.answer, body } };
}

function otherAmount(_: string, value: unknown): unknown {
  const amount = parseSnapAmount(value);
  return amount === undefined ? value : { value: `${amount + 1n}.00`, currency: 'IDR' };
}

const REFERENCES = /^(referenceNo|partnerReferenceNo|original.*ReferenceNo|(partnerR|r)efundNo)$/;

function otherReference(name: string, value: unknown): unknown {
  return REFERENCES.test(name) && typeof value === 'string' ? `9${value.slice(1)}X` : value;
}

const BAD_GATEWAY_PAGE = `<!doctype html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr></body></html>
`;
