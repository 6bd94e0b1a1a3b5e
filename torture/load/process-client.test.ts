// The load as a process: what its parent says and hears, and that it leaves when it is done.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../packages/gateway/tests/world.ts';
import type { FromClient } from './process-client.ts';

const PROGRAM = path.join(import.meta.dirname, 'process-client.ts');

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-client-'));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  child: ChildProcess;
  said: FromClient[];
  heard<K extends FromClient['kind']>(kind: K): Promise<Extract<FromClient, { kind: K }>>;
  gone: Promise<unknown[]>;
}

function start(name: string, payments: number | null): Running {
  const { clientId, secret } = world.one;
  const options = {
    url: world.url,
    bankUrl: world.bank.url,
    merchants: [{ clientId, secret }],
    log: path.join(folder, `${name}.log`),
    canaries: path.join(folder, `${name}.json`),
    seed: name.length,
    concurrency: 4,
    payments,
  };
  const child = fork(PROGRAM, [], {
    env: { PATH: process.env['PATH'], TORTURE_CLIENT_OPTIONS: JSON.stringify(options) },
  });
  const said: FromClient[] = [];
  child.on('message', (what) => said.push(what as FromClient));
  return {
    child,
    said,
    gone: once(child, 'exit'),
    async heard(kind) {
      const found = () => said.find((what) => what.kind === kind);
      await expect.poll(found).toBeDefined();
      return found() as never;
    },
  };
}

test('it makes the payments that are ordered, drains, finishes and leaves', async () => {
  const { child, said, heard, gone } = start('ordered', 20);
  const { canaries } = await heard('started');
  await heard('done');
  child.send({ do: 'drain' });
  expect((await heard('drained')).unknown).toBe(0);
  child.send({ do: 'finish' });
  expect(await gone).toEqual([0, null]);
  const last = said.at(-1);
  expect(last).toMatchObject({ kind: 'finished', unheard: 0, counts: { surprises: [] } });
  const lines = readFileSync(path.join(folder, 'ordered.log'), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes('"call":"status"')).length).toBeGreaterThan(19);
  expect((JSON.parse(readFileSync(canaries, 'utf8')) as string[]).length).toBeGreaterThan(1);
});

test('without an end of its own it counts every second until it is told to finish', async () => {
  const { child, heard, gone } = start('endless', null);
  await heard('counts');
  child.send({ do: 'finish' });
  expect((await heard('finished')).counts.payments).toBeGreaterThan(0);
  expect(await gone).toEqual([0, null]);
});

test('it ends with its parent, and with an error', async () => {
  const { child, heard, gone } = start('orphan', null);
  await heard('started');
  child.disconnect();
  expect(await gone).toEqual([1, null]);
});
