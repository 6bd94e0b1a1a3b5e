// Words of the area home, in Indonesian.
import type { home as like } from '../en/home.ts';
import type { WordsLike } from '../words.ts';

export const home: WordsLike<typeof like> = {
  title: 'Beranda',
};
