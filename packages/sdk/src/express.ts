// @tarik/sdk/express: notifications in Express, which reads the raw body itself.
import type { Tarik } from './client.ts';
import type { HeadersRecord } from './notifications/headers.ts';
import { MOST_BYTES, notificationTooLarge, refusalFor, type Receive } from './reply.ts';

/** What is used of Express's request. */
interface ExpressRequest extends AsyncIterable<Uint8Array> {
  headers: HeadersRecord;
  originalUrl?: string;
  url?: string;
  /** What an earlier parser has left. */
  body?: unknown;
  rawBody?: unknown;
  readableEnded?: boolean;
}

/** What is used of Express's response. */
interface ExpressResponse {
  status(code: number): { json(body: unknown): unknown };
}

export interface ExpressOptions {
  /** The path that the gateway calls, where a proxy rewrites it. Default: the request's own. */
  path?: string | undefined;
}

/**
 * A handler that verifies a notification, hands it to `receive` and answers 200 when that resolves.
 * Works before or after `express.raw()`, and without it; after `express.json()` it says what to do.
 * What `receive` throws goes to `next`, so that the gateway tries again.
 *
 * ```ts
 * app.post('/notifications', expressNotifications(tarik, async (notification) => { … }));
 * ```
 */
export function expressNotifications(
  tarik: Pick<Tarik, 'notifications'>,
  receive: Receive,
  options: ExpressOptions = {},
): (
  request: ExpressRequest,
  response: ExpressResponse,
  next: (error?: unknown) => void,
) => Promise<void> {
  return async (request, response, next) => {
    try {
      const rawBody = await rawBodyOf(request);
      const path = options.path ?? request.originalUrl ?? request.url ?? '/';
      await receive(tarik.notifications.verify(rawBody, request.headers, { path }));
      response.status(200).json({ received: true });
    } catch (error) {
      const refusal = refusalFor(error);
      if (refusal === undefined) next(error);
      else response.status(refusal.status).json(refusal.body);
    }
  };
}

async function rawBodyOf(request: ExpressRequest): Promise<Uint8Array> {
  for (const kept of [request.rawBody, request.body]) {
    if (kept instanceof Uint8Array) return kept;
    if (typeof kept === 'string') return Buffer.from(kept);
  }
  // A parser that took the stream leaves an object; verify() says what that means.
  if (request.readableEnded === true) return request.body as Uint8Array;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MOST_BYTES) throw notificationTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
