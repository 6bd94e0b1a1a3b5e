// The API's refusals by their codes, in Indonesian.
import type { errors as like } from '../en/errors.ts';
import type { WordsLike } from '../words.ts';

export const errors: WordsLike<typeof like> = {
  away: 'Gateway tidak menjawab. Periksa koneksi Anda.',
  signed_out: 'Sesi Anda telah berakhir. Silakan masuk lagi.',
  totp_required: 'Kode faktor kedua belum diisi.',
  enrolment_required: 'Siapkan faktor kedua terlebih dahulu.',
  credentials_wrong: 'Data yang dimasukkan salah. Periksa lalu coba lagi.',
  too_many_tries: 'Terlalu banyak percobaan. Tunggu sebentar.',
  too_many_tries_s_other: 'Terlalu banyak percobaan. Tunggu {{count}} detik.',
  csrf: 'Halaman ini sudah terlalu lama terbuka. Muat ulang lalu coba lagi.',
  forbidden: 'Peran Anda tidak mengizinkan ini.',
  step_up_required: 'Pastikan dahulu bahwa ini Anda.',
  own_request: 'Permintaan sendiri tidak dapat diputuskan sendiri.',
  sandbox_only: 'Hanya tersedia di sandbox.',
  not_found: 'Tidak ditemukan, atau Anda tidak berhak melihatnya.',
  field_invalid: 'Ada isian yang tidak sesuai aturan.',
  field_invalid_named: 'Isian ini tidak sesuai aturan: {{field}}.',
  body_unreadable: 'Gateway tidak dapat membaca data yang dikirim.',
  choose_merchant: 'Ini tentang satu merchant. Pilih dahulu merchantnya.',
  conflict: 'Datanya sudah berubah. Silakan lihat lagi.',
  already_known: 'Sudah ada.',
  already_asked:
    'Masih ada permintaan lain tentang ini. Permintaan itu harus diputuskan atau ditarik dahulu.',
  last_admin: 'Harus tetap ada satu admin.',
  credentials_refused: 'Bank menolak Key dan Secret ini. Tidak ada yang diubah.',
  bank_away: 'Bank tidak menjawab.',
  not_allowed_now: 'Statusnya saat ini tidak mengizinkan tindakan ini.',
  overloaded: 'Gateway sedang sibuk. Coba lagi sebentar.',
  internal: 'Terjadi kesalahan di pihak kami.',
  internal_named: 'Terjadi kesalahan di pihak kami. Ref. {{id}}',
};
