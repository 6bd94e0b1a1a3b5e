// The log of a witness: on the disk before it says so, in order, and whole after its writer was killed.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lineLogOn, openLineLog, type Disk } from './line-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tarik-lines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A disk that notes what is done to it. */
function disk(did: string[]): Disk {
  return {
    appendFile: async (text) => void did.push(`write ${String(text).replaceAll('\n', ' ').trim()}`),
    datasync: async () => void did.push('sync'),
    close: async () => void did.push('close'),
  };
}

test('a line is acknowledged after its sync, and those that wait share one', async () => {
  const did: string[] = [];
  const log = lineLogOn(disk(did));
  const lines = [1, 2, 3].map((n) => log.append({ n }).then(() => did.push(`acknowledged ${n}`)));
  await Promise.all(lines);
  await log.append({ n: 4 });
  await log.close();
  expect(did).toEqual([
    'write {"n":1} {"n":2} {"n":3}',
    'sync',
    'acknowledged 1',
    'acknowledged 2',
    'acknowledged 3',
    'write {"n":4}',
    'sync',
    'close',
  ]);
});

test('after a write that failed no line is acknowledged again', async () => {
  const did: string[] = [];
  const full: Disk = {
    ...disk(did),
    appendFile: async () => {
      throw new Error('the disk is full');
    },
  };
  const log = lineLogOn(full);
  await expect(log.append({ n: 1 })).rejects.toThrow('the disk is full');
  await expect(log.append({ n: 2 })).rejects.toThrow('the disk is full');
  expect(did).toEqual([]);
});

test('what was written is in the file, and opening it again goes on behind it', async () => {
  const file = path.join(folder, 'log');
  for (const n of [1, 2]) {
    const log = await openLineLog(file);
    await log.append({ n });
    await log.close();
  }
  expect(await readFile(file, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
});

test.each([
  ['a torn line', '{"n":1}\n{"n":2', '{"n":1}\n'],
  ['nothing but a torn line', '{"n', ''],
  ['a torn line longer than a block', `{"n":1}\n${'x'.repeat(200_000)}`, '{"n":1}\n'],
  ['a whole file', '{"n":1}\n', '{"n":1}\n'],
  ['an empty file', '', ''],
])('opening cuts %s', async (_, before, kept) => {
  const file = path.join(folder, 'log');
  await writeFile(file, before);
  const log = await openLineLog(file);
  expect(await readFile(file, 'utf8')).toBe(kept);
  await log.append({ next: true });
  await log.close();
  await appendFile(file, '');
  expect(await readFile(file, 'utf8')).toBe(`${kept}{"next":true}\n`);
});
