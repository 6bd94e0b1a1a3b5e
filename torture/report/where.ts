// What a run was made on, for its report: the commit, Node, and how many cores.
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

const PROJECT = path.join(import.meta.dirname, '../..');

/** Where runs keep their pages. */
export const REPORTS = path.join(PROJECT, 'torture', 'reports');

export interface Where {
  /** Of the sources, with `-dirty` when they were changed; `unknown` outside a repository. */
  commit: string;
  node: string;
  cores: number;
}

export function readWhere(): Where {
  return { commit: commit(), node: process.version, cores: os.availableParallelism() };
}

function commit(): string {
  try {
    const args = ['-c', 'safe.directory=*', 'describe', '--always', '--dirty', '--abbrev=12'];
    return execFileSync('git', args, {
      cwd: PROJECT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
