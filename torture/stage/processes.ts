// Processes by their ids: the children of one, whether one is gone, and signals to many.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** The children of a process that live now. */
export function childrenOf(parent: number): number[] {
  return processes()
    .filter(([, above]) => above === parent)
    .map(([pid]) => pid);
}

/** True when nothing of it runs any more; one that only waits to be buried counts as gone. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  return !processes().some(([one]) => one === pid);
}

/** Signals each that still lives. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Every process that is no zombie, with its parent. */
function processes(): [pid: number, parent: number][] {
  if (!fs.existsSync('/proc/self/stat')) {
    const listed = execFileSync('ps', ['-axo', 'pid=,ppid=,stat='], { encoding: 'utf8' });
    return listed.split('\n').flatMap((line) => entry(line.trim().split(/\s+/)));
  }
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // After the name, which stands in brackets and may hold anything: state and parent.
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return entry([pid, parent, state]);
      } catch {
        return [];
      }
    });
}

function entry([pid, parent, state = 'Z']: readonly string[]): [number, number][] {
  return /^[ZX]/.test(state) || pid === '' ? [] : [[Number(pid), Number(parent)]];
}
