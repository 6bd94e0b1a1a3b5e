import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshDatabase, sql } from '../../packages/gateway/tests/database.ts';
import { fileOf, patchedFiles, sabotageSql } from './patch.ts';
import { numberOf, SABOTAGES, sabotageOf } from './sabotages.ts';

const HOOK = path.join(import.meta.dirname, 'hook.ts');

describe('the sabotages', () => {
  test('are more than forty, each with an id and a number of its own', () => {
    expect(SABOTAGES.length).toBeGreaterThanOrEqual(44);
    expect(new Set(SABOTAGES.map(({ id }) => id)).size).toBe(SABOTAGES.length);
    expect(SABOTAGES.map(numberOf)).toEqual(SABOTAGES.map((_, n) => n + 1));
  });

  test.each(SABOTAGES)('$id fits the source of today, and changes it', (sabotage) => {
    const { id, patches = [], sql: functions = [], statements } = sabotage;
    for (const [file, text] of patchedFiles(id, [...patches, ...functions])) {
      expect(text).not.toBe(readFileSync(file, 'utf8'));
      if (file.endsWith('.ts')) expect(stripTypeScriptTypes(text)).not.toBe('');
    }
    expect(patches.every(({ file }) => file.endsWith('.ts'))).toBe(true);
    expect(functions.every(({ file }) => file.endsWith('.sql'))).toBe(true);
    expect(patches.length + functions.length + (statements?.length ?? 0)).toBeGreaterThan(0);
  });

  test.each(SABOTAGES.filter(({ id }) => sabotageSql(id) !== undefined))(
    '$id can be given to a fresh database',
    async ({ id }) => {
      const database = await freshDatabase();
      try {
        await sql(database.url, sabotageSql(id) ?? '');
      } finally {
        await database.drop();
      }
    },
  );

  test('refuse a text that is not there, and one that is there twice', () => {
    const file = 'payments/payment.ts';
    const of = (find: string) => () => patchedFiles('any', [{ file, find, replace: '' }]);
    expect(of('nobody ever wrote this')).toThrow('occurs 0 times');
    expect(of('bank_paid')).toThrow(/occurs \d+ times/);
    expect(() => sabotageOf('nobody')).toThrow('there is no sabotage "nobody"');
  });
});

describe('the hook', () => {
  test('changes what a process loads, and nothing on the disk', () => {
    const [patch] = sabotageOf('any-answer-is-delivered').patches ?? [];
    const before = readFileSync(fileOf({ file: patch?.file ?? '' }), 'utf8');
    const told = tell('any-answer-is-delivered');
    expect(told.stdout).toBe('delivered');
    expect(readFileSync(fileOf({ file: patch?.file ?? '' }), 'utf8')).toBe(before);
    expect(tell('one-leg').stdout, 'a sabotage of another file').toBe('pending');
  });

  test('keeps a process from starting whose sabotage is unknown', () => {
    const { status, stderr } = tell('nobody');
    expect(status).not.toBe(0);
    expect(stderr).toContain('there is no sabotage "nobody"');
  });
});

/** What becomes of a notification that was answered 500, in a process with the sabotage. */
function tell(id: string): { status: number | null; stdout: string; stderr: string } {
  const program = `
    import { nextStep } from ${JSON.stringify(fileOf({ file: 'notifications/notification.ts' }))};
    const tried = { schedule: 'durable', createdAt: 0, attempts: 1, status: 500, error: null, retryAfter: null };
    process.stdout.write(nextStep(tried, 0, 0, () => 0.5).state);`;
  const args = ['--import', HOOK, '--input-type=module', '--eval', program];
  const env = { ...process.env, TORTURE_SABOTAGE: id };
  return spawnSync(process.execPath, args, { env, encoding: 'utf8' });
}
