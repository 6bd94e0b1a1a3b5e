// What a client is made with, as merchants write it.
import type { Exchange } from './exchange.ts';

/** Time as this library reads it; hand in your own in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface TarikOptions {
  /** The merchant's Client-Id. */
  clientId: string;
  /** Its Secret Key; while keys are rotated both, the newest first. */
  secretKey: string | readonly [newest: string, older: string];
  /** Where the gateway is, without a path: `http://127.0.0.1:8080`. */
  baseUrl: string;
  /** The bank's slug in the paths. Default `cimb`. */
  bank?: string | undefined;
  /** How long one try may take, in milliseconds. Default 30,000: the gateway answers within 20,000. */
  timeoutMs?: number | undefined;
  /** How often a call that broke off or may be repeated is sent again. Default 3. */
  retries?: number | undefined;
  /** The path of the notification URL: `verify` then needs no `path`. Adapters know theirs by themselves. */
  notificationPath?: string | undefined;
  /** How old a notification may be, in seconds. Default 300. */
  notificationToleranceSeconds?: number | undefined;
  /** The transport. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  clock?: Clock | undefined;
  /** Is told every try of every call, secrets left out. For logs and debuggers. */
  onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Where the errors' pages are: the code is appended. Default: the gateway's own pages. */
  docsUrl?: string | undefined;
}
