// Sending a recorded call again, in a sandbox: the body as it came, under a new Request-Id and a fresh signature, through
// this very gateway.
import { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest } from '@tarik/wire/doku/signature';
import { maskBody } from '../../calls/mask.ts';
import type { Context } from '../../context.ts';
import { validKeys, type Merchant } from '../../merchants/merchant.ts';
import { Denied } from '../denied.ts';

export interface Again {
  method: 'GET' | 'POST';
  path: string;
  /** Absent for a GET. */
  body?: string;
}

export interface Replayed {
  status: number;
  requestId: string;
  /** Masked. */
  answer: unknown;
}

/** A request that never was on a line: Node counts its headers while it parses them, and this one was not parsed. */
class Injected extends IncomingMessage {}
Object.defineProperty(Injected.prototype, 'headersDistinct', {
  get(this: IncomingMessage): NodeJS.Dict<string[]> {
    const distinct: Record<string, string[]> = {};
    for (let at = 0; at < this.rawHeaders.length; at += 2) {
      const name = this.rawHeaders[at]?.toLowerCase() ?? '';
      (distinct[name] ??= []).push(this.rawHeaders[at + 1] ?? '');
    }
    return distinct;
  },
});

/** Calls the gateway as the merchant would. */
export async function sendAgain(
  ctx: Context,
  server: FastifyInstance,
  merchant: Merchant,
  { method, path, body }: Again,
): Promise<Replayed> {
  const [newest] = validKeys(merchant, ctx.clock.now());
  if (newest === undefined) {
    throw new Denied('not_allowed_now', { message: 'the merchant has no valid key' });
  }
  const requestId = ctx.random.id();
  const timestamp = formatTimestamp(ctx.clock.wall());
  const parts = { clientId: merchant.clientId, requestId, timestamp, target: path, body };
  const response = await server.inject({
    method,
    url: path,
    Request: Injected,
    headers: {
      'Client-Id': merchant.clientId,
      'Request-Id': requestId,
      'Request-Timestamp': timestamp,
      Signature: signRequest(parts, newest.key),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: response.statusCode, requestId, answer: maskBody(response.rawPayload) };
}
