// What a route of the Back Office's API is: a shape (path, permission, words in and out), and the function that serves it.
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Permission } from '../operators/roles.ts';
import type { Asked } from './asked.ts';

export interface Shape {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/backoffice/api`, with `:names`. What begins with `/:workspace` is about merchants. */
  path: string;
  /** A few words, for the reference and the audit. */
  summary: string;
  /** What the person must be allowed in the workspace; `signed_in`: nothing more; `anybody`: not even that. */
  permission: Permission | 'signed_in' | 'anybody';
  /** True where the person must have proved themselves in the last ten minutes. */
  stepUp?: true;
  /** Where a body may be larger than the 64 KiB that are enough for what people type. */
  mostBytes?: number;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** `file`: CSV as it comes, which the route reads to its own limit. */
  body?: z.ZodType | 'file';
  /** The answer's JSON; `csv` and `events` are streams, `redirect` sends a browser on, null is an empty 204. */
  answer: z.ZodType | 'csv' | 'events' | 'redirect' | null;
}

type Out<S> = S extends z.ZodType ? z.output<S> : S extends 'file' ? Readable : undefined;
type Answer<S extends Shape> = S['answer'] extends z.ZodType
  ? z.input<S['answer']>
  : S['answer'] extends null
    ? void
    : Streamed;

/** The serving function has written the reply itself. */
export type Streamed = 'streamed';

export interface Call<S extends Shape> extends Asked {
  params: Out<S['params']>;
  query: Out<S['query']>;
  body: Out<S['body']>;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface Route {
  shape: Shape;
  serve(call: Call<Shape>): Promise<unknown>;
}

/** Keeps a shape's own type. */
export function shape<const S extends Shape>(given: S): S {
  return given;
}

/** Ties a shape to the function that serves it. */
export function route<S extends Shape>(of: S, serve: (call: Call<S>) => Promise<Answer<S>>): Route {
  return { shape: of, serve };
}
