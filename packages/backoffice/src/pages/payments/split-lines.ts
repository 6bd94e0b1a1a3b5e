// The lines of a split while they are filled in, and as the API takes them.
import type { components } from '../../api/types.gen.ts';
import { readRupiah } from '../../parts/rupiah.ts';

export type Split = components['schemas']['Split'];
type Line = Pick<Split['lines'][number], 'account' | 'type' | 'value'>;

export const TYPES = ['PERCENTAGE', 'FIX'] as const;
export const MOST_LINES = 50;

export interface DraftLine extends Line {
  /** For React: lines have no names of their own. */
  key: string;
}

/** The lines of a split as a form begins with them. */
export function draftOf(split: Split | null): DraftLine[] {
  return (split?.lines ?? []).map(({ account, type, value }) => ({
    key: account,
    account,
    type,
    value,
  }));
}

/** As the API takes them: null for none; undefined while one is not filled in. */
export function linesOf(drafts: readonly DraftLine[]): Line[] | null | undefined {
  if (drafts.length === 0) return null;
  const lines = drafts.flatMap(({ account, type, value }) => {
    const digits = type === 'FIX' ? readRupiah(value) : /^\d{1,12}$/.exec(value.trim())?.[0];
    return account === '' || digits === undefined ? [] : [{ account, type, value: digits }];
  });
  return lines.length === drafts.length ? lines : undefined;
}

/** Whether two splits say the same, line by line. */
export function sameLines(lines: readonly Line[] | null, split: Split | null): boolean {
  const words = (of: readonly Line[]): string =>
    JSON.stringify(of.map(({ account, type, value }) => [account, type, value]));
  return words(lines ?? []) === words(split?.lines ?? []);
}
