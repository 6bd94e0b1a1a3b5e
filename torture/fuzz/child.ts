// A child process that says where it listens by a message or in its first line, that can be asked for its memory, and
// that ends with us.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Child {
  url: string;
  port: number;
  pid: number;
  /** What it printed, the newest 20,000 characters. */
  said(): string;
  /** Its memory after a collection, bytes; for `process.ts` alone. */
  memory(): Promise<NodeJS.MemoryUsage>;
  stop(): Promise<void>;
}

/** Starts a Node program and resolves when it listens; throws with what it said otherwise. */
export async function startChild(
  args: readonly string[],
  env: Record<string, string>,
): Promise<Child> {
  const child = spawn(process.execPath, ['--expose-gc', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting: ((memory: NodeJS.MemoryUsage) => void)[] = [];
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-20_000);
      const line = /"listening":\s*"(http:[^"]+)"/.exec(said)?.[1];
      if (line !== undefined) resolve(line);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('message', (told) => {
      const { listening, memory } = told as { listening?: string; memory?: NodeJS.MemoryUsage };
      if (listening !== undefined) resolve(listening);
      if (memory !== undefined) waiting.shift()?.(memory);
    });
    child.once('exit', (code) => reject(new Error(`a part ended (${code}):\n${said}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    said: () => said,
    memory: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.send('memory');
      }),
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Resident memory of a process in bytes, from /proc; 0 where there is none. */
export function residentBytes(pid: number): number {
  try {
    const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Open file descriptors of a process, from /proc; 0 where there is none. */
export function openFiles(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
