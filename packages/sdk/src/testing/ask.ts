// The sandbox's calls for programs: JSON in, JSON out, and its refusals as errors that say what it said.
import { reading, Unexpected, type Reading } from '../reading.ts';
import { sandboxError } from './sandbox-error.ts';

/** One of the two programs of a sandbox. */
export interface Program {
  /** As a sentence names it: `the gateway`. */
  name: string;
  /** Without a path: `http://127.0.0.1:8080`. */
  url: string;
}

export interface Asked {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
}

const PATIENCE_MS = 30_000;

/**
 * The parsed answer. Throws a `SandboxError`: `sandbox_unreachable` when nothing answers,
 * `sandbox_refused` with the sandbox's own words.
 */
export async function ask(program: Program, { method, path, body }: Asked): Promise<unknown> {
  const answer = await fetch(program.url + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw sandboxError(
      'sandbox_unreachable',
      `${program.name} of the sandbox does not answer at ${program.url}: is it still running?`,
      error,
    );
  });
  const json = parsed(await answer.text());
  if (answer.ok) return json;
  const said = refusalIn(json) ?? 'is this a sandbox, and of this version?';
  throw sandboxError(
    'sandbox_refused',
    `${program.name} of the sandbox refused ${method} ${path.split('?', 1)[0]} (${answer.status}): ${said}`,
  );
}

/** Reads an answer with `read`. Throws a `SandboxError` where it is not of the promised shape. */
export function readAnswer<T>(program: Program, json: unknown, read: (json: Reading) => T): T {
  try {
    return read(reading(json));
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    throw sandboxError(
      'sandbox_unexpected',
      `${program.name} at ${program.url} is not a sandbox of this version: in its answer ${error.message}`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The gateway says a sentence, the bank a code and a sentence. */
function refusalIn(json: unknown): string | undefined {
  const { error } = (json ?? {}) as { error?: unknown };
  if (typeof error === 'string') return error;
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
