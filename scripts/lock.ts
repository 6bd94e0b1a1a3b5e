// The lockfile's completeness: npm may leave a platform's package out of it without a word, and
// then `npm ci` refuses the lockfile everywhere, or installs nothing on that platform.
import { readFileSync } from 'node:fs';

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

/** One line for each optional dependency that the lockfile asks for and does not hold. */
export function missingFromLock(file: string): string[] {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
  const held = new Set(Object.keys(packages).map((key) => key.replace(/^.*node_modules\//, '')));
  return Object.entries(packages).flatMap(([key, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !held.has(name))
      .map((name) => `${key} wants ${name}, which has no entry: pin a version that is complete`),
  );
}
