// The bank's web server: the SNAP API, the calls for programs, and the pages.
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Bank } from './bank.ts';
import { consolePages } from './pages/console.ts';
import { registerPages } from './pages/register.ts';
import { errorBody } from './sandbox/refusal.ts';
import { sandboxRoutes } from './sandbox/routes.ts';
import { snapRoutes } from './snap/routes.ts';

/** A call must have come to its end within, ms. */
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5000;

/** Builds the server; it does not listen yet. */
export function buildServer(bank: Bank): FastifyInstance {
  const app = Fastify({
    bodyLimit: 64 * 1024,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 1000 },
    forceCloseConnections: true,
    // Closing answers new requests as usual until their connections are cut.
    return503OnClosing: false,
  });
  app.register(snapRoutes(bank));
  app.register(sandboxRoutes(bank));
  app.register(registerPages(bank));
  app.register(consolePages(bank));
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0];
    return reply
      .code(404)
      .send(errorBody('not_found', `there is nothing at ${request.method} ${path}`));
  });
  return app;
}
