// The script that starts everything from a clone: the command line works in the folder that it is typed in.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../../..');
const SIGN = ['--client-id', 'MCH-1', '--target', '/x', '--secret-file', 'key', '--body', 'b.json'];

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tarik-typed-')));
  writeFileSync(path.join(folder, 'key'), 'SK-1\n');
  writeFileSync(path.join(folder, 'b.json'), '{}');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the command line of a clone, typed in another folder', () => {
  test('reads the files of that folder, called by itself or through npm', () => {
    expect(runScript(['cli', 'sign', ...SIGN], folder, {})).toMatchObject({ status: 0 });
    const npm = { npm_lifecycle_event: 'cli', INIT_CWD: folder };
    expect(runScript(['cli', 'sign', ...SIGN], ROOT, npm)).toMatchObject({ status: 0 });
  });

  test('does not take the folder of another script for its own', () => {
    const npm = { npm_lifecycle_event: 'test', INIT_CWD: os.tmpdir() };
    expect(runScript(['cli', 'sign', ...SIGN], folder, npm)).toMatchObject({ status: 0 });
  });

  test("looks for the clone's sandbox, or for the one that is named", () => {
    expect(runScript(['cli', 'clock'], folder, {}).stderr).not.toContain(folder);
    const { status, stderr } = runScript(['cli', 'clock'], folder, { TARIK_DATA: 'elsewhere' });
    expect(status).toBe(6);
    expect(stderr).toContain(path.join(folder, 'elsewhere'));
  });
});

function runScript(args: string[], cwd: string, more: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const env = { ...(PATH && { PATH }), ...(HOME && { HOME }), ...more };
  const script = path.join(ROOT, 'scripts/run.mjs');
  return spawnSync(process.execPath, [script, ...args], { cwd, env, encoding: 'utf8' });
}
