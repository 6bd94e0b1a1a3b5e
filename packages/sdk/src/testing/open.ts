// openSandbox: the one that the environment names, else one of our own.
import { joinSandbox } from './join.ts';
import type { Sandbox } from './sandbox.ts';
import { startSandbox, type StartOptions } from './start.ts';

/**
 * Joins the sandbox that TARIK_GATEWAY_URL names, or starts one where it names none: a global setup
 * starts it once, its `env` given to `process.env`, and every test file joins it.
 */
export async function openSandbox(options: StartOptions = {}): Promise<Sandbox> {
  const named = process.env['TARIK_GATEWAY_URL'];
  return named === undefined || named === '' ? await startSandbox(options) : await joinSandbox();
}
