// Words of the area team, in Indonesian.
import type { team as like } from '../en/team.ts';
import type { WordsLike } from '../words.ts';

export const team: WordsLike<typeof like> = {
  title: 'Tim',
};
