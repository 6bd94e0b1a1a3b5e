// @tarik/sdk/fastify: notifications in Fastify, as a plugin with a body parser of its own.
import type { Tarik } from './client.ts';
import type { HeadersRecord } from './notifications/headers.ts';
import { refusalFor, type Receive } from './reply.ts';

interface FastifyRequest {
  headers: HeadersRecord;
  url: string;
  /** As it came, whatever `rewriteUrl` makes of it. */
  originalUrl?: string;
  body: unknown;
}

interface FastifyReply {
  code(status: number): { send(body: unknown): unknown };
}

/** What is used of Fastify's instance. */
interface FastifyApp {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer' },
    parser: (
      request: never,
      body: Uint8Array,
      done: (error: Error | null, body?: unknown) => void,
    ) => void,
  ): unknown;
  post(
    path: string,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): unknown;
}

export interface FastifyOptions {
  /** The route within the app. */
  url: string;
  /** The path that the gateway calls, where a proxy rewrites it. Default: the request's own. */
  path?: string | undefined;
}

/**
 * A plugin with one route that verifies a notification, hands it to `receive` and answers 200 when
 * that resolves. Its raw-body parser stays inside the plugin: other routes parse JSON as before. What
 * `receive` throws becomes a 500, so that the gateway tries again.
 *
 * ```ts
 * app.register(fastifyNotifications(tarik, async (notification) => { … }), { url: '/notifications' });
 * ```
 */
export function fastifyNotifications(
  tarik: Pick<Tarik, 'notifications'>,
  receive: Receive,
): (app: FastifyApp, options: FastifyOptions) => Promise<void> {
  return async (app, options) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    app.post(options.url, async (request, reply) => {
      try {
        const path = options.path ?? request.originalUrl ?? request.url;
        const rawBody = (request.body ?? '') as Uint8Array | string;
        await receive(tarik.notifications.verify(rawBody, request.headers, { path }));
        return reply.code(200).send({ received: true });
      } catch (error) {
        const refusal = refusalFor(error);
        if (refusal === undefined) throw error;
        return reply.code(refusal.status).send(refusal.body);
      }
    });
  };
}
