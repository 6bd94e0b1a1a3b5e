// How a program is answered: JSON in, JSON out, and `{"error": "a sentence that names the field and its rule"}`.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBody } from '../../api/body.ts';
import { send } from '../../api/send.ts';
import { Refusal } from '../../base/refusal.ts';
import { NotDone } from '../../merchants/not-done.ts';

/** A program's request as its call sees it. */
export interface ProgramCall {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  /** The JSON object of the body; empty where the call has none. */
  body: Fields;
  /** Aborted when the program has gone away, or when we leave: a long wait ends. */
  gone: AbortSignal;
}

export type Fields = Readonly<Record<string, unknown>>;

export interface ProgramAnswer {
  status: number;
  body: unknown;
  /** Runs once the answer is on its way. */
  after?(): void;
}

/** A program's mistake; `error` is said as it is. */
export class Wrong extends Error {
  override name = 'Wrong';
  readonly status: number;

  constructor(status: number, error: string) {
    super(error);
    this.status = status;
  }
}

/** Throws unless the body has no other fields than these. */
export function onlyFields(body: Fields, names: readonly string[]): void {
  const stranger = Object.keys(body).find((name) => !names.includes(name));
  if (stranger === undefined) return;
  throw new Wrong(400, `${stranger} is no field of this call: it takes ${names.join(', ')}`);
}

/** A text field with a rule; undefined when it is absent. */
export function textField(
  body: Fields,
  name: string,
  rule: { fits: RegExp; says: string },
): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && rule.fits.test(value)) return value;
  throw new Wrong(400, `${name} must be ${rule.says}`);
}

/** Adds one call. What it throws is answered; nothing is left to the framework. */
export function addProgramRoute(
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  run: (call: ProgramCall) => Promise<ProgramAnswer>,
): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    const { status, body, after } = await answerOf(method, request, signal, run);
    const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store'];
    send(reply, { status, headers, body: Buffer.from(JSON.stringify(body)) });
    after?.();
  };
  app.route({ method, url, onRequest, handler: () => undefined });
}

async function answerOf(
  method: string,
  request: FastifyRequest,
  gone: AbortSignal,
  run: (call: ProgramCall) => Promise<ProgramAnswer>,
): Promise<ProgramAnswer> {
  try {
    return await run({
      params: request.params as Record<string, string>,
      query: request.query as Record<string, unknown>,
      body: method === 'GET' ? {} : await readObject(request),
      gone,
    });
  } catch (error) {
    return wrongAnswer(error);
  }
}

function wrongAnswer(error: unknown): ProgramAnswer {
  if (error instanceof Wrong) return { status: error.status, body: { error: error.message } };
  if (error instanceof NotDone) return { status: 409, body: { error: error.message } };
  if (error instanceof Refusal && error.code === 'database_unavailable') {
    return { status: 503, body: { error: 'the database does not answer' } };
  }
  if (error instanceof Refusal) return { status: 400, body: { error: 'body cannot be read' } };
  throw error;
}

/** JSON alone: a form on another site can send text without asking. */
async function readObject({ raw }: FastifyRequest): Promise<Fields> {
  const [media = ''] = (raw.headers['content-type'] ?? '').split(';');
  if (media.trim().toLowerCase() !== 'application/json') {
    throw new Wrong(415, 'Content-Type must be application/json');
  }
  const text = (await readBody(raw)).toString();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Wrong(400, 'body must be JSON');
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Fields;
  throw new Wrong(400, 'body must be a JSON object');
}
