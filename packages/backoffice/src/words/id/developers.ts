// Words of the area developers, in Indonesian.
import type { developers as like } from '../en/developers.ts';
import type { WordsLike } from '../words.ts';

export const developers: WordsLike<typeof like> = {
  title: 'Pengembang',
};
