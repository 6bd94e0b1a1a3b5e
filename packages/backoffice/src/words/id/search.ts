// Words of the area search, in Indonesian.
import type { search as like } from '../en/search.ts';
import type { WordsLike } from '../words.ts';

export const search: WordsLike<typeof like> = {
  title: 'Pencarian',
};
