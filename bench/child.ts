// A child process that says where it listens in its first line, and that ends with us.
import { spawn, type ChildProcess } from 'node:child_process';

export interface Child {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a Node program and waits for its line `{"listening": "http://…"}`; throws with what it said otherwise. */
export async function startChild(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Child> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await listening(child);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function listening(child: ChildProcess): Promise<string> {
  let said = '';
  return await new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-20_000);
      const url = /"listening":\s*"(http:[^"]+)"/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) =>
      reject(new Error(`a part ended (${code}) before it listened:\n${said}`)),
    );
  });
}
