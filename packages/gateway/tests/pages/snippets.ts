// The code on the pages, taken out and run as a reader would run it.
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '../../../..');
const start = promisify(execFile);

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** The code blocks of a page (named from the project's root) that are in one language, in order. */
export function codeBlocks(page: string, language: string): string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8').replaceAll('\r\n', '\n');
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map(([, code]) => code ?? '');
}

/** The one block that opens with a comment naming this file. */
export function namedBlock(page: string, language: string, name: string): string {
  const found = codeBlocks(page, language).filter((code) => code.split('\n')[0]?.includes(name));
  if (found.length !== 1) throw new Error(`${page} has ${found.length} blocks named ${name}`);
  return found[0]!;
}

/** Whether all of these programs are on this machine. */
export function installed(...programs: readonly string[]): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return programs.every((program) =>
    folders.some((folder) => {
      try {
        accessSync(path.join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

/** Runs a program in a folder; never rejects for how it ended. */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: 25_000 };
  try {
    const { stdout, stderr } = await start(program, [...args], options);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: typeof code === 'number' ? code : 1, out: stdout ?? '', err: stderr ?? '' };
  }
}
