// A postmaster and the note it leaves, `postmaster.pid`: whether it is ready, and what an earlier run left behind.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../processes.ts';

/** True when the postmaster with this process id says that it takes connections. */
export function isReady(cluster: string, pid: number): boolean {
  const lines = readNote(cluster);
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

/**
 * Ends what an earlier run has left: a postmaster of this very cluster that is still alive is stopped first, and a
 * stale note is removed, since its process id may belong to a stranger by now.
 */
export async function endLeftover(cluster: string): Promise<void> {
  const pid = Number(readNote(cluster)[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid, cluster)) break;
    process.kill(pid, signal);
    for (let tries = 0; tries < 200 && isAlive(pid, cluster); tries += 1) await delay(50);
  }
  fs.rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
}

function readNote(cluster: string): string[] {
  try {
    return fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
