// Words of the area tokens, in Indonesian.
import type { tokens as like } from '../en/tokens.ts';
import type { WordsLike } from '../words.ts';

export const tokens: WordsLike<typeof like> = {
  title: 'Token',
};
