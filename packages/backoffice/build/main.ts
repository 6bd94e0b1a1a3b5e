// Builds the page unless what is in dist/ was built from these very sources; prints what a first visit loads.
// Usage: node packages/backoffice/build/main.ts [--force]
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { firstPage } from './sizes.ts';

const HERE = path.join(import.meta.dirname, '..');
const DIST = path.join(HERE, 'dist');
const STAMP = path.join(DIST, '.built');

const wanted = fingerprint(HERE);
if (process.argv.includes('--force') || builtFrom() !== wanted) await make();

function builtFrom(): string | undefined {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined; // never built, or not to its end
  }
}

async function make(): Promise<void> {
  process.stderr.write('tarik: building the Back Office …\n');
  const { build } = await import('vite'); // heavy, and seldom needed
  // Beside the old one and then in its place: a gateway that runs meanwhile serves whole pages.
  const fresh = path.join(HERE, `dist-${process.pid}`);
  try {
    await build({
      configFile: path.join(HERE, 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'warn',
      build: { outDir: fresh },
    });
    writeFileSync(path.join(fresh, '.built'), wanted);
    putInPlace(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  for (const { name, script, style } of firstPage(DIST)) {
    const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0).padStart(4)} kB`;
    process.stderr.write(`  ${name.padEnd(14)}${kB(script)} script,${kB(style)} style (gzip)\n`);
  }
}

/** Another process may have built the same page meanwhile: its page will do. */
function putInPlace(fresh: string): void {
  try {
    rmSync(DIST, { recursive: true, force: true });
    renameSync(fresh, DIST);
  } catch (error) {
    if (builtFrom() !== wanted) throw error;
  }
}
