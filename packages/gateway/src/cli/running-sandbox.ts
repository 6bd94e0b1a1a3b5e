// The sandbox that runs beside a command: where it is, what it knows of a merchant, and how it is asked.
import { dataFolder, readRunning, type RunningNote } from '../sandbox/running.ts';
import type { Cli } from './cli.ts';
import { EXIT, Ended } from './exit.ts';

export interface SandboxBank {
  bank: string;
  active: boolean;
  notification_url: string | null;
}

export interface KnownMerchant {
  client_id: string;
  secret_key: string;
  name: string;
  banks: readonly SandboxBank[];
  settings?: { notifyTokens: boolean; notifyRefunds: boolean };
}

/** The sandbox that runs on this data folder, or null. */
export function findSandbox(cli: Cli): RunningNote | null {
  return readRunning(dataFolder(cli.env()['TARIK_DATA']));
}

/** The same; ends the command where none runs. */
export function mustRun(cli: Cli): RunningNote {
  const running = findSandbox(cli);
  if (running !== null) return running;
  const folder = dataFolder(cli.env()['TARIK_DATA']);
  throw new Ended(
    EXIT.notFound,
    `no sandbox runs on ${folder}: start one with "tarik sandbox", or name the folder of a running one in TARIK_DATA`,
  );
}

/** A merchant as the running sandbox knows it, with its Secret Key. */
export async function knownMerchant(gateway: string, clientId: string): Promise<KnownMerchant> {
  const path = `/sandbox/merchants/${encodeURIComponent(clientId)}`;
  return await askSandbox<KnownMerchant>(`${gateway}${path}`, {
    missing: `the sandbox has no merchant ${clientId}`,
  });
}

interface Asking {
  method?: 'GET' | 'POST' | 'PUT';
  body?: unknown;
  signal?: AbortSignal;
  /** What a 404 means, in words. */
  missing?: string;
  timeoutMs?: number;
}

/** Asks gateway or bank something that only a sandbox answers; ends the command when it says no or nothing. */
export async function askSandbox<T>(url: string, asking: Asking = {}): Promise<T> {
  const { body, method = body === undefined ? 'GET' : 'POST', signal, missing } = asking;
  const timeout = AbortSignal.timeout(asking.timeoutMs ?? 30_000);
  let status: number;
  let text: string;
  try {
    const answer = await fetch(url, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    status = answer.status;
    text = await answer.text();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new Ended(
      EXIT.network,
      `${new URL(url).origin} does not answer: does the sandbox still run?`,
    );
  }
  if (status === 404 && missing !== undefined) throw new Ended(EXIT.notFound, missing);
  if (status < 200 || status > 299) {
    throw new Ended(
      EXIT.failed,
      `${method} ${new URL(url).pathname} answered ${status}: ${said(text)}`,
    );
  }
  return (text === '' ? {} : JSON.parse(text)) as T;
}

/** What an answer says is wrong, whichever of the sandbox's two forms it has. */
function said(text: string): string {
  try {
    const { error, message } = JSON.parse(text) as { error?: unknown; message?: unknown };
    if (typeof error === 'string') return typeof message === 'string' ? message : error;
    const inner = (error as { message?: unknown } | undefined)?.message;
    return typeof inner === 'string' ? inner : text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
