// Runs one command line in this process and catches what it writes.
import type { Environment } from '../src/base/config.ts';
import { run } from '../src/cli/main.ts';
import { createScreen } from '../src/cli/screen.ts';

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs `tarik` with these arguments; `signal` ends a stream as Ctrl-C does. */
export async function runTarik(
  args: readonly string[],
  env: Environment = {},
  signal?: AbortSignal,
): Promise<Ended> {
  const { ended } = beginTarik(args, env, signal);
  return await ended;
}

/** The same, with what has been written so far. */
export function beginTarik(
  args: readonly string[],
  env: Environment = {},
  signal?: AbortSignal,
): { said: { out: string; err: string }; ended: Promise<Ended> } {
  const said = { out: '', err: '' };
  const screen = createScreen({
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  const cli = { screen, env: () => env, ...(signal === undefined ? {} : { signal }) };
  return { said, ended: run(args, cli).then((code) => ({ code, ...said })) };
}
