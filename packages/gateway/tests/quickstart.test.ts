// The quickstart, followed word for word by somebody who has nothing: an empty folder, an empty home of npm, the packed
// SDK, a sandbox of their own. Ports and folders are others than the page's; nothing else is.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeBlocks, namedBlock } from './pages/snippets.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const PAGE = 'docs/src/content/docs/quickstart.md';
const INDONESIAN = 'docs/src/content/docs/id/quickstart.md';
const FIVE_MINUTES = 300_000;

let folder: string;
let sandbox: ChildProcess | undefined;
const shells = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-quickstart-'));
  // The database runs as another user where this one is root, and must pass through.
  mkdirSync(path.join(folder, 'data'), { mode: 0o755 });
});

afterEach(async () => {
  // A program that was never notified would wait for ever.
  for (const { pid } of shells) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  if (sandbox?.exitCode === null) {
    const ended = new Promise((resolve) => sandbox?.on('exit', resolve));
    sandbox.kill('SIGINT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Ports that are free now, for a program that cannot say which one it took. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A shell as in a new terminal: nothing of this run of tests, npm's home empty. */
function terminal(ports: readonly number[]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_ENV|NODE_OPTIONS|VITEST|TEST|TARIK_|DATABASE_URL)/i.test(name),
  );
  const [gateway, bank, shop] = ports;
  return {
    ...Object.fromEntries(kept),
    npm_config_cache: path.join(folder, 'npm'),
    TARIK_PORT: `${gateway}`,
    TARIK_BANK_PORT: `${bank}`,
    TARIK_SHOP_PORT: `${shop}`,
    TARIK_DATA: path.join(folder, 'data/tarik'),
  };
}

/** Runs a block as it stands; resolves to what it printed. */
async function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  // A bash whose input is a socket believes that it was called from afar, and reads the machine's settings.
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env,
    stdio,
    detached: true,
  });
  shells.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  shells.delete(child);
  if (code !== 0) throw new Error(`${script}\nended with ${String(code)}:\n${output}`);
  return output;
}

describe('the quickstart', () => {
  test(
    'ends with a verified notification in less than five minutes',
    { timeout: FIVE_MINUTES },
    async () => {
      const [start = '', pack = '', project = '', run = ''] = codeBlocks(PAGE, 'sh');
      const [told = ''] = codeBlocks(PAGE, 'text');
      const ports = await freePorts(4);
      const env = terminal(ports);
      const [gateway, bank, , own] = ports;

      sandbox = spawn('bash', ['-c', `exec ${start.trim()}`], { cwd: ROOT, env, stdio: 'ignore' });
      const mine = (text: string): string =>
        text
          .replaceAll('../my-shop', path.join(folder, 'my-shop'))
          .replaceAll('../tarik', ROOT)
          .replaceAll(':8080', `:${gateway}`)
          .replaceAll(':8090', `:${bank}`)
          .replaceAll('3000', `${own}`);
      await shell(pack, ROOT, env);
      await shell(mine(project), ROOT, env);
      const shop = path.join(folder, 'my-shop');
      writeFileSync(path.join(shop, 'pay.mjs'), mine(namedBlock(PAGE, 'js', 'pay.mjs')));
      await expect
        .poll(
          async () =>
            (await fetch(`http://127.0.0.1:${gateway}/readyz`).catch(() => undefined))?.status,
          {
            timeout: FIVE_MINUTES,
          },
        )
        .toBe(200);
      const printed = await shell(run, shop, env);

      const lines = (text: string): string[] =>
        text
          .trim()
          .replace(/INV-\d+/, 'INV-…')
          .split('\n')
          .toSorted();
      expect(lines(printed)).toEqual(lines(told));
      expect(printed).toMatch(/^notified: INV-\d+ is SUCCESS$/m);
    },
  );

  test('has the same code in Indonesian', () => {
    const blocks = (page: string): unknown[] => {
      const text = readFileSync(path.join(ROOT, page), 'utf8');
      return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([whole]) => whole);
    };
    expect(blocks(INDONESIAN)).toEqual(blocks(PAGE));
    expect(blocks(PAGE)).toHaveLength(6);
  });
});
