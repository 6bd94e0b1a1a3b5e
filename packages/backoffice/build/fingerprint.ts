// What the page is built from, as one hash: its sources, its build and the lockfile.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const SOURCES = ['src', 'build', 'public'];
const FILES = ['index.html', 'vite.config.ts', 'package.json', '../../package-lock.json'];

/** Changes whenever the page that would be built changes. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const names = SOURCES.flatMap((part) =>
    readdirSync(path.join(folder, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))),
  ).map((name) => name.split(path.sep).join('/'));
  for (const name of [...names.toSorted(), ...FILES]) {
    const bytes = readFileSync(path.join(folder, name));
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}
