// Words of the area merchants, in Indonesian.
import type { merchants as like } from '../en/merchants.ts';
import type { WordsLike } from '../words.ts';

export const merchants: WordsLike<typeof like> = {
  title: 'Merchant',
  lead: 'Semua yang menerima pembayaran lewat gateway ini.',
  search: 'Nama atau Client-Id',
  name: 'Nama',
  client_id: 'Client-Id',
  status: 'Status',
  banks: 'Bank',
  banks_none: 'belum ada yang aktif',
  made_at: 'Dibuat',
  open: 'Buka',
  none: 'Belum ada merchant',
  none_why: 'Buat yang pertama. Servernya memanggil API dengan Client-Id dan Secret Key miliknya.',
  no_match: 'Tidak ada merchant dengan nama itu',
  make: 'Merchant baru',
  make_title: 'Buat merchant',
  make_name: 'Nama',
  make_name_why: 'Seperti yang dikenal pelanggannya. Pembedanya adalah Client-Id.',
  make_do: 'Buat',
  made_title: '{{name}} sudah dibuat',
  made_why:
    'Serahkan keduanya kepada pengembang merchant lewat jalur yang aman. Secret Key hanya ditampilkan sekali.',
  secret_key: 'Secret Key',
  suspend: 'Tangguhkan',
  suspend_title: 'Tangguhkan {{name}}?',
  suspend_why:
    'Mulai saat ini setiap panggilan API-nya ditolak. Yang sudah berjalan di bank tetap diselesaikan, dan orang-orangnya masih dapat melihat.',
  suspended: '{{name}} ditangguhkan.',
  resume: 'Lanjutkan',
  resume_title: 'Izinkan {{name}} lagi?',
  resume_why: 'Panggilannya langsung diterima lagi.',
  resumed: '{{name}} aktif lagi.',
};
