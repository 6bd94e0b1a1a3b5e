// The line to the gateway: one call, signed, sent, verified, and sent again under the same
// Request-Id where that is safe.
import { randomInt, randomUUID } from 'node:crypto';
import { isRequestId } from '@tarik/wire/doku/headers';
import type { CallOptions } from './call-options.ts';
import { judge, type Answer } from './answer.ts';
import { ConnectionError, RateLimitError, TimeoutError, UnavailableError } from './errors.ts';
import { ConflictError, type TarikError } from './errors.ts';
import { sendOnce } from './send.ts';
import { refuse, type Settings } from './settings.ts';

/** One call before it is signed. */
export interface Ask {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  /** Whether it changes something: then a call without an answer leaves that unknown. */
  acts: boolean;
}

export interface Line {
  readonly settings: Settings;
  /** Resolves to the answer of a call that was done; rejects with a `TarikError`. */
  call(ask: Ask, options: CallOptions | undefined): Promise<Answer>;
}

/** A wait that the gateway asks for and that is longer is the caller's to decide. */
const LONGEST_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 200;

/** Opens the line of a client; nothing is connected yet. */
export function openLine(settings: Settings): Line {
  return {
    settings,
    async call(ask, options = {}) {
      const requestId = readRequestId(options.requestId);
      const timeoutMs = readTimeout(options.timeoutMs) ?? settings.timeoutMs;
      const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
      let unknown = false;
      for (let attempt = 1; ; attempt += 1) {
        const sent = { ...ask, body, requestId, attempt, timeoutMs, signal: options.signal };
        try {
          return judge(settings, sent, await sendOnce(settings, sent), unknown);
        } catch (error) {
          const wait = waitBefore(attempt, error as TarikError, settings.retries);
          if (wait === undefined || options.signal?.aborted === true) throw error;
          unknown ||= (error as TarikError).outcomeUnknown;
          await settings.clock.sleep(wait, options.signal).catch(() => {
            throw error;
          });
        }
      }
    },
  };
}

/** How long to wait before the next try, in milliseconds; undefined when there is none. */
export function waitBefore(
  attempt: number,
  error: TarikError,
  retries: number,
): number | undefined {
  const again =
    error instanceof ConnectionError ||
    error instanceof TimeoutError ||
    error instanceof UnavailableError ||
    error instanceof RateLimitError ||
    error instanceof ConflictError;
  if (!again || !error.retryable || attempt > retries) return undefined;
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  if (asked > LONGEST_WAIT_MS) return undefined;
  const pause = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.max(asked, randomInt(pause / 2, pause + 1));
}

function readRequestId(given: unknown): string {
  if (given === undefined) return randomUUID();
  if (typeof given === 'string' && isRequestId(given)) return given;
  throw refuse('requestId', 'must be 1 to 128 visible ASCII characters');
}

function readTimeout(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'number' && Number.isInteger(given) && given > 0 && given <= 600_000) {
    return given;
  }
  throw refuse('timeoutMs', 'must be a whole number of milliseconds from 1 to 600000');
}
