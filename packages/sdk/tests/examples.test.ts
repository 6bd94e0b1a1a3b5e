// The example projects as a stranger has them: copied out of the repository, the packed SDK installed, their own tests run.
import { execFile } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../src/testing/index.ts';
import { packSdk, stranger, type Packed, type Stranger } from './stranger.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const EXAMPLES = path.join(ROOT, 'examples/testing');
const PLATFORM = `${process.platform}-${process.arch}`;
const PATIENT = 180_000;
const run = promisify(execFile);

let packed: Packed;
let sandbox: Sandbox;
const strangers: Stranger[] = [];

beforeAll(async () => {
  [packed, sandbox] = await Promise.all([packSdk(), startSandbox({ home: ROOT })]);
}, PATIENT);

afterAll(async () => {
  await sandbox.stop();
  for (const one of [...strangers, packed]) one.remove();
}, PATIENT);

async function project(name: string, ...packages: string[]): Promise<Stranger> {
  const made = stranger({});
  strangers.push(made);
  cpSync(path.join(EXAMPLES, name), made.folder, { recursive: true });
  await made.install(packed.tarball, ...packages);
  return made;
}

/** What `npm test` says there, on this Node or on that of a folder. */
async function npmTest(
  { folder }: Stranger,
  env: Readonly<Record<string, string>>,
  node = path.dirname(process.execPath),
): Promise<string> {
  // What this test runner and this project have set is not the stranger's.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TARIK_|npm_|NODE_)|^(TEST|DEV|PROD|MODE|SSR)$/.test(name),
  );
  const { stdout, stderr } = await run('npm', ['test'], {
    cwd: folder,
    env: {
      ...Object.fromEntries(own),
      PATH: `${node}${path.delimiter}${process.env['PATH']}`,
      NO_COLOR: '1',
      ...env,
    },
  }).catch((error: { message: string; stdout?: string; stderr?: string }) => {
    throw new Error(`${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  });
  return stdout + stderr;
}

describe('the example projects', { timeout: PATIENT }, () => {
  test('are these three, and each says how to run it', () => {
    const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' });
    const readmes = files.filter((file) => /^[^/]+\/README\.md$/.test(file)).toSorted();
    expect(readmes).toEqual(['jest/README.md', 'node-test/README.md', 'vitest/README.md']);
  });

  test('node:test passes on the oldest Node that the SDK promises', async () => {
    const here = await project('node-test', `node-${PLATFORM}@20.19.0`);
    const old = path.join(here.folder, `node_modules/node-${PLATFORM}/bin`);
    expect(await npmTest(here, sandbox.env, old)).toMatch(/^(#|ℹ) pass 7\n(#|ℹ) fail 0$/m);
  });

  test('jest passes, in CommonJS', async () => {
    const here = await project('jest');
    expect(await npmTest(here, sandbox.env)).toMatch(/^Tests: +8 passed, 8 total$/m);
  });

  test('vitest passes, in TypeScript, with a sandbox that it starts and ends itself', async () => {
    const here = await project('vitest');
    const said = await npmTest(here, { TARIK_SANDBOX_HOME: ROOT });
    expect(said).toMatch(/^ +Tests +9 passed \(9\)$/m);
  });
});
