// The one door out to banks. It says what happened on the line and nothing about what an answer
// means.
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { Clock } from '../base/clock.ts';
import { createDeadlines } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';

export interface HttpCall {
  /** Slug of the bank whose share of the calls in flight this one uses. */
  bank: string;
  /** `https://host:port`, without a path. */
  origin: string;
  path: string;
  /** Names go out with the capitals given here. */
  headers: Record<string, string>;
  body: Buffer;
  /** For everything: waiting for a connection, connecting, sending, and the whole answer. */
  timeoutMs: number;
}

/** Response headers by lower-case name; a repeated one is a list. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * What happened on the line. `sent: false` is a proof: no byte of the request can reach the bank
 * any more.
 */
export type Exchange =
  | { sent: false; why: string; durationMs: number }
  | { sent: true; lost: string; durationMs: number }
  | {
      sent: true;
      lost: null;
      http: number;
      headers: ResponseHeaders;
      body: Buffer;
      durationMs: number;
    };

export interface HttpDoor {
  /**
   * Posts once; never repeats, never follows a redirect, never throws for what the line or the bank
   * does.
   */
  exchange(call: HttpCall): Promise<Exchange>;
  /** Calls to a bank that are under way. */
  inFlight(bank: string): number;
  /** Refuses new calls and waits for those under way. */
  close(): Promise<void>;
}

export interface HttpDoorSettings {
  clock: Clock;
  /** Connections per origin; further calls wait for one within their time-out. */
  connections: number;
  /** Calls per bank that may be under way, so that one slow bank cannot use up the process. */
  inFlightPerBank: number;
  /** Throws when a database transaction is open. */
  mustNotBeInTransaction(): void;
}

const CONNECT_TIMEOUT_MS = 2000;
const MAX_ANSWER_BYTES = 256 * 1024;

/** Opens the door; one a process. */
export function createHttpDoor(settings: HttpDoorSettings): HttpDoor {
  const { clock } = settings;
  const deadlines = createDeadlines(clock);
  const pools = new Map<string, Pool>();
  const counts = new Map<string, number>();
  let closed = false;

  function poolOf(origin: string): Pool {
    let pool = pools.get(origin);
    if (pool === undefined) pools.set(origin, (pool = openPool(origin, settings.connections)));
    return pool;
  }

  return {
    async exchange(call) {
      settings.mustNotBeInTransaction();
      const began = clock.steady();
      const busy = counts.get(call.bank) ?? 0;
      if (closed) return { sent: false, why: 'closed', durationMs: 0 };
      if (busy >= settings.inFlightPerBank) return { sent: false, why: 'bulkhead', durationMs: 0 };
      counts.set(call.bank, busy + 1);
      try {
        const heard = await post(poolOf(call.origin), deadlines, call);
        return { ...heard, durationMs: clock.steady() - began };
      } finally {
        counts.set(call.bank, (counts.get(call.bank) ?? 1) - 1);
      }
    },
    inFlight: (bank) => counts.get(bank) ?? 0,
    async close() {
      closed = true;
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

// Idle connections are given up before a server is likely to close them: a call that meets a
// closing connection is unclear. Time-outs are ours alone, so that one number bounds a call.
function openPool(origin: string, connections: number): Pool {
  return new Pool(origin, {
    connections,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAliveTimeout: 4000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });
}

type Heard =
  | { sent: false; why: string }
  | { sent: true; lost: string }
  | { sent: true; lost: null; http: number; headers: ResponseHeaders; body: Buffer };

// undici calls `onRequestStart` right before it writes the first byte, after connection and TLS
// stand. A failure before that call is the proof that nothing was sent; throwing out of it keeps
// the request from being written.
function post(pool: Pool, deadlines: Deadlines, call: HttpCall): Promise<Heard> {
  const { promise, resolve } = Promise.withResolvers<Heard>();
  let line: Dispatcher.DispatchController | undefined;
  let over = false;
  let http = 0;
  let headers: ResponseHeaders = {};
  const chunks: Buffer[] = [];
  let size = 0;

  const cancelDeadline = deadlines.set(call.timeoutMs, () => giveUp('time_out'));

  function finish(heard: Heard): void {
    if (over) return;
    over = true;
    cancelDeadline();
    resolve(heard);
  }

  function giveUp(why: string): void {
    finish(line === undefined ? { sent: false, why } : { sent: true, lost: why });
    line?.abort(new Error(why));
  }

  pool.dispatch(
    { method: 'POST', path: call.path, headers: call.headers, body: call.body },
    {
      onRequestStart(controller) {
        if (over) throw new Error('given up before it was sent');
        if (line !== undefined) throw new Error('would be sent twice');
        line = controller;
      },
      onResponseStart(_controller, status, received) {
        http = status;
        headers = received;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) giveUp('answer_too_large');
      },
      onResponseEnd() {
        const [only] = chunks;
        const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
        finish({ sent: true, lost: null, http, headers, body });
      },
      onResponseError(_controller, error) {
        giveUp(wordFor(error));
      },
    },
  );
  return promise;
}

// Codes only: messages quote addresses and sometimes what was sent.
function wordFor(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code.toLowerCase() : error.name;
}
