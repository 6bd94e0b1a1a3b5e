// The receiver as a process: what it acknowledged is in its log, even when it is killed, and it misbehaves as it is told.
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { signNotification } from '@tarik/wire/doku/signature';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReceiverLine } from '../logs.ts';

const PROGRAM = path.join(import.meta.dirname, 'process-receiver.ts');
const SECRETS = {
  'MCH-1': { secret: 'key-of-one', path: '/hook/one' },
  'MCH-2': { secret: ['old-key', 'new-key'], path: '/hook/two' },
};

let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-receiver-'));
  writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify(SECRETS));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => kill(child)));
  rmSync(folder, { recursive: true, force: true });
});

const logFile = () => path.join(folder, 'receiver.log');

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(PROGRAM, [], {
    env: {
      PATH: process.env['PATH'],
      TORTURE_RECEIVER_LOG: logFile(),
      TORTURE_RECEIVER_SECRETS: path.join(folder, 'secrets.json'),
      TORTURE_RECEIVER_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  children.push(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, url: (JSON.parse(line.toString()) as { listening: string }).listening };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

interface Notice {
  clientId?: string;
  key?: string;
  target?: string;
  signed?: string;
  signature?: (right: string) => string;
}

async function notify(url: string, notice: Notice = {}, withinMs = 20_000): Promise<number> {
  const { clientId = 'MCH-1', key = 'key-of-one', target = '/hook/one', signed = target } = notice;
  const body = JSON.stringify({ n: randomUUID() });
  const parts = { clientId, requestId: randomUUID(), timestamp: '2026-01-15T09:30:00Z' };
  const right = signNotification({ ...parts, target: signed, body }, key);
  const answer = await fetch(url + target, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(withinMs),
    headers: {
      'Client-Id': clientId,
      'Request-Id': parts.requestId,
      'Request-Timestamp': parts.timestamp,
      Signature: notice.signature?.(right) ?? right,
    },
    body,
  });
  await answer.text();
  return answer.status;
}

function lines(): ReceiverLine[] {
  const texts = readFileSync(logFile(), 'utf8').split('\n').slice(0, -1);
  return texts.map((text) => JSON.parse(text) as ReceiverLine);
}

test.each<[string, Notice, boolean]>([
  ['a right signature', {}, true],
  ['a query that is not signed', { target: '/hook/one?a=1', signed: '/hook/one' }, true],
  ['the older key', { clientId: 'MCH-2', key: 'old-key', target: '/hook/two' }, true],
  ['the newer key', { clientId: 'MCH-2', key: 'new-key', target: '/hook/two' }, true],
  ['two signatures', { signature: (right) => `HMACSHA256=no, ${right}` }, true],
  ['a wrong key', { key: 'key-of-another' }, false],
  ['an unknown client', { clientId: 'MCH-9' }, false],
  ['another path, signed', { target: '/hook/two' }, false],
  ['no signature', { signature: () => '' }, false],
])('%s is logged before 200 is answered', async (_, notice, verified) => {
  const { url } = await start();
  expect(await notify(url, notice)).toBe(200);
  const { target = '/hook/one' } = notice;
  expect(lines()).toMatchObject([{ target, verified, answered: 200 }]);
});

test('killed at any moment, it keeps what it acknowledged and cuts what it did not finish', async () => {
  let acknowledged = 0;
  for (let round = 0; round < 3; round += 1) {
    const { child, url } = await start();
    const sent = Array.from({ length: 30 }, async () => {
      const status = await notify(url).catch(() => 0);
      if (status === 200) acknowledged += 1;
      if (acknowledged === 10 * (round + 1)) await kill(child);
    });
    await Promise.all(sent);
    await kill(child);
    appendFileSync(logFile(), '{"at":1,"target":"/torn');
  }
  const { url } = await start();
  expect(await notify(url)).toBe(200);
  expect(acknowledged).toBeGreaterThan(0);
  expect(lines().length).toBeGreaterThan(acknowledged);
});

test('told to, it misbehaves, in a crash and after it, until it is told to behave', async () => {
  let { child, url } = await start();
  const control = (asked: object) =>
    fetch(`${url}/control`, { method: 'POST', body: JSON.stringify(asked) });
  await control({ misbehave: 1, seed: 7 });
  const seen = new Set<string>();
  const wanted = ['0', '302', '404', '500', '503', 'crash'];
  for (let n = 0; n < 300 && seen.size < wanted.length; n += 1) {
    // Some of its answers never come.
    seen.add(String(await notify(url, {}, 300).catch(() => 0)));
    // A crash is seen when the process is gone, not before.
    const alive = await fetch(`${url}/elsewhere`).catch(() => null);
    if (alive !== null) continue;
    seen.add('crash');
    await kill(child);
    ({ child, url } = await start());
  }
  expect([...seen].toSorted()).toEqual(wanted);
  await control({ behave: true });
  for (let n = 0; n < 10; n += 1) expect(await notify(url)).toBe(200);
  expect(lines().some((line) => line.target === '/elsewhere' && !line.verified)).toBe(true);
});

test('it ends when its parent goes', async () => {
  const { child } = await start();
  const gone = once(child, 'exit');
  child.disconnect();
  expect(await gone).toEqual([0, null]);
});
