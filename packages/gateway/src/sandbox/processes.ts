// Whether a process is alive, and which one it is: a process id alone may belong to a stranger by now.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Whether a process is alive whose command line holds every one of these words. */
export function isAlive(pid: number, ...words: readonly string[]): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const line = commandLine(pid);
  return line !== '' && words.every((word) => line.includes(word));
}

function commandLine(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    return stdout ?? '';
  }
}
