// What a visit loads: the script and style of a page with everything that it imports, as it is sent compressed.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

export interface Visit {
  readonly name: string;
  /** Bytes, gzipped. */
  readonly script: number;
  readonly style: number;
}

/** The visits that the limit is about: the sign-in page, and the home page with words of one language. */
export function firstPage(dist: string): Visit[] {
  const manifest = JSON.parse(
    readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'),
  ) as Manifest;
  const entry = Object.keys(manifest).filter((name) => manifest[name]?.isEntry === true);
  const words = ['src/words/id/index.ts'];
  const pages: readonly (readonly [string, readonly string[]])[] = [
    ['sign-in', ['src/pages/sign-in/page.tsx']],
    ['home', ['src/shell/shell.tsx', 'src/pages/home/page.tsx']],
    ['payments', ['src/shell/shell.tsx', 'src/pages/payments/page.tsx']],
  ];
  return pages.map(([name, own]) => visit(name, dist, manifest, [...entry, ...words, ...own]));
}

function visit(name: string, dist: string, manifest: Manifest, roots: readonly string[]): Visit {
  const seen = new Set<string>();
  const files = new Set<string>();
  const ahead = [...roots];
  for (let one = ahead.pop(); one !== undefined; one = ahead.pop()) {
    const chunk = manifest[one];
    if (chunk === undefined || seen.has(one)) continue;
    seen.add(one);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    ahead.push(...(chunk.imports ?? []));
  }
  const sum = (end: string): number =>
    [...files]
      .filter((file) => file.endsWith(end))
      .reduce((all, file) => all + size(dist, file), 0);
  return { name, script: sum('.js'), style: sum('.css') };
}

function size(dist: string, file: string): number {
  const whole = path.join(dist, file);
  return statSync(existsSync(`${whole}.gz`) ? `${whole}.gz` : whole).size;
}
