// The numbers for Prometheus: a route of the main server where asked for, or a small server of its own.
import { fastify, type FastifyInstance } from 'fastify';
import type { Metrics } from '../base/metrics.ts';

/** Adds `/metrics`. It names merchants' volumes, so it belongs on an address that strangers do not reach. */
export function addMetrics(app: FastifyInstance, { registry }: Metrics): void {
  app.get('/metrics', async (_request, reply) => {
    void reply.header('content-type', registry.contentType);
    return await registry.metrics();
  });
}

/** A server with `/metrics` alone, for an address of its own. */
export function buildMetricsServer(metrics: Metrics): FastifyInstance {
  const app = fastify({ logger: false, requestTimeout: 10_000 });
  addMetrics(app, metrics);
  return app;
}
