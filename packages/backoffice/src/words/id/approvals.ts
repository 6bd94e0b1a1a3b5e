// Words of the area approvals, in Indonesian.
import type { approvals as like } from '../en/approvals.ts';
import type { WordsLike } from '../words.ts';

export const approvals: WordsLike<typeof like> = {
  title: 'Persetujuan',
};
