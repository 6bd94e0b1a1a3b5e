// Words of the area payments, in Indonesian.
import type { payments as like } from '../en/payments.ts';
import type { WordsLike } from '../words.ts';

export const payments: WordsLike<typeof like> = {
  title: 'Pembayaran',
};
