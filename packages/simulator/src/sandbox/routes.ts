// The calls for programs, under /sandbox, and /readyz.
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Bank } from '../bank.ts';
import { servePayoutFile, servePayoutReport } from '../payouts/serve.ts';
import { statementFile } from '../statements/file.ts';
import { clearDifferences, listDifferences, plantDifference } from '../statements/plant.ts';
import { flagField, queryField } from './body.ts';
import { listMovements, listSms } from './book.ts';
import { advanceClock, readClock } from './clock.ts';
import { completeRegistration } from './complete.ts';
import { listFaults, orderFault } from './faults.ts';
import { registerPartner } from './partners.ts';
import { errorBody, SandboxRefusal } from './refusal.ts';

export function sandboxRoutes(bank: Bank): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    app.setErrorHandler(answerError);
    // JSON alone: a form on another site can send text without asking.
    app.removeContentTypeParser('text/plain');
    app.addHook('onRequest', async (_, reply) => {
      bank.due.runDue();
      reply.header('cache-control', 'no-store');
    });
    // What a program reads has happened for good: it is on the disk.
    app.addHook('preHandler', async () => bank.book.settled());

    app.get('/readyz', async () => ({ status: 'ready' }));
    app.get('/sandbox/book', async ({ query }) => listMovements(bank, flagField(query, 'payouts')));
    app.get('/sandbox/sms', async ({ query }) => listSms(bank, queryField(query, 'phone')));
    app.get('/sandbox/public-key', async (_, reply) =>
      reply.type('text/plain; charset=utf-8').send(bank.publicKeyPem),
    );
    app.get('/sandbox/faults', async () => listFaults(bank));
    app.post('/sandbox/faults', async (request, reply) =>
      reply.code(201).send(orderFault(bank, request.body)),
    );
    app.delete('/sandbox/faults', async ({ query }, reply) => {
      bank.faults.clear(queryField(query, 'partner_key'));
      return reply.code(204).send();
    });
    app.post('/sandbox/partners', async (request, reply) => {
      const registered = registerPartner(bank, request.body);
      await bank.book.settled();
      return reply.code(201).send(registered);
    });
    app.get('/sandbox/clock', async ({ query }) => readClock(bank, queryField(query, 'client_id')));
    app.post('/sandbox/clock', async (request) => advanceClock(bank, request.body));
    app.post<{ Params: { id: string } }>('/sandbox/registrations/:id/complete', async (request) =>
      completeRegistration(bank, request.params.id, request.body),
    );
    await app.register(statementRoutes(bank));
    await app.register(payoutRoutes(bank));
  };
}

function statementRoutes(bank: Bank): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    type Day = { Params: { date: string } };
    app.get<Day>('/sandbox/statements/:date', async ({ params: { date }, query }, reply) => {
      const file = statementFile(bank, date, flagField(query, 'so_far'));
      reply.type('text/csv; charset=utf-8');
      return reply.header('content-disposition', `inline; filename="${date}.csv"`).send(file);
    });
    const differences = '/sandbox/statements/:date/differences';
    app.get<Day>(differences, async ({ params }) => listDifferences(bank, params.date));
    app.post<Day>(differences, async ({ params, body }, reply) => {
      const planted = plantDifference(bank, params.date, body);
      await bank.book.settled();
      return reply.code(201).send(planted);
    });
    app.delete<Day>(differences, async ({ params }, reply) => {
      clearDifferences(bank, params.date);
      await bank.book.settled();
      return reply.code(204).send();
    });
  };
}

/** A payout file has some 700 bytes for each payout. */
const MAX_PAYOUT_FILE_BYTES = 16 * 1024 * 1024;

/** Payouts: XML in and out, and nothing else. */
function payoutRoutes(bank: Bank): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    app.removeAllContentTypeParsers();
    const asBytes = { parseAs: 'buffer', bodyLimit: MAX_PAYOUT_FILE_BYTES } as const;
    app.addContentTypeParser(['application/xml', 'text/xml'], asBytes, (_, body, done) =>
      done(null, body),
    );
    app.post('/sandbox/payouts', async ({ body }, reply) =>
      servePayoutFile(bank, Buffer.isBuffer(body) ? body : Buffer.alloc(0), reply),
    );
    app.get<{ Params: { id: string } }>('/sandbox/payouts/:id', async ({ params }, reply) =>
      servePayoutReport(bank, params.id, reply),
    );
  };
}

function answerError(error: FastifyError, _: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof SandboxRefusal) {
    return reply.code(error.status).send(errorBody(error.code, error.message));
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) return reply.code(500).send(errorBody('internal', 'the bank has a bug'));
  return reply.code(status).send(errorBody('body_invalid', `body: ${error.message}`));
}
