// POST /sandbox/clock {"offset_ms"}: how far the sandbox's business time runs ahead. It exists in a sandbox alone.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Refusal } from '../base/refusal.ts';
import { readBody } from './body.ts';
import { send } from './send.ts';

/** A century; more would leave the range of dates that everybody can write. */
const MOST_MS = 100 * 366 * 86_400_000;

/** Adds the route; `setOffset` moves the clock of every process. */
export function addSandboxClock(
  app: FastifyInstance,
  setOffset: (ms: number) => Promise<void>,
): void {
  app.post(
    '/sandbox/clock',
    {
      onRequest: async (request, reply) => {
        const offset = await readOffset(request.raw);
        if (offset === null) {
          sendJson(reply, 400, {
            error: `offset_ms must be whole milliseconds from 0 to ${MOST_MS}`,
          });
          return;
        }
        await setOffset(offset);
        sendJson(reply, 200, { offset_ms: offset });
      },
    },
    () => undefined,
  );
}

async function readOffset(request: Parameters<typeof readBody>[0]): Promise<number | null> {
  try {
    const body = JSON.parse((await readBody(request)).toString()) as { offset_ms?: unknown } | null;
    const offset = body?.offset_ms;
    if (typeof offset !== 'number' || !Number.isSafeInteger(offset)) return null;
    return offset >= 0 && offset <= MOST_MS ? offset : null;
  } catch (error) {
    if (error instanceof Refusal || error instanceof SyntaxError) return null;
    throw error;
  }
}

function sendJson(reply: FastifyReply, status: number, body: unknown): void {
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store'];
  send(reply, { status, headers, body: Buffer.from(JSON.stringify(body)) });
}
