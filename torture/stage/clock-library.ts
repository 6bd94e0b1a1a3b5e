// One process's own clock set wrong: libfaketime, where the machine has it, reads how far from a file of that process.
import fs from 'node:fs';

const PLACES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
];

/** Where libfaketime is; null where it is not installed. */
export function clockLibrary(): string | null {
  return PLACES.find((place) => fs.existsSync(place)) ?? null;
}

/** The environment of a process whose clock follows `file`. Its timers go on by the true, steady count. */
export function wrongClockEnvironment(library: string, file: string): Record<string, string> {
  setWrongClock(file, 0);
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** Sets that process's clock so many seconds ahead (behind, when negative) of the true time. */
export function setWrongClock(file: string, seconds: number): void {
  fs.writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
}
