// Words of the area settings, in Indonesian.
import type { settings as like } from '../en/settings.ts';
import type { WordsLike } from '../words.ts';

export const settings: WordsLike<typeof like> = {
  title: 'Pengaturan',
};
