// What an endpoint is: its path, its two shapes, and the few lines that put words around a flow.
import { hash } from 'node:crypto';
import type { z } from 'zod';
import { parseStrictJson, JsonRefused, type JsonValue } from '@tarik/wire/json';
import { firstIssue } from '@tarik/wire/doku/messages';
import { Refusal, type RefusalCode } from '../../base/refusal.ts';
import type { Bank } from '../../banks/bank.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Call, Reply } from '../../requests/call.ts';
import { badText } from './bad-text.ts';
import { errorBody, ERRORS } from './errors.ts';

/** A request that has passed every check but those of its own endpoint. */
export interface Asked {
  merchant: Merchant;
  bank: Bank;
  requestId: string;
  body: Buffer;
  /** Steady-clock time by which an answer must leave, ms. */
  deadline: number;
}

interface Shape<S extends z.ZodType> {
  /** Below `/{bank}-direct-debit/v1/`. */
  path: string;
  summary: string;
  request: S;
  response: z.ZodType;
  /** HTTP status of success. */
  status: 200 | 201;
  /** What this endpoint may refuse, beside what every call may. */
  refusals: readonly RefusalCode[];
}

export interface Endpoint extends Shape<z.ZodType> {
  serve(ctx: Context, asked: Asked): Promise<Reply>;
}

/** Ties an endpoint's request schema to the function that gets what it lets through. */
export function endpoint<S extends z.ZodType>(
  shape: Shape<S>,
  run: (ctx: Context, asked: Asked, body: z.output<S>) => Promise<Reply>,
): Endpoint {
  return {
    ...shape,
    serve: async (ctx, asked) => await run(ctx, asked, readWords(shape.request, asked.body)),
  };
}

/** The call as its flow sees it. `word` gives the body of a result. */
export function callOf<R>(
  asked: Asked,
  { path, status }: Pick<Endpoint, 'path' | 'status'>,
  word: (result: R) => unknown,
): Call<R> {
  return {
    merchant: asked.merchant,
    requestId: asked.requestId,
    endpoint: `${asked.bank.slug}/${path}`,
    bodyHash: hash('sha256', asked.body, 'buffer'),
    deadline: asked.deadline,
    render: (result) => ({ status, body: Buffer.from(JSON.stringify(word(result))) }),
    refuse: (refusal) => ({ status: ERRORS[refusal.code].http, body: errorBody(refusal) }),
  };
}

function readWords<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  const json = readJson(body);
  if (
    typeof json !== 'object' ||
    json === null ||
    Object.getPrototypeOf(json) !== Object.prototype
  ) {
    throw new Refusal('body_unreadable', { rule: 'must be a JSON object' });
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const { path, rule } = firstIssue(read.error);
  throw new Refusal('field_invalid', { field: path, rule });
}

function readJson(body: Buffer): JsonValue {
  try {
    return parseStrictJson(body);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const text = badText(body);
    if (text !== null) throw text;
    // The reason says "the body …"; the wording puts that in front again.
    throw new Refusal('body_unreadable', { rule: error.reason.replace(/^the body /, '') });
  }
}
