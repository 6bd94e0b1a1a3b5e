// A Node program as a part: started with a clean environment, its words appended to a file, ready when it says where it
// listens, by a line `{"listening": "http://…"}` or over its channel.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import type { Running } from './part.ts';

export interface NodeProgram {
  /** Arguments for Node, the program among them. */
  args: readonly string[];
  env: Record<string, string>;
  /** Everything that it prints is appended here. */
  logFile: string;
  /** It serves; `url` is where. */
  onReady(url: string | null, child: ChildProcess): void;
}

/** Starts the program and resolves when it serves; rejects when it ended before or the signal aborted. */
export async function launchNode(program: NodeProgram, signal: AbortSignal): Promise<Running> {
  signal.throwIfAborted();
  const log = fs.openSync(program.logFile, 'a', 0o600);
  const child = spawn(process.execPath, program.args, {
    env: { ...inherited(), ...program.env },
    stdio: ['ignore', 'pipe', log, 'ipc'],
  });
  child.on('error', () => undefined);
  child.stdout?.on('data', (chunk: Buffer) => fs.writeSync(log, chunk));
  const gone = new Promise<string>((resolve) => {
    child.once('close', (code, ended) => {
      fs.closeSync(log);
      resolve(`${ended ?? `code ${code}`}\n${tail(program.logFile)}`);
    });
  });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    const url = await Promise.race([
      listening(child),
      gone.then((how) => Promise.reject(new Error(`ended before it served: ${how}`))),
    ]);
    program.onReady(url, child);
  } finally {
    signal.removeEventListener('abort', kill);
  }
  return {
    pid: child.pid ?? 0,
    gone,
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: () => void child.kill('SIGTERM'),
  };
}

function listening(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (said.length > 20_000) return;
      said += chunk.toString();
      const url = /"listening":\s*"(http:[^"]+)"/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.on('message', (message: { kind?: string; url?: string | null }) => {
      if (message.kind === 'listening') resolve(message.url ?? null);
    });
  });
}

/** Nothing of the shell's own settings may reach a part. */
function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  return { PATH, HOME, TMPDIR };
}

function tail(file: string): string {
  return fs.readFileSync(file, 'utf8').slice(-2000);
}
