// Words of the area search, in Indonesian.
import type { search as like } from '../en/search.ts';
import type { WordsLike } from '../words.ts';

export const search: WordsLike<typeof like> = {
  title: 'Pencarian',
  lead: 'Menemukan apa pun yang memiliki referensi persis seperti ini.',
  box: 'Invoice, ID, referensi, telepon',
  go: 'Cari',
  begin: 'Cari sebuah referensi',
  begin_why:
    'Nomor invoice, Request-Id, ID apa pun, referensi bank, ID pelanggan, atau nomor telepon.',
  none: 'Tidak ada yang memiliki referensi persis seperti ini',
  none_why:
    'Referensi dibandingkan secara utuh. Pastikan tidak ada bagian yang hilang, atau cari referensi lain.',
  none_short: 'Tidak ada referensi yang persis sama.',
  found_by: 'Ditemukan lewat {{by}}',
  by: {
    invoice_number: 'nomor invoice',
    request_id: 'Request-Id',
    id: 'ID',
    bank_reference: 'referensi bank',
    customer_id: 'ID pelanggan',
    phone: 'nomor telepon',
  },
  kinds: {
    payments: 'Pembayaran',
    refunds: 'Pengembalian dana',
    tokens: 'Token',
    notifications: 'Notifikasi',
    requests: 'Permintaan API',
  },
};
