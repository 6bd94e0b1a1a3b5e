// Reads a file of conformance/, the golden vectors that any implementation of the wires can be held
// against.
import { readFileSync } from 'node:fs';

/** The parsed file, `doku/signatures.json`; its shape is what the test that reads it says. */
export function vectors<T>(file: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../conformance/${file}`, import.meta.url), 'utf8'),
  ) as T;
}
