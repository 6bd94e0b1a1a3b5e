// Which version this is, from the package itself.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of the gateway. */
export function readVersion(): string {
  const file = path.join(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
