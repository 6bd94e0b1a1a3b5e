// The catalogue of errors as readers have it, docs/errors.md, taken apart: what each code means and what to do about it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One cause of a code. */
export interface CatalogueEntry {
  code: string;
  cause: string;
  whatToDo: string;
  /** Whether the same call may be sent again. */
  retry: boolean;
  /** The further columns of its table by their heads: HTTP, Type, Class. */
  facts: readonly (readonly [name: string, value: string])[];
}

const FILE = path.join(import.meta.dirname, '../../../../docs/errors.md');
const OWN = ['Code', 'Cause', 'What to do', 'Retry'];

/** The entries of the page; none where a process was installed without the documentation. */
export function readCatalogue(file = FILE): CatalogueEntry[] {
  try {
    return catalogueIn(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The rows of every table whose first column is Code. */
export function catalogueIn(page: string): CatalogueEntry[] {
  const entries: CatalogueEntry[] = [];
  let heads: string[] | undefined;
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) {
      heads = undefined;
      continue;
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (heads === undefined) heads = cells;
    else if (heads[0] === 'Code' && cells[0]?.startsWith('`')) entries.push(entryOf(heads, cells));
  }
  return entries;
}

function entryOf(heads: readonly string[], cells: readonly string[]): CatalogueEntry {
  const cell = (name: string): string => cells[heads.indexOf(name)] ?? '';
  return {
    code: cell('Code').replaceAll('`', ''),
    cause: cell('Cause'),
    whatToDo: cell('What to do'),
    retry: cell('Retry') === 'yes',
    facts: heads.flatMap((name, n) => (OWN.includes(name) ? [] : [[name, cells[n] ?? '']])),
  };
}
