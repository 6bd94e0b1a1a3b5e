// Why a payment, refund or token failed or is unclear, in Indonesian.
import type { reasons as like } from '../en/reasons.ts';
import type { WordsLike } from '../words.ts';

export const reasons: WordsLike<typeof like> = {
  insufficient_funds: 'Saldo tidak cukup',
  account_blocked: 'Rekening diblokir',
  account_inactive: 'Rekening tidak aktif atau tidak lagi terhubung',
  limit_exceeded: 'Melebihi batas',
  suspected_fraud: 'Dicurigai penipuan',
  binding_invalid: 'Hubungan rekening tidak berlaku lagi',
  not_permitted: 'Tidak diizinkan bank',
  refund_refused: 'Pengembalian dana ditolak bank',
  otp_blocked: 'Terlalu banyak OTP salah',
  not_found: 'Tidak dikenal bank',
  bank_refused: 'Ditolak bank tanpa alasan',
  otp_exhausted: 'Terlalu banyak OTP salah',
  otp_window_closed: 'OTP tidak dimasukkan tepat waktu',
  not_sent: 'Tidak pernah sampai ke bank',
  bank_unavailable: 'Bank tidak dapat dihubungi; tidak ada yang terkirim',
  otp_expired: 'OTP tidak dimasukkan tepat waktu',
  otp_attempts_exceeded: 'Terlalu banyak OTP salah',
  registration_refused: 'Pendaftaran ditolak atau dibatalkan',
  registration_expired: 'Pendaftaran tidak selesai tepat waktu',
};
