// Mounts the endpoints: below the bank's prefix, and below the root for standard clients that
// can carry no prefix.
import type { FastifyError, FastifyInstance } from 'fastify';
import { BANK_PREFIX } from '../bank.ts';
import type { Bank } from '../bank.ts';
import { answerBody } from './answer.ts';
import { serve } from './serve.ts';
import { ENDPOINTS } from './endpoints.ts';

const MAX_BODY_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);

/** A plugin with its own body parser: a signature is over the bytes as they came. */
export function snapRoutes(bank: Bank): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.setErrorHandler((error: FastifyError, _, reply) => {
      const http = (error.statusCode ?? 500) < 500 ? 400 : 500;
      return reply.code(http).send(answerBody({ http, case: '00' }, '00'));
    });
    const asBytes = { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES } as const;
    app.addContentTypeParser('*', asBytes, (_, body, done) => done(null, body));
    for (const endpoint of ENDPOINTS) {
      for (const prefix of [BANK_PREFIX, '']) {
        app.post(`${prefix}/v1.0${endpoint.path}`, (request, reply) => {
          const body = Buffer.isBuffer(request.body) ? request.body : NOTHING;
          const incoming = {
            path: request.raw.url ?? '',
            headers: request.headers,
            body,
            atRoot: prefix === '',
          };
          return serve(bank, endpoint, incoming, reply);
        });
      }
    }
  };
}
