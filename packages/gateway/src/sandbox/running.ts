// The note that a running sandbox leaves in its folder: where everything is, for commands that run beside it.
import fs from 'node:fs';
import path from 'node:path';
import { writeSecret } from './keys.ts';
import { isAlive } from './processes.ts';

export interface RunningNote {
  pid: number;
  gateway: string;
  bank: string;
  /** Null where it was started without a shop. */
  shop: string | null;
  /** The settings of the gateway's process. */
  env: Record<string, string>;
}

/** The data folder: TARIK_DATA, or `.tarik` here. */
export function dataFolder(asked: string | undefined): string {
  return path.resolve(asked === undefined || asked === '' ? '.tarik' : asked);
}

/** What runs on a folder, or null when nothing does. */
export function readRunning(folder: string): RunningNote | null {
  const note = readNote(folder);
  return note !== null && isAlive(note.pid, process.release.name) ? note : null;
}

/** Whether an earlier run ended without taking its note away. */
export function endedBadly(folder: string): boolean {
  return readNote(folder) !== null && readRunning(folder) === null;
}

export function writeRunning(folder: string, note: RunningNote): void {
  writeSecret(noteFile(folder), note);
}

export function removeRunning(folder: string): void {
  fs.rmSync(noteFile(folder), { force: true });
}

/** The settings of the sandbox that runs on this folder; empty when none does. */
export function sandboxEnvironment(asked: string | undefined): Record<string, string> {
  return readRunning(dataFolder(asked))?.env ?? {};
}

function readNote(folder: string): RunningNote | null {
  try {
    return JSON.parse(fs.readFileSync(noteFile(folder), 'utf8')) as RunningNote;
  } catch {
    return null;
  }
}

function noteFile(folder: string): string {
  return path.join(folder, 'running.json');
}
