// `npm test` and `npm run check`: every check of the house in order, a line each, stopping at the
// first that fails. `npm test -- <vitest arguments>` runs those tests alone.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { missingFromLock } from './lock.ts';

interface Step {
  readonly name: string;
  /** Resolves to what is wrong, as text for the screen; to '' when nothing is. */
  readonly run: () => Promise<string>;
}

const folders = ['packages', 'examples', 'bench', 'conformance', 'torture', 'scripts'].filter((f) =>
  existsSync(f),
);
const tidy = 'packages/gateway/tests/tidy.test.ts';
// Node reads the configuration itself: no compiled copy, so a tree that is read-only will do.
const vitest = ['run', '--configLoader=native'];

// Tests start our own programs some hundreds of times: Node need not compile them anew each time.
const COMPILED = { NODE_COMPILE_CACHE: path.resolve('node_modules/.cache/compiled') };

const LOCKS = ['package-lock.json', 'docs/package-lock.json'];

const STEPS: readonly Step[] = [
  { name: 'lockfile', run: async () => LOCKS.flatMap(missingFromLock).join('\n') },
  { name: 'format', run: () => tool('oxfmt/bin/oxfmt', '--check', '.') },
  { name: 'lint', run: () => tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings') },
  { name: 'types', run: () => tool('@typescript/native/bin/tsc', '--project', 'tsconfig.json') },
  {
    name: 'page types',
    run: () => tool('@typescript/native/bin/tsc', '--project', 'packages/backoffice/tsconfig.json'),
  },
  { name: 'imports', run: () => tool('dependency-cruiser/bin/dependency-cruiser.mjs', ...folders) },
  { name: 'unused', run: () => tool('knip/bin/knip.js', '--no-progress') },
];
const TIDY: Step = { name: 'tidy', run: () => tool('vitest/vitest.mjs', ...vitest, tidy) };

let running: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    running?.kill(signal);
    process.exitCode = 130;
  });
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'check') {
  await inOrder([...STEPS, TIDY]);
} else {
  if (rest.length > 0 || (await inOrder(STEPS))) await tests(rest);
}

/** Runs the steps until one fails, which also becomes this process's exit code. */
async function inOrder(steps: readonly Step[]): Promise<boolean> {
  for (const { name, run } of steps) {
    const start = performance.now();
    const wrong = await run();
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
    process.stdout.write(`${wrong ? '✗' : '✓'} ${name.padEnd(10)}${seconds} s\n`);
    if (wrong) {
      process.stdout.write(`\n${wrong.trimEnd()}\n`);
      process.exitCode ||= 1;
      return false;
    }
  }
  return true;
}

/** Runs one tool of node_modules on this Node; resolves to its output when it fails. */
function tool(file: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = start(file, args, 'pipe');
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? '' : output || `it ended with ${code}`));
  });
}

/** Runs vitest on the screen. Where TARIK_TEST_REPORT names a file, the counts go there as JSON. */
async function tests(args: readonly string[]): Promise<void> {
  const report = process.env['TARIK_TEST_REPORT'];
  const json = report
    ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    : [];
  const child = start('vitest/vitest.mjs', [...vitest, ...args, ...json], 'inherit');
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (ended) => resolve(ended ?? 130));
  });
  process.exitCode ||= code;
}

function start(file: string, args: readonly string[], stdio: 'pipe' | 'inherit'): ChildProcess {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  running = spawn(process.execPath, [path.join('node_modules', file), ...args], {
    stdio: ['inherit', stdio, stdio],
    env: { ...COMPILED, ...process.env, ...colour },
  });
  return running;
}
