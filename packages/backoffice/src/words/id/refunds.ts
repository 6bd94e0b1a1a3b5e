// Words of the area refunds, in Indonesian.
import type { refunds as like } from '../en/refunds.ts';
import type { WordsLike } from '../words.ts';

export const refunds: WordsLike<typeof like> = {
  title: 'Pengembalian dana',
};
