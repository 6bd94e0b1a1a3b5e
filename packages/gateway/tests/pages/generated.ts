// Parts of a page that are made from the code: they stand between two comments that name them. What lies outside them is
// written by hand and is left alone.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const DOCS = path.join(import.meta.dirname, '../../../../docs');

/** The text of a page below `docs/`. */
export function readPage(name: string): string {
  return readFileSync(path.join(DOCS, name), 'utf8').replaceAll('\r\n', '\n');
}

/** Names of the generated parts of a page, in order. */
export function partNames(page: string): string[] {
  return [...page.matchAll(/^<!-- made: ([a-z-]+) -->$/gm)].map(([, name]) => name ?? '');
}

/** The page with each of its parts made anew. Throws for a part that the page does not have. */
export function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, made]) => {
    const [open, close] = [`<!-- made: ${name} -->\n`, `<!-- end: ${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`the page has no part named ${name}`);
    return `${text.slice(0, start + open.length)}\n${made.trim()}\n\n${text.slice(end)}`;
  }, page);
}

/** Writes a page anew; answers whether that changed it. */
export function rewritePage(name: string, parts: Readonly<Record<string, string>>): boolean {
  const before = readPage(name);
  const after = withParts(before, parts);
  if (after !== before) writeFileSync(path.join(DOCS, name), after);
  return after !== before;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
