// One page that listens: its changes as server-sent events, in its scope and at its own pace.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import type { Scope } from '../asked.ts';
import type { Hub, Listener } from './hub.ts';

export interface Listening {
  scope: Scope;
  seesApprovals: boolean;
  lastId: string | undefined;
  /** Resolves to false when the reader may no longer listen. */
  mayStay(): Promise<boolean>;
  recheckMs: number;
  /** Called once when the stream has ended. */
  onEnd(): void;
}

/** Bytes that wait for a slow reader; beyond, changes are dropped and the page is told to read anew. */
const MOST_WAITING = 128 * 1024;
const HEARTBEAT_MS = 5000;

/** Takes the reply over and writes to it until either side ends. */
export function openStream(clock: Clock, hub: Hub, reply: FastifyReply, one: Listening): void {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    // A process that leaves waits for connections, and this one is of no use to another call.
    connection: 'close',
  });
  const over = new AbortController();
  let missedAt: string | null = null;

  const listener: Listener = {
    hear(told) {
      if (!isVisible(one, told)) return;
      if (missedAt !== null || raw.writableLength > MOST_WAITING) missedAt = told.id;
      else raw.write(`id: ${told.id}\ndata: ${told.json}\n\n`);
    },
    reset(id) {
      if (raw.writableLength > MOST_WAITING) missedAt = id;
      else raw.write(`id: ${id}\nevent: reset\ndata: {}\n\n`);
    },
    end: () => finish(''),
  };
  function finish(lastWords: string): void {
    hub.leave(listener);
    raw.end(lastWords);
  }
  raw.on('drain', () => {
    if (missedAt === null) return;
    const id = missedAt;
    missedAt = null;
    listener.reset(id);
  });
  raw.on('error', () => undefined);
  raw.once('close', () => {
    hub.leave(listener);
    over.abort();
    one.onEnd();
  });

  raw.write('retry: 2000\n\n');
  const id = hub.listen(listener, one.lastId);
  raw.write(`id: ${id}\nevent: ready\ndata: {}\n\n`);
  void beat(clock, over.signal, () => missedAt === null && raw.write(': here\n\n'));
  void watch(clock, one, over.signal, () => finish('event: end\ndata: {}\n\n'));
}

function isVisible(
  { scope, seesApprovals }: Listening,
  { merchantId, kind }: { merchantId: string; kind: string },
): boolean {
  if (kind === 'approval' && !seesApprovals) return false;
  return scope.merchantIds === null || scope.merchantIds.includes(merchantId);
}

/** So that a line that is gone is noticed on both sides, and no proxy takes silence for an end. */
async function beat(clock: Clock, over: AbortSignal, write: () => unknown): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(HEARTBEAT_MS, over);
    if (!over.aborted) write();
  }
}

async function watch(
  clock: Clock,
  { recheckMs, mayStay }: Listening,
  over: AbortSignal,
  end: () => void,
): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(recheckMs, over);
    if (!over.aborted && !(await mayStay())) {
      end();
      return;
    }
  }
}
