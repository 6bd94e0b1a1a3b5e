// Words of the area audit, in Indonesian.
import type { audit as like } from '../en/audit.ts';
import type { WordsLike } from '../words.ts';

export const audit: WordsLike<typeof like> = {
  title: 'Audit',
};
