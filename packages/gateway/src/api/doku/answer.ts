// Answers in DOKU's form: signed whenever we know who asked, whatever is wrong with the request.
import type { KeyObject } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signResponse } from '@tarik/wire/doku/signature';
import type { Refusal } from '../../base/refusal.ts';
import { validKeys } from '../../merchants/merchant.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Reply } from '../../requests/call.ts';
import { isOpenEnded } from '../body.ts';
import type { Edge } from '../flavour.ts';
import { send } from '../send.ts';
import { findMerchant } from './caller.ts';
import { ERRORS, errorBody, errorHeaders } from './errors.ts';
import { headerIfOne } from './headers.ts';

/** What is known about the one who asked; filled while the request is being checked. */
export interface Asker {
  merchant: Merchant | null;
  /** Whose Client-Id it is, proved or not; known once the answer has left. */
  named: Merchant | null;
  /** The key that the request used. */
  key: KeyObject | null;
  keyId: string | null;
  /** Once the signature has proved it. */
  requestId: string | null;
  /** The body, once it has been read. */
  body: Buffer | null;
  /** False where an answer must cost nothing more. */
  mayLookUp: boolean;
}

/** What is to be answered, before it is signed. */
export interface Said {
  status: number;
  body: Buffer;
  headers: string[];
  replayed: boolean;
}

/** A reply of a flow: a replay is a conflict in DOKU's words, unless the merchant wants the first status. */
export function sayReply(merchant: Merchant, { status, body, replayed }: Reply): Said {
  const conflict = replayed && merchant.settings.replayStatus === 'conflict';
  return { status: conflict ? 409 : status, body, headers: [], replayed };
}

export function sayRefusal(refusal: Pick<Refusal, 'code' | 'detail'>): Said {
  const { http } = ERRORS[refusal.code];
  return {
    status: http,
    body: errorBody(refusal),
    headers: errorHeaders(refusal),
    replayed: false,
  };
}

/** Signs and sends. An asker that the checks did not reach is looked up by its Client-Id alone. */
export async function answer(
  edge: Edge,
  request: FastifyRequest,
  reply: FastifyReply,
  said: Said,
  asker: Asker,
): Promise<void> {
  const { raw } = request;
  const clientId = headerIfOne(raw, 'Client-Id');
  const merchant = asker.merchant ?? (await whoAsked(edge, asker, clientId));
  asker.named = merchant;
  const key = asker.key ?? keyFor(edge, merchant);
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store'];
  if (clientId !== null && key !== null) {
    const requestId = echoable(headerIfOne(raw, 'Request-Id'));
    const timestamp = formatTimestamp(edge.ctx.clock.wall());
    const [target = ''] = (raw.url ?? '').split('?', 1);
    const parts = { clientId, requestId, timestamp, target, body: said.body };
    headers.push('Client-Id', clientId, 'Request-Id', requestId);
    headers.push('Response-Timestamp', timestamp, 'Signature', signResponse(parts, key));
  }
  headers.push('Idempotency-Status', said.replayed ? 'replayed' : 'created', ...said.headers);
  send(reply, {
    status: said.status,
    headers,
    body: said.body,
    close: isOpenEnded(raw) || edge.leaving(),
  });
}

/** The newest key, where the request proved none. */
function keyFor({ ctx }: Edge, merchant: Merchant | null): KeyObject | null {
  return merchant === null ? null : (validKeys(merchant, ctx.clock.now())[0]?.key ?? null);
}

async function whoAsked(
  edge: Edge,
  { mayLookUp }: Asker,
  clientId: string | null,
): Promise<Merchant | null> {
  if (clientId === null) return null;
  if (!mayLookUp) return edge.lastSeen.recall(clientId);
  // An answer must not fail because the look-up for its signature does.
  return await findMerchant(edge, clientId).catch(() => edge.lastSeen.recall(clientId));
}

/** A Request-Id may be wrong and still be worth repeating, if it fits into a header. */
function echoable(requestId: string | null): string {
  return requestId !== null && /^[\x20-\x7e]{1,256}$/.test(requestId) ? requestId : '';
}
