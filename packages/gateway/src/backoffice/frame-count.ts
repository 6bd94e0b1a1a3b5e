// What is done for every call of the Back Office: it gets an id, and is counted by its route and how it was answered.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { CONTRACT } from './contract/contract.ts';
import type { Shape } from './route.ts';

/** Names the call in an answer and in the log. */
const HEADER = 'x-request-id';
/** Where no route was found, or one that the contract does not know. */
const NONE = 'none';

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(CONTRACT).map(([name, shape]) => [keyOf(shape), name]),
);

export interface Tally {
  /** Gives the call its id; the first thing that happens to it. */
  begin(request: FastifyRequest, reply: FastifyReply): void;
  /** Counts it, now that it is answered; a stream, where it is told when that has ended, with all its time. */
  end(request: FastifyRequest, reply: FastifyReply, of: Pick<Shape, 'method' | 'path'>): void;
}

export function createTally({
  clock,
  random,
  metrics,
}: Pick<Context, 'clock' | 'random' | 'metrics'>): Tally {
  const begun = new WeakMap<FastifyRequest, number>();
  return {
    begin(request, reply) {
      begun.set(request, clock.steady());
      void reply.header(HEADER, random.id());
    },
    end(request, reply, of) {
      const now = clock.steady();
      metrics.officeCalls.observe(
        { route: NAMES.get(keyOf(of)) ?? NONE, status: `${Math.floor(reply.statusCode / 100)}xx` },
        (now - (begun.get(request) ?? now)) / 1000,
      );
    },
  };
}

/** The id that a call was given. */
export function idOf(reply: Pick<FastifyReply, 'getHeader'>): string {
  return String(reply.getHeader(HEADER) ?? '');
}

function keyOf({ method, path }: Pick<Shape, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
