// The load against a whole gateway in process: every story comes to its end, and the log tells all of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedOfRun } from '../../packages/gateway/tests/chance.ts';
import { quiet } from '../../packages/gateway/tests/quiet.ts';
import { booksOf, startWorld, type World } from '../../packages/gateway/tests/world.ts';
import type { Asked, ClientLine, Heard } from '../logs.ts';
import { startGenerator } from './generator.ts';
import { loadOptions } from './options.ts';
import { STORIES } from './stories.ts';

const seed = seedOfRun();
let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-load-'));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test(`every story ends and the log is whole (TARIK_TEST_SEED=${seed})`, async () => {
  const broken: unknown[] = [];
  const [log, canaries] = ['client.log', 'canaries.json'].map((name) => path.join(folder, name));
  const merchants = [world.one, world.two].map(({ clientId, secret }) => ({ clientId, secret }));
  const generator = await startGenerator(
    loadOptions({
      url: world.url,
      bankUrl: world.bank.url,
      merchants,
      log: log!,
      canaries: canaries!,
      seed,
      concurrency: 8,
      payments: 150,
      // What is seldom is told as often as the rest.
      shares: Object.fromEntries(Object.keys(STORIES).map((name) => [name, 1])),
      finishWithinMs: 60_000,
    }),
    (error) => broken.push(error),
  );
  await generator.done;
  // An outcome that is still open at the bank comes to its end when its time has come.
  await quiet(world);
  expect(await generator.drain()).toBe(0);
  await quiet(world);
  expect(await generator.finish()).toBe(0);

  const counts = generator.counts();
  expect(broken).toEqual([]);
  expect(counts.surprises).toEqual([]);
  expect(counts.payments).toBeGreaterThanOrEqual(150);
  expect(counts.heard + counts.lost).toBe(counts.asked);

  const text = readFileSync(log!, 'utf8');
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ClientLine);
  const asked = lines.filter((line): line is Asked => line.kind === 'asked');
  const ended = lines.filter((line) => line.kind !== 'asked');
  expect(asked).toHaveLength(counts.asked);
  expect(new Set(asked.map(({ attempt }) => attempt)).size).toBe(asked.length);
  const at = new Map(asked.map((line) => [line.attempt, lines.indexOf(line)]));
  for (const line of ended) expect(at.get(line.attempt)).toBeLessThan(lines.indexOf(line));
  expect(new Set(ended.map(({ attempt }) => attempt)).size).toBe(asked.length);

  const heard = new Map(
    ended
      .filter((line): line is Heard => line.kind === 'heard')
      .map((line) => [line.attempt, line]),
  );
  const ids = asked
    .filter((one) => one.call === 'payment' && one.sound)
    .map((one) => one.requestId);
  const told = asked.filter((one) => one.call === 'status' && heard.get(one.attempt)?.verified);
  const known = new Set(told.map((one) => one.requestId));
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id) => !known.has(id))).toEqual([]);
  expect([...heard.values()].filter((line) => line.status >= 500)).toEqual([]);

  const marks = JSON.parse(readFileSync(canaries!, 'utf8')) as string[];
  expect(marks.every((mark) => text.includes(mark))).toBe(true);
  expect(marks.filter((mark) => world.logged().includes(mark))).toEqual([]);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
}, 120_000);
