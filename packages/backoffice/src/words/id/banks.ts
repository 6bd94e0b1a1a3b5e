// Words of the area banks, in Indonesian.
import type { banks as like } from '../en/banks.ts';
import type { WordsLike } from '../words.ts';

export const banks: WordsLike<typeof like> = {
  title: 'Direct Debit',
};
