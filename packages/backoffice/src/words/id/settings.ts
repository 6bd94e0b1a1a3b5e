// Words of the area settings, in Indonesian.
import type { settings as like } from '../en/settings.ts';
import type { WordsLike } from '../words.ts';

export const settings: WordsLike<typeof like> = {
  title: 'Pengaturan',
  lead: 'Cara gateway berbicara dengan server Anda, dan apa yang perlu orang kedua.',
  read_only: 'Peran Anda boleh melihat pengaturan ini, tetapi tidak mengubahnya.',
  wire: 'API',
  notifications: 'Notifikasi',
  limits: 'Laju',
  eyes: 'Empat mata',
  standard: 'bawaan',
  example: 'Bentuknya',
  line_items: {
    name: 'Rincian barang',
    why: 'Apakah jumlah harga × kuantitas harus sama dengan nilai pesanan.',
    enforce: 'Harus cocok',
    enforce_why: 'Pesanan yang tidak cocok ditolak dengan invalid_parameter.',
    ignore: 'Tidak diperiksa',
    ignore_why: 'Hanya nilai pesanan yang berlaku.',
  },
  amounts: {
    name: 'Nominal',
    why: 'Cara nominal ditulis dalam jawaban dan notifikasi. Permintaan dibaca dalam kedua bentuk.',
    number: 'Sebagai angka',
    string: 'Sebagai teks',
  },
  replay_status: {
    name: 'Jawaban untuk Request-Id yang diulang',
    why: 'Isinya tetap jawaban pertama, persis sama.',
    conflict: '409 Conflict',
    conflict_why: 'Dengan header Idempotency-Status: replayed.',
    original: 'Status pertama',
    original_why: 'Seolah-olah baru: program yang tidak mengenal 409 tidak bingung.',
  },
  schedule: {
    name: 'Percobaan',
    why: 'Kapan notifikasi dicoba lagi bila server Anda tidak menjawab 2xx.',
    durable: 'Tahan lama',
    durable_why:
      'Langsung, lalu setelah 5 detik, 1 menit, 10 menit, 1 jam, 6 jam, 24 jam, dan 72 jam.',
    doku: 'Singkat',
    doku_why: 'Langsung, lalu setelah 30 menit, 6 jam, dan 12 jam, seperti panduan yang terbit.',
  },
  notify_tokens: {
    name: 'Token',
    why: 'Beri tahu saat token aktif, gagal, kedaluwarsa, atau dihapus.',
  },
  notify_refunds: {
    name: 'Pengembalian dana',
    why: 'Beri tahu saat pengembalian dana berhasil atau gagal.',
  },
  hosts: {
    name: 'Host lain',
    why: 'Pembayaran boleh menyebut URL notifikasinya sendiri. URL itu harus di host yang diatur atau di salah satu host ini; tanpa daftar, di host publik mana pun. Satu per baris, misalnya toko.example atau toko.example:8443.',
    none: 'Semua host publik',
    wrong:
      '“{{host}}” bukan host. Tulis seperti toko.example atau toko.example:8443, tanpa https:// dan tanpa path.',
    placeholder: 'toko.example',
  },
  rate: {
    name: 'Panggilan API',
    limited: '{{per_second}} per detik, {{burst}} sekaligus',
    none: 'Tanpa batas',
    why: 'Selebihnya dijawab 429 dan boleh langsung dicoba lagi. Hanya orang gateway yang dapat mengubahnya.',
    per_second: 'Panggilan per detik',
    burst: 'Sekaligus',
    limit: 'Batasi panggilan',
  },
  refund_above: {
    name: 'Pengembalian dana di atas',
    why: 'Pengembalian dana yang membuat total kembali suatu pembayaran melewati batas ini menunggu penyetuju. Tanpa batas, tidak ada yang menunggu.',
    none: 'Pengembalian dana tidak perlu persetujuan',
    limit: 'Di atas nilai ini perlu persetujuan',
    wrong: 'Rupiah bulat, paling banyak dua belas angka',
  },
  keys: {
    name: 'Kunci baru',
    why: 'Secret Key baru menunggu penyetuju.',
  },
  notification_url: {
    name: 'URL notifikasi lain',
    why: 'Perubahan menunggu penyetuju, begitu juga host lain daripada yang sudah ada. URL pertama tidak pernah.',
  },
  bank_credentials: {
    name: 'Key dan Secret lain dari bank',
    why: 'Perubahan menunggu penyetuju. Aktivasi pertama tidak pernah.',
  },
  team: {
    name: 'Orang dengan hak suara atas persetujuan',
    why: 'Undangan atau peran yang membuat seseorang dapat meminta atau memutuskan persetujuan menunggu penyetuju.',
  },
  eyes_why: 'Batas yang lebih ketat langsung berlaku. Yang lebih longgar menunggu penyetuju juga.',
  on: 'aktif',
  off: 'mati',
  changed_other: '{{count}} perubahan',
  discard: 'Buang',
  save: 'Periksa dan simpan',
  confirm_title: 'Simpan perubahan ini?',
  confirm: 'Simpan',
  weaker:
    'Empat mata yang lebih longgar dan host lain menunggu persetujuan orang lain. Selebihnya langsung berlaku.',
  asked:
    'Empat mata yang lebih longgar dan host lain menunggu persetujuan orang lain. Selebihnya sudah tersimpan.',
  wrong: 'Ada isian yang belum benar.',
  saved: 'Pengaturan tersimpan.',
};
