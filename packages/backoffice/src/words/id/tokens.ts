// Words of the area tokens, in Indonesian.
import type { tokens as like } from '../en/tokens.ts';
import type { WordsLike } from '../words.ts';

export const tokens: WordsLike<typeof like> = {
  title: 'Token',
  changed: 'Terakhir berubah',
  token_id: 'ID token',
  token_word: 'Token yang dipegang merchant',
  payments_none: 'Belum ada yang ditagih dari rekening ini.',
  empty: 'Belum ada token',
  empty_why:
    'Token adalah rekening bank pelanggan yang dihubungkan sekali di halaman bank. Token muncul di sini saat server Anda meminta pendaftaran pertama.',
  unbind: 'Lepas rekening',
  unbind_title: 'Lepas rekening',
  unbind_what:
    'Rekening {{account}} dilepas di bank dan tidak dapat ditagih lagi dengan token ini. Pelanggan harus mendaftar ulang.',
  unbound: 'Rekening sudah dilepas.',
  unbinding: 'Bank sudah diminta. Halaman ini memberi tahu saat rekening dilepas.',
};
