// What goes wrong around a test rather than in the code under test.
import { TarikError } from '../errors.ts';

/** The sandbox cannot be found, started, reached or told; or what a test waits for never came. */
export class SandboxError extends TarikError {
  override name = 'SandboxError';
}

/** The error of a part of the sandbox. */
export function sandboxError(code: string, message: string, cause?: unknown): SandboxError {
  return new SandboxError(message, { code, cause });
}
