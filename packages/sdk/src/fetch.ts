// @tarik/sdk/fetch: notifications in a fetch-style handler (Next.js, Hono, Remix, Bun, Deno, Workers on Node).
import type { Tarik } from './client.ts';
import { bodyReadWhole } from './read-body.ts';
import { MOST_BYTES, notificationTooLarge, refusalFor, type Receive } from './reply.ts';

export interface FetchOptions {
  /** The path that the gateway calls, where a proxy rewrites it. Default: the request's own. */
  path?: string | undefined;
}

/**
 * A handler that verifies a notification, hands it to `receive` and answers 200 when that resolves.
 * What is not believed is answered 401; what `receive` throws is thrown on, so that the gateway
 * tries again.
 *
 * ```ts
 * export const POST = fetchNotifications(tarik, async (notification) => { … });
 * ```
 */
export function fetchNotifications(
  tarik: Pick<Tarik, 'notifications'>,
  receive: Receive,
  options: FetchOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const rawBody = await bodyReadWhole(request, MOST_BYTES, notificationTooLarge);
      const path = options.path ?? new URL(request.url).pathname;
      await receive(tarik.notifications.verify(rawBody, request.headers, { path }));
      return Response.json({ received: true });
    } catch (error) {
      const refusal = refusalFor(error);
      if (refusal === undefined) throw error;
      return Response.json(refusal.body, { status: refusal.status });
    }
  };
}
