// How a sandbox can be started here: a command, a clone of Tarik, or `tarik` on the PATH.
import fs from 'node:fs';
import path from 'node:path';
import { sandboxError } from './sandbox-error.ts';

export interface Found {
  /** Program and arguments. */
  command: readonly [string, ...string[]];
  /** Where it runs; here when undefined. */
  cwd: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a `SandboxError` that says what to do when there is none. */
export function findSandbox(
  { command, home }: { command?: readonly string[]; home?: string },
  env: Environment,
): Found {
  const [program, ...args] = command ?? [];
  if (program !== undefined) return { command: [program, ...args], cwd: home };
  const clone = home ?? env['TARIK_SANDBOX_HOME'];
  if (clone !== undefined && clone !== '') return inClone(path.resolve(clone));
  const installed = onPath('tarik', env['PATH'] ?? '');
  if (installed !== undefined) return { command: [installed, ...SANDBOX], cwd: undefined };
  throw sandboxError(
    'sandbox_not_found',
    'there is no sandbox to start here. Clone Tarik and name the folder (TARIK_SANDBOX_HOME, or ' +
      "startSandbox({ home: '/path/of/tarik' })), or put the tarik command on the PATH, or name " +
      'the command that starts one, or join one that runs with joinSandbox()',
  );
}

const SANDBOX = ['sandbox', '--json'];

function inClone(home: string): Found {
  const script = path.join(home, 'scripts/run.mjs');
  if (!fs.existsSync(script)) {
    throw sandboxError(
      'sandbox_not_found',
      `${home} is no clone of Tarik: it has no scripts/run.mjs`,
    );
  }
  return { command: [process.execPath, script, 'start', '--json'], cwd: home };
}

function onPath(name: string, folders: string): string | undefined {
  return folders
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
