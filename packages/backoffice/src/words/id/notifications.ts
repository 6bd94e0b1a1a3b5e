// Words of the area notifications, in Indonesian.
import type { notifications as like } from '../en/notifications.ts';
import type { WordsLike } from '../words.ts';

export const notifications: WordsLike<typeof like> = {
  title: 'Notifikasi',
  tries: 'Percobaan',
  tries_none: 'Belum dikirim.',
  next: 'Percobaan berikutnya',
  about: 'Tentang',
  abouts: { payments: 'Pembayaran', refunds: 'Pengembalian dana', tokens: 'Token' },
  done: 'Berakhir',
  url: 'Dikirim ke',
  configured: 'Terpasang sekarang',
  same_url: 'URL yang sama',
  sequence: 'Nomor urut',
  taken: 'diterima',
  not_taken: 'tidak diterima',
  notification_id: 'ID notifikasi',
  answer: 'Isi jawaban',
  no_answer: 'Tanpa jawaban',
  body: 'Isi yang dikirim',
  standing: {
    pending_other: 'Sudah dicoba {{count}} kali. Percobaan berikutnya {{next}}.',
    delivered_other: 'Server Anda sudah menerimanya. Dikirim {{count}} kali.',
    exhausted_other: 'Sudah dicoba {{count}} kali tanpa hasil dan tidak dicoba lagi otomatis.',
    undeliverable_other:
      'Server Anda menyatakan URL ini tidak ada lagi. Tidak dicoba lagi otomatis.',
  },
  url_disabled:
    'URL yang terpasang menjawab 410 dan tidak dipanggil lagi sampai dipasang ulang di Direct Debit.',
  to_banks: 'Ke Direct Debit',
  resend: 'Kirim ulang',
  resend_title: 'Kirim ulang notifikasi ini',
  resend_what: 'Server Anda menerimanya sekali lagi dengan ID yang sama, agar dapat dikenali.',
  resent_single: 'Sedang dikirim. Halaman ini menampilkan jawaban server Anda.',
  resend_failed: 'Kirim ulang yang gagal',
  resend_failed_title: 'Kirim ulang yang gagal',
  resend_failed_what:
    'Semua yang gagal dan cocok dengan filter daftar dikirim sekali lagi, masing-masing dengan ID-nya.',
  every_type: 'semuanya',
  from: 'Dibuat sejak',
  to: 'Dibuat sebelum',
  resent_zero: 'Tidak ada yang gagal dan cocok dengan filter.',
  resent_other: '{{count}} sedang dikirim.',
  where: 'Ke mana?',
  where_configured: 'Ke URL yang terpasang sekarang',
  where_kept: 'Ke URL semula',
  empty: 'Belum ada notifikasi',
  empty_why:
    'Server Anda diberi tahu saat pembayaran, pengembalian, atau token berakhir, begitu URL notifikasi dipasang.',
  empty_do: 'Atur Direct Debit',
};
