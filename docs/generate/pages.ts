// Writing pages below src/content/docs: front matter, tables, and what Markdown would take for itself.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');
export const CONTENT = path.join(ROOT, 'docs/src/content/docs');

/** Folders of the content that are made by this generator; git ignores them. */
export const MADE = [
  'api',
  'contributors',
  'decisions',
  'errors',
  'operators',
  'reference',
] as const;

export interface Page {
  /** Below the content's folder, without an ending: `errors/invalid_otp`. */
  slug: string;
  title: string;
  description: string;
  body: string;
  /** In the sidebar, where the title is too long for it. */
  label?: string;
  order?: number;
}

/** The text of a file of the repository. */
export function fileText(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8').replaceAll('\r\n', '\n');
}

/** Removes what an earlier run has made. */
export function clear(): void {
  for (const folder of MADE) rmSync(path.join(CONTENT, folder), { recursive: true, force: true });
}

export function write({ slug, title, description, body, label, order }: Page): void {
  const sidebar = {
    ...(label === undefined ? {} : { label }),
    ...(order === undefined ? {} : { order }),
  };
  // JSON is YAML, with every quote in its place.
  const front = [
    `title: ${JSON.stringify(title)}`,
    `description: ${JSON.stringify(plain(description))}`,
    ...(Object.keys(sidebar).length > 0 ? [`sidebar: ${JSON.stringify(sidebar)}`] : []),
  ];
  const file = path.join(CONTENT, `${slug}.md`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `---\n${front.join('\n')}\n---\n\n${body.trim()}\n`);
}

/** A Markdown table; a cell's bars and line ends are kept from ending it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

export function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\``;
}

/** Markdown as plain words, for a description. */
function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
