// The last merchant calls of this process with their verdicts, in memory: what `tarik logs` and a test helper read.
import { describeCall } from '../../api/doku/described-call.ts';
import type { CallSeen } from '../../api/witness.ts';
import type { Clock } from '../../base/clock.ts';

/** A call as a program reads it; the bodies are masked. */
export interface RecordedCall {
  seq: number;
  /** When its answer left, wall time. */
  at: string;
  client_id: string | null;
  request_id: string | null;
  method: string;
  path: string;
  status: number;
  code?: string;
  message?: string;
  /** The field or header that was wrong. */
  field?: string;
  replayed: boolean;
  signature: 'right' | 'wrong' | 'unknown';
  /** For a wrong signature: the text that the gateway signed. */
  string_to_sign?: string;
  duration_ms: number;
  request: unknown;
  answer: unknown;
}

export interface CallRecord {
  add(call: CallSeen): void;
  /** Calls after `after`, oldest first, of one merchant or of all; how many older ones are forgotten. */
  read(after: number, clientId: string | null, limit: number): Reading;
  /** Resolves at the next call, or when the signal says so. */
  next(signal: AbortSignal): Promise<void>;
}

export interface Reading {
  calls: RecordedCall[];
  /** The `after` of the next reading. */
  next: number;
  dropped: number;
}

const KEPT = 1000;

/** An empty record. */
export function callRecord(clock: Pick<Clock, 'wall'>): CallRecord {
  const kept: RecordedCall[] = [];
  const waiting = new Set<() => void>();
  let seq = 0;
  return {
    add(seen) {
      const call = recorded(seen, seq + 1, clock.wall());
      if (call === null) return;
      seq += 1;
      kept.push(call);
      if (kept.length > KEPT) kept.shift();
      for (const wake of waiting) wake();
    },
    read(after, clientId, limit) {
      // Whoever has seen more than there is comes from an earlier run of this process.
      const since = after > seq ? 0 : after;
      const newer = kept.filter(
        (call) => call.seq > since && (clientId === null || call.client_id === clientId),
      );
      const calls = newer.slice(0, limit);
      const oldest = kept[0]?.seq ?? seq + 1;
      return {
        calls,
        next: newer.length > limit ? (calls.at(-1)?.seq ?? since) : seq,
        dropped: Math.max(0, oldest - 1 - since),
      };
    },
    async next(signal) {
      if (signal.aborted) return;
      await new Promise<void>((resolve) => {
        function wake(): void {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        }
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    },
  };
}

/** Null for what no merchant sent: a browser that looks for an icon is no call. */
function recorded(seen: CallSeen, seq: number, at: number): RecordedCall | null {
  const call = describeCall(seen);
  if (seen.status === 404 && call.clientId === null && seen.refusal === null) return null;
  return {
    seq,
    at: new Date(at).toISOString(),
    client_id: call.clientId,
    request_id: call.requestId,
    method: call.method,
    path: call.path,
    status: call.status,
    ...(call.code === null ? {} : { code: call.code }),
    ...(call.message === null ? {} : { message: call.message }),
    ...(call.field === null ? {} : { field: call.field }),
    replayed: call.replayed,
    signature: call.signature,
    ...(call.stringToSign === null ? {} : { string_to_sign: call.stringToSign }),
    duration_ms: call.tookMs,
    request: call.request,
    answer: call.answer,
  };
}
