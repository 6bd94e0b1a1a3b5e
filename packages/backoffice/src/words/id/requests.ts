// Words of the area requests, in Indonesian.
import type { requests as like } from '../en/requests.ts';
import type { WordsLike } from '../words.ts';

export const requests: WordsLike<typeof like> = {
  title: 'Permintaan API',
};
