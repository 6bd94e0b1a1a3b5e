// The sandbox as `npm start` brings it up, for tests of the shop: on free ports, in a folder of its own.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Sandbox {
  gateway: string;
  bank: string;
  shop: string;
  /** Process ids of its parts. */
  pids: Record<'gateway' | 'bank' | 'shop', number>;
  /** Asks the bank's sandbox tools. */
  ask<T>(where: string, body?: object): Promise<T>;
  stop(): Promise<void>;
}

const COMMAND = path.join(import.meta.dirname, '../../../packages/gateway/src/cli/main.ts');

export async function startSandbox(): Promise<Sandbox> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-shop-sandbox-'));
  chmodSync(folder, 0o755);
  const { DATABASE_URL: _, ...env } = process.env;
  const free = { TARIK_PORT: '0', TARIK_BANK_PORT: '0', TARIK_SHOP_PORT: '0' };
  const child = spawn(process.execPath, [COMMAND, 'sandbox', '--json'], {
    env: { ...env, ...free, NO_COLOR: '1', TARIK_DATA: path.join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then((code) => Promise.reject(new Error(`the sandbox ended with ${code}: ${said}`))),
  ]);
  const ready = JSON.parse(line) as Pick<Sandbox, 'gateway' | 'bank' | 'shop' | 'pids'>;
  return {
    ...ready,
    async ask<T>(where: string, body?: object): Promise<T> {
      const answer = await fetch(ready.bank + where, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async stop() {
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
