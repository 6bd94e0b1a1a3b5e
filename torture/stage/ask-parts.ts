// What the controller asks of the bank's sandbox and of the receiver, past the proxies. Who is down is waited for.
import { setTimeout as delay } from 'node:timers/promises';
import { call } from './http-call.ts';

const PATIENCE_MS = 60_000;

/**
 * Calls the bank's sandbox and answers the text of its reply. A bank that is down is waited for; a call that broke off
 * is repeated when it only reads. Throws on any other answer than a 2xx.
 */
export async function askBank(
  bankUrl: string,
  where: string,
  body?: unknown,
  method?: string,
): Promise<string> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const { status, text } = await call(bankUrl + where, body, method);
      if (status >= 200 && status < 300) return text;
      throw new Error(`the bank answered ${where} with ${status}: ${text}`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const repeats = code === 'ECONNREFUSED' || (code === 'ECONNRESET' && body === undefined);
      if (!repeats || Date.now() > until) throw error;
      await delay(10);
    }
  }
}

/** Tells the receiver how to behave; one that is down, or ends at this moment, is waited for. */
export async function tellReceiver(
  receiverUrl: () => string,
  how: { behave: true } | { misbehave: number; seed: number },
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await call(`${receiverUrl()}/control`, how);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(10);
    }
  }
}
