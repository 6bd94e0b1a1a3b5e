// The API reference for readers: the OpenAPI document and a page that renders it, both from this process, no other host.
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/** Everything comes from here; the reader's page brings its styles and its state inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** From this many characters on a page, which is the same for everybody, is kept as bytes. */
const LARGE = 256 * 1024;

/** Adds `/docs` and `/openapi.json`. */
export function addDocs(app: FastifyInstance, document: object): void {
  const json = Buffer.from(JSON.stringify(document));
  app.get('/openapi.json', (_request, reply) =>
    reply.header('content-type', 'application/json').header('cache-control', 'no-cache').send(json),
  );
  void app.register(async (docs) => {
    const large = new Map<string, Buffer>();
    docs.addHook('onSend', async ({ routeOptions: { url = '' } }, reply, payload) => {
      void reply.headers({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      });
      if (typeof payload !== 'string' || payload.length < LARGE) return payload;
      // Text would be copied for every caller that does not read it.
      const bytes = large.get(url) ?? Buffer.from(payload);
      large.set(url, bytes);
      return bytes;
    });
    // The page reads the address that it was called at, and breaks where the Host is none.
    docs.addHook('onRequest', async ({ hostname }) => {
      if (URL.canParse(`http://${hostname}`)) return;
      throw Object.assign(new Error('the Host is no host'), { statusCode: 400 });
    });
    await docs.register(reference, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'Tarik API reference',
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        hideTestRequestButton: true, // a call needs a signature that this page cannot make
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
}
