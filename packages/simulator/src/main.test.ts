// The bank as a process: ready line, environment, stop, and its end with its parent.
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PARTNER, startWorld } from '../tests/world.ts';
import { BANK_PREFIX } from './bank.ts';
import { optionsFrom } from './main.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tarik-bank-'));
  const partners = join(folder, 'partners.json');
  const { key, secret, publicKey } = PARTNER;
  await writeFile(partners, JSON.stringify([{ key, secret, publicKey }]));
  env = {
    PATH: process.env['PATH'],
    TARIK_BANK_PORT: '0',
    TARIK_BANK_DATA: join(folder, 'data'),
    TARIK_BANK_PARTNERS: partners,
  };
});
afterAll(() => rm(folder, { recursive: true }));

async function readyLine(child: ChildProcess): Promise<string> {
  const [line] = await once(createInterface(child.stdout!), 'line');
  return String(line);
}

test('it prints where it listens, serves, and stops on SIGTERM', async () => {
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const { listening } = JSON.parse(await readyLine(child)) as { listening: string };
  expect(listening).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${listening}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('killed in the middle of its work, it has every payment that it had answered', async () => {
  const world = await startWorld();
  const customer = await world.customer('800000000003');
  await world.simulator.close();
  const start = async () => {
    const own = { ...env, TARIK_BANK_DATA: world.folder };
    const child = spawn(process.execPath, [MAIN], {
      env: own,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { listening } = JSON.parse(await readyLine(child)) as { listening: string };
    const baseUrl = listening + BANK_PREFIX;
    Object.assign(world, { simulator: { ...world.simulator, url: listening, baseUrl } });
    return child;
  };
  const child = await start();
  const answered: string[] = [];
  const payUntilDead = async (): Promise<void> => {
    for (;;) {
      const paid = await world.pay(customer).catch(() => undefined);
      if (paid?.code !== '2005400') return;
      answered.push(paid.body.partnerReferenceNo);
      if (answered.length === 200) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 16 }, payUntilDead));
  expect(answered.length).toBeGreaterThanOrEqual(200);

  const again = await start();
  const booked = (await world.book()).map((row) => row.partner_reference);
  expect(answered.filter((reference) => !booked.includes(reference))).toEqual([]);
  expect(new Set(booked).size).toBe(booked.length);
  again.kill('SIGTERM');
  await once(again, 'exit');
  world.simulator.close = async () => undefined;
  await world.close();
});

test('it ends when its parent lets go of it', async () => {
  const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  await readyLine(child);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a fault in the environment is one sentence that names the variable', async () => {
  const faults: [NodeJS.ProcessEnv, string][] = [
    [{ TARIK_BANK_PORT: 'x' }, 'TARIK_BANK_PORT'],
    [{ TARIK_BANK_DATA: '' }, 'TARIK_BANK_DATA'],
    [{ TARIK_BANK_PARTNERS: '' }, 'TARIK_BANK_PARTNERS'],
    [{ TARIK_BANK_CALLBACKS: 'sometimes' }, 'TARIK_BANK_CALLBACKS'],
  ];
  for (const [wrong, name] of faults) {
    await expect(optionsFrom({ ...env, ...wrong })).rejects.toThrow(name);
  }
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, TARIK_BANK_PORT: 'x' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said] = await once(child.stderr, 'data');
  expect(String(said)).toBe('TARIK_BANK_PORT must be a port from 0 to 65535\n');
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
});

test('a partner whose key cannot be read is named, without its key', async () => {
  const partners = join(folder, 'broken.json');
  await writeFile(partners, JSON.stringify([{ key: 'K', secret: 'S', publicKey: 'no key' }]));
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, TARIK_BANK_PARTNERS: partners },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said] = await once(child.stderr, 'data');
  expect(String(said)).toBe('partner K: publicKey must be an RSA public key in PEM\n');
});
