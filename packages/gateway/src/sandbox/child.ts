// A program of the sandbox as a child: started, started again when it dies, ended when asked. It watches the channel to
// us, so that it goes when we go, even by SIGKILL; a session of its own keeps the terminal's Ctrl-C for us alone.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../base/clock.ts';

export interface Program {
  name: string;
  /** The file that Node runs, and its arguments. */
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  logFile: string;
  /** Answers 200 when the program serves. */
  readyUrl: string;
}

export interface Child {
  readonly pid: number | undefined;
  /** Resolves when the program serves for the first time. */
  ready(): Promise<void>;
  /** Asks it to leave, and ends it for good when it has not left in time. */
  stop(patienceMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** A program that ends this often by itself, each time within {@link SOON_MS} of its start, is given up. */
const MOST_ENDS = 3;
const SOON_MS = 5000;

export interface ChildEvents {
  /** It died and is being started again. */
  onDeath(words: string): void;
  /** It cannot be kept alive. */
  onGivenUp(error: Error): void;
}

/**
 * Starts a program and keeps it alive until it is stopped. One that dies is started again rather than taking the others
 * along: a sandbox is where people kill a part to see what becomes of a payment.
 */
export function startChild(program: Program, events: ChildEvents): Child {
  const clock = systemClock();
  const log = fs.openSync(program.logFile, 'w', 0o600);
  let current: ChildProcess | undefined;
  const life: { stopping: boolean; givenUp?: Error } = { stopping: false };
  const over = keepAlive().finally(() => fs.closeSync(log));

  async function keepAlive(): Promise<void> {
    let ends = 0;
    while (!life.stopping) {
      const began = clock.steady();
      const { words, killed } = await runOnce();
      if (life.stopping) return;
      // Who is killed from outside is not ill.
      ends = killed || clock.steady() - began > SOON_MS ? 0 : ends + 1;
      if (ends >= MOST_ENDS) {
        life.givenUp = new Error(
          `${program.name} ${words} again and again:\n${tail(program.logFile)}`,
        );
        events.onGivenUp(life.givenUp);
        return;
      }
      events.onDeath(`${program.name} ${words} and is started again`);
    }
  }

  async function runOnce(): Promise<{ words: string; killed: boolean }> {
    const child = spawn(process.execPath, program.command, {
      env: { ...process.env, ...program.env },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    current = child;
    return await new Promise((resolve) => {
      child.once('error', ({ message }) =>
        resolve({ words: `could not be started (${message})`, killed: false }),
      );
      child.once('exit', (code, signal) =>
        resolve({
          words: `ended (${signal ?? `code ${code}`})`,
          killed: signal === 'SIGKILL' || signal === 'SIGTERM',
        }),
      );
    });
  }

  return {
    get pid() {
      return current?.pid;
    },
    async ready() {
      while (!life.stopping) {
        if (life.givenUp !== undefined) throw life.givenUp;
        if (await answers(program.readyUrl)) return;
        await delay(25);
      }
    },
    async stop(patienceMs) {
      life.stopping = true;
      current?.kill('SIGTERM');
      const late = new AbortController();
      const waited = delay(patienceMs, undefined, { signal: late.signal }).then(
        () => current?.kill('SIGKILL'),
        () => undefined,
      );
      await over;
      late.abort();
      await waited;
    },
    kill() {
      life.stopping = true;
      current?.kill('SIGKILL');
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The end of a log, as people read it. */
export function tail(file: string): string {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}
