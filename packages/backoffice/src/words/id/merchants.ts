// Words of the area merchants, in Indonesian.
import type { merchants as like } from '../en/merchants.ts';
import type { WordsLike } from '../words.ts';

export const merchants: WordsLike<typeof like> = {
  title: 'Merchant',
};
