// startSandbox: a sandbox for this test run alone, on free ports, gone when the run is.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import { findSandbox } from './find.ts';
import { GUARD } from './guard.ts';
import { sandboxAt, type Sandbox } from './sandbox.ts';
import { sandboxError } from './sandbox-error.ts';

export interface StartOptions {
  /** A clone of Tarik. Default: TARIK_SANDBOX_HOME; else `tarik` on the PATH is started. */
  home?: string;
  /** What to start in place of either: program and arguments. It must print the sandbox's JSON line. */
  command?: readonly string[];
  /** Where it keeps its data. Default: a temporary folder, removed at the end. */
  dataFolder?: string;
  /** Forgets what an earlier run has left in `dataFolder`. */
  fresh?: boolean;
  /** More variables for the sandbox; `DATABASE_URL` makes it use that PostgreSQL. */
  env?: Readonly<Record<string, string>>;
  /** How long it may take until it is ready, in milliseconds. Default 180,000: the first start installs. */
  timeoutMs?: number;
}

const PATIENCE_MS = 180_000;
const LEAVE_MS = 30_000;

/**
 * Starts a sandbox; several may run side by side. It ends with `stop()`, and with this process
 * whatever ends that. Throws a `SandboxError` with the sandbox's own words when it does not start.
 */
export async function startSandbox(options: StartOptions = {}): Promise<Sandbox> {
  const { command, cwd } = findSandbox(options, process.env);
  const folder = options.dataFolder ?? temporaryFolder();
  const fresh = options.fresh === true ? ['--fresh'] : [];
  const removed = options.dataFolder === undefined ? folder : '';
  const guard = spawn(
    process.execPath,
    ['-e', GUARD, '--', String(LEAVE_MS), removed, ...command, ...fresh],
    {
      cwd,
      // A session of its own: Ctrl-C and the end of a terminal reach it through us alone.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...environment(folder), ...options.env },
    },
  );
  const ended = new Promise<number>((resolve) => {
    guard.once('exit', (code) => resolve(code ?? 1));
    guard.once('error', () => resolve(127));
  });
  const stop = async (): Promise<void> => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
  try {
    const urls = await ready(guard, ended, options.timeoutMs ?? PATIENCE_MS);
    unref(guard);
    return sandboxAt(urls, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Urls {
  gateway: string;
  bank: string;
}

/** Resolves with the first line that says ready; rejects when the process ends, or too much time goes by. */
async function ready(
  guard: ChildProcess,
  ended: Promise<number>,
  timeoutMs: number,
): Promise<Urls> {
  const said = lastWords(guard);
  let timer: NodeJS.Timeout | undefined;
  const found = new Promise<Urls>((resolve) => {
    if (guard.stdout === null) return;
    createInterface({ input: guard.stdout }).on('line', (line) => {
      const urls = readyIn(line);
      if (urls !== undefined) resolve(urls);
    });
  });
  const failed = (how: string): Error =>
    sandboxError('sandbox_not_started', `the sandbox ${how}. It said:\n${said() || '(nothing)'}`);
  const gone = ended.then((code) => {
    throw failed(`ended (code ${code}) before it was ready`);
  });
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(`was not ready within ${timeoutMs} ms`)), timeoutMs);
  });
  gone.catch(() => undefined); // it ends some time; by then nobody asks why
  try {
    return await Promise.race([found, gone, late]);
  } finally {
    clearTimeout(timer);
  }
}

function readyIn(line: string): Urls | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { ready, gateway, bank } = JSON.parse(line) as Record<string, unknown>;
    const whole = ready === true && typeof gateway === 'string' && typeof bank === 'string';
    return whole ? { gateway, bank } : undefined;
  } catch {
    return undefined;
  }
}

const KEPT_CHARACTERS = 4000;

function lastWords({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-KEPT_CHARACTERS);
  });
  return () => text.trim();
}

/** A test run that forgets to stop it must still end; the guard does the rest. */
function unref(guard: ChildProcess): void {
  guard.unref();
  for (const stream of [guard.stdin, guard.stdout, guard.stderr])
    (stream as Socket | null)?.unref();
}

/** Its database may run as another user, who must come in. */
function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-sandbox-'));
  fs.chmodSync(folder, 0o755);
  return folder;
}

/** What belongs to the app under test, or to its test runner. */
const NOT_ITS_OWN = ['DATABASE_URL', 'NODE_TEST_CONTEXT', 'NODE_V8_COVERAGE'];

function environment(folder: string): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].startsWith('TARIK_') && !NOT_ITS_OWN.includes(entry[0]),
  );
  return {
    ...Object.fromEntries(own),
    TARIK_PORT: '0',
    TARIK_BANK_PORT: '0',
    TARIK_SHOP_PORT: 'off',
    TARIK_DATA: folder,
  };
}
