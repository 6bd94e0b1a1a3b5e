// Puts a sabotage into the text of a file, and refuses when the text is no longer what the sabotage was written for.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sabotageOf } from './sabotages.ts';
import type { Patch, Sabotage } from './types.ts';

/** Where the product's source is. */
const SOURCE = path.join(import.meta.dirname, '../../packages/gateway/src');

/** The absolute path of a patched file. */
export function fileOf(patch: Pick<Patch, 'file'>): string {
  return path.join(SOURCE, patch.file);
}

/** The texts of all files that these patches touch, by absolute path. Throws when one does not fit exactly once. */
export function patchedFiles(id: string, patches: readonly Patch[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const patch of patches) {
    const file = fileOf(patch);
    texts.set(file, patched(id, patch, texts.get(file) ?? readFileSync(file, 'utf8')));
  }
  return texts;
}

/** What a database is given after its migrations: statements first, then the functions. Undefined when there is nothing. */
export function sabotageSql(id: string): string | undefined {
  const { statements, sql = [] }: Sabotage = sabotageOf(id);
  const functions = [...patchedFiles(id, sql).values()];
  const texts = statements === undefined ? functions : [statements, ...functions];
  return texts.length === 0 ? undefined : texts.join('\n');
}

function patched(id: string, { file, find, replace }: Patch, text: string): string {
  const times = text.split(find).length - 1;
  if (find !== '' && times === 1) return text.replace(find, () => replace);
  throw new Error(
    `sabotage ${id}: its text occurs ${times} times in ${file}, and must once:\n${find}`,
  );
}
