// A stranger's empty folder with the packed SDK in it: what merchants get, nothing of this repository.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '../../..');
const run = promisify(execFile);

export interface Stranger {
  folder: string;
  write(file: string, text: string): void;
  install(...packages: string[]): Promise<void>;
  /** Runs a file of node_modules or of the folder on a Node; resolves to its standard output. */
  node(args: readonly string[], program?: string): Promise<string>;
  remove(): void;
}

export interface Packed {
  tarball: string;
  /** What is in it, unpacked. */
  content: string;
  remove(): void;
}

/** Packs the SDK into a folder of its own. */
export async function packSdk(): Promise<Packed> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-packed-'));
  await run(process.execPath, ['scripts/pack.ts', folder], { cwd: ROOT });
  return {
    tarball: path.join(folder, 'tarik-sdk.tgz'),
    content: path.join(folder, 'sdk'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An empty folder outside the repository with this manifest. */
export function stranger(manifest: object): Stranger {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-stranger-'));
  const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
  write('package.json', JSON.stringify({ name: 'stranger', private: true, ...manifest }));
  return {
    folder,
    write,
    async install(...packages) {
      const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
      await run('npm', ['install', ...quiet, ...packages], { cwd: folder });
    },
    async node(args, program = process.execPath) {
      const { stdout } = await run(program, args, { cwd: folder, env: bareEnvironment() }).catch(
        (error: { stdout?: string; stderr?: string; message: string }) => {
          throw new Error(`${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
        },
      );
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A test runner's own settings must not reach the stranger. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_ENV: _env, ...rest } = process.env;
  return rest;
}
