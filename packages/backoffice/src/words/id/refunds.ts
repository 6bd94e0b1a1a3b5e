// Words of the area refunds, in Indonesian.
import type { refunds as like } from '../en/refunds.ts';
import type { WordsLike } from '../words.ts';

export const refunds: WordsLike<typeof like> = {
  title: 'Pengembalian dana',
  of_invoice: 'Untuk invoice',
  kind: 'Jenis',
  kinds: { merchant: 'Diminta', late: 'Uang terlambat' },
  refund_id: 'ID pengembalian',
  failed_why: 'Sebab gagal',
  asked_by: 'Diminta oleh',
  by_merchant: 'Server merchant',
  by_gateway: 'Tidak ada: kembali dengan sendirinya',
  words: 'Alasan yang diberikan',
  payment: 'Pembayaran',
  settlement_says: {
    pending: 'Bank sudah mengembalikannya. Dipotong setelah tampak di rekening koran bank.',
    reconciled: 'Sudah tampak di rekening koran bank. Dipotong pada tanggalnya.',
    settled: 'Sudah dipotong dalam sebuah batch.',
    reversed: 'Dua orang mendapati bank tidak pernah mengembalikannya. Tidak ada yang dipotong.',
  },
  empty: 'Belum ada pengembalian dana',
  empty_why:
    'Pembayaran yang berhasil dapat dikembalikan seluruhnya atau sebagian dari halamannya.',
  empty_do: 'Lihat pembayaran yang berhasil',
};
