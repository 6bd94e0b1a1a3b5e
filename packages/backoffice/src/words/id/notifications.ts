// Words of the area notifications, in Indonesian.
import type { notifications as like } from '../en/notifications.ts';
import type { WordsLike } from '../words.ts';

export const notifications: WordsLike<typeof like> = {
  title: 'Notifikasi',
};
