// The client as a process of its own: started, told to drain and to finish, and asked how far it is.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { LoadOptions } from '../load/options.ts';
import type { FromClient } from '../load/process-client.ts';

export interface ChaosClient {
  /** Payments that were attempted so far. */
  payments(): number;
  /** Tells no new story; resolves when what was unknown has been asked again, with what is still unknown. */
  drain(): Promise<number>;
  /** What contradicts the guide in its own eyes, one sentence each. */
  surprises(): readonly string[];
  /** Asks the status of every payment and ends; resolves with how many were not heard. */
  finish(): Promise<number>;
  /** Texts that must be found nowhere. */
  canaries(): string[];
  kill(): void;
}

const PROGRAM = path.join(import.meta.dirname, '../load/process-client.ts');

type Told = Pick<LoadOptions, 'url' | 'bankUrl' | 'merchants' | 'log' | 'canaries' | 'seed'> &
  Partial<LoadOptions>;

/** Starts the client and resolves when it tells its first stories; rejects with what it said when it ends instead. */
export async function startClient(options: Told, words: string): Promise<ChaosClient> {
  const log = fs.openSync(words, 'a', 0o600);
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TORTURE_CLIENT_OPTIONS: JSON.stringify(options),
    },
    stdio: ['ignore', 'ignore', log, 'ipc'],
  });
  fs.closeSync(log);
  let payments = 0;
  let surprises: readonly string[] = [];
  const heard = new Map<FromClient['kind'], (said: FromClient) => void>();
  child.on('message', (said: FromClient) => {
    if (said.kind === 'counts' || said.kind === 'finished') {
      ({ payments, surprises } = said.counts);
    }
    heard.get(said.kind)?.(said);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      reject(new Error(`the client ended (${signal ?? code}):\n${fs.readFileSync(words, 'utf8')}`));
    });
  });
  ended.catch(() => undefined); // whoever waits for a word hears it

  function next<K extends FromClient['kind']>(kind: K): Promise<Extract<FromClient, { kind: K }>> {
    const said = new Promise<FromClient>((resolve) => heard.set(kind, resolve));
    return Promise.race([said, ended]) as Promise<Extract<FromClient, { kind: K }>>;
  }

  await next('started');
  return {
    payments: () => payments,
    surprises: () => surprises,
    async drain() {
      const drained = next('drained');
      child.send({ do: 'drain' });
      return (await drained).unknown;
    },
    async finish() {
      const finished = next('finished');
      child.send({ do: 'finish' });
      return (await finished).unheard;
    },
    canaries: () => JSON.parse(fs.readFileSync(options.canaries, 'utf8')) as string[],
    kill: () => void child.kill('SIGKILL'),
  };
}
