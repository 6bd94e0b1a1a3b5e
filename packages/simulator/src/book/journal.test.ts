// The journal: what was settled is there after a crash, torn ends go, broken middles are named.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './journal.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tarik-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

async function linesOf(): Promise<string[]> {
  const lines: string[] = [];
  const journal = await openJournal(path, (line) => lines.push(line), { fsync: true });
  await journal.close();
  return lines;
}

test('a new journal is empty and has nothing to wait for', async () => {
  const journal = await openJournal(path, () => expect.unreachable(), { fsync: true });
  expect(journal.settled()).toBeUndefined();
  await journal.close();
});

test('what was settled is in the file, in order', async () => {
  const journal = await openJournal(path, () => undefined, { fsync: true });
  const written: string[] = [];
  for (let n = 0; n < 500; n++) {
    written.push(`{"n":${n}}`);
    journal.append(`{"n":${n}}`);
    if (n % 7 === 0) {
      await journal.settled();
      expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toEqual(written);
    }
  }
  await journal.close();
  expect(await linesOf()).toEqual(written);
});

test('concurrent writers wait for their own lines and share the trips to the disk', async () => {
  const journal = await openJournal(path, () => undefined, { fsync: true });
  const waits = new Set<unknown>();
  await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      journal.append(`{"writer":${n}}`);
      const settled = journal.settled();
      waits.add(settled);
      await settled;
      expect(await readFile(path, 'utf8')).toContain(`{"writer":${n}}\n`);
    }),
  );
  expect(waits.size).toBeLessThan(5);
  await journal.close();
});

test('a torn last line is cut off, and writing goes on behind the whole ones', async () => {
  await writeFile(path, '[1]\n[2]\n[3');
  expect(await linesOf()).toEqual(['[1]', '[2]']);
  const journal = await openJournal(path, () => undefined, { fsync: true });
  journal.append('[4]');
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe('[1]\n[2]\n[4]\n');
});

test('a broken line in the middle is named, and the file stays as it is', async () => {
  await writeFile(path, '[1]\nnot json\n[3]\n');
  const opening = openJournal(path, (line) => void JSON.parse(line), { fsync: true });
  await expect(opening).rejects.toThrow('line 2 is broken');
  expect(await readFile(path, 'utf8')).toBe('[1]\nnot json\n[3]\n');
});

test('lines longer than one read are whole again', async () => {
  const long = JSON.stringify('x'.repeat(3_000_000));
  await writeFile(path, `[1]\n${long}\n`);
  await appendFile(path, '[2]\n');
  expect(await linesOf()).toEqual(['[1]', long, '[2]']);
});
