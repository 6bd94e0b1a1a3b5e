// Words of every state, in Indonesian.
import type { states as like } from '../en/states.ts';
import type { WordsLike } from '../words.ts';

export const states: WordsLike<typeof like> = {
  payment: {
    created: 'Dibuat',
    awaiting_otp: 'Menunggu OTP',
    confirming: 'Dikonfirmasi',
    unclear: 'Belum jelas',
    succeeded: 'Berhasil',
    failed: 'Gagal',
    expired: 'Kedaluwarsa',
  },
  refund: {
    requested: 'Diminta',
    unclear: 'Belum jelas',
    succeeded: 'Dikembalikan',
    failed: 'Gagal',
  },
  token: {
    pending: 'Menunggu',
    active: 'Aktif',
    failed: 'Gagal',
    expired: 'Kedaluwarsa',
    deleting: 'Sedang dihapus',
    deleted: 'Dihapus',
  },
  notification: {
    pending: 'Menunggu',
    delivered: 'Terkirim',
    exhausted: 'Dihentikan',
    undeliverable: 'Tidak terkirim',
  },
  settlement: {
    pending: 'Belum di rekening koran',
    reconciled: 'Cocok dengan bank',
    settled: 'Settlement selesai',
    reversed: 'Dibalik',
  },
  batch: { collecting: 'Sedang dibuat', booked: 'Dibukukan' },
  payout_file: { ready: 'Belum dikirim', sent: 'Terkirim', refused: 'Ditolak' },
  approval: {
    pending: 'Menunggu',
    approved: 'Disetujui',
    done: 'Selesai',
    failed: 'Gagal',
    rejected: 'Ditolak',
    withdrawn: 'Ditarik kembali',
    expired: 'Kedaluwarsa',
  },
  bank: { never: 'Belum diaktifkan', active: 'Aktif', inactive: 'Nonaktif' },
  key: { newest: 'Dipakai', ending: 'Segera berakhir', ended: 'Berakhir' },
  merchant: { active: 'Aktif', suspended: 'Ditangguhkan' },
  member: { active: 'Aktif', disabled: 'Dinonaktifkan' },
  payout: {
    ready: 'Diperintahkan',
    sent: 'Dikirim',
    paid: 'Dibayar',
    refused: 'Ditolak',
    returned: 'Kembali',
  },
  day: {
    missing: 'Belum ada rekening koran',
    loaded: 'Sedang dicocokkan',
    matched: 'Menunggu hari berikutnya',
    judged: 'Siap ditutup',
    closed: 'Ditutup',
    none: 'Belum ada transaksi',
  },
  exception: { open: 'Terbuka', resolved: 'Selesai' },
  signature: { right: 'Benar', wrong: 'Salah', unknown: 'Tidak diperiksa' },
};
