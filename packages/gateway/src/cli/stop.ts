// How a command that goes on and on is asked to stop: Ctrl-C, a signal, or the one who runs it in a test.
import type { Cli } from './cli.ts';
import { EXIT } from './exit.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs something that ends when its signal aborts. A second Ctrl-C means now. */
export async function untilStopped<T>(
  cli: Cli,
  work: (stopped: AbortSignal) => Promise<T>,
): Promise<T> {
  if (cli.signal !== undefined) return await work(cli.signal);
  const asked = new AbortController();
  const heard = (): void => {
    if (asked.signal.aborted) process.exit(EXIT.interrupted);
    asked.abort();
  };
  for (const name of SIGNALS) process.on(name, heard);
  try {
    return await work(asked.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, heard);
  }
}

/** Fulfilled when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
