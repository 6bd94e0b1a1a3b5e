// Words of the area developers, in Indonesian.
import type { developers as like } from '../en/developers.ts';
import type { WordsLike } from '../words.ts';

export const developers: WordsLike<typeof like> = {
  title: 'Pengembang',
  keys: 'Kunci',
  keys_lead:
    'Server Anda menandatangani setiap panggilan dengan Secret Key. Kuncinya hanya ditampilkan sekali, saat dibuat.',
  client_id: 'Client-Id',
  client_id_why: 'Nama Anda di setiap panggilan. Bukan rahasia.',
  secret_key: 'Secret Key',
  key: 'Kunci',
  state: 'Status',
  from: 'Berlaku sejak',
  until: 'Berlaku sampai',
  until_open: 'tanpa batas',
  used: 'Terakhir dipakai',
  used_never: 'belum pernah',
  used_about: 'dibulatkan ke menit, bisa terlambat beberapa menit',
  rotate: 'Kunci baru',
  rotate_title: 'Secret Key baru',
  rotate_why:
    'Kunci baru langsung berlaku berdampingan dengan yang lama. Yang lama berakhir setelah masa peralihan, sehingga server Anda dapat diganti tanpa satu pun panggilan ditolak.',
  overlap: 'Kunci lama tetap berlaku selama',
  overlaps: {
    h0: 'tidak sama sekali: langsung berakhir',
    h1: '1 jam',
    h24: '24 jam',
    h72: '3 hari',
    h168: '7 hari',
    h720: '30 hari',
  },
  overlap_none_why:
    'Mulai saat ini, panggilan yang ditandatangani dengan kunci lama ditolak. Pilih ini hanya bila kuncinya bocor.',
  rotate_do: 'Buat kunci',
  rotate_waits:
    'Kunci baru perlu disetujui orang kedua. Setelah disetujui, hanya Anda yang dapat mengambilnya di sini.',
  made: 'Secret Key baru Anda',
  made_until: 'Kunci lama berlaku sampai',
  collect: 'Kunci baru sudah disetujui dan menunggu Anda',
  collect_why: 'Kunci dibuat saat Anda mengambilnya, dan hanya ditampilkan kepada Anda.',
  collect_do: 'Ambil',
  waiting: 'Kunci baru menunggu persetujuan.',
  end: 'Akhiri sekarang',
  end_title: 'Akhiri kunci ini sekarang?',
  end_why:
    'Mulai saat ini, panggilan yang ditandatangani dengannya ditolak. Tidak dapat dibatalkan.',
  end_used: 'Terakhir dipakai {{when}}. Masih ada yang memakainya.',
  ended: 'Kunci sudah berakhir.',
  signature: 'Tanda tangan',
  signature_lead:
    'Tempel permintaan seperti yang dikirim program Anda. Anda akan melihat teks yang harus ditandatangani, baris demi baris, dan di mana milik Anda mulai berbeda.',
  raw: 'Tempel permintaan',
  fields: 'Isi kolom',
  raw_label: 'Permintaan: baris pertama, header dan isinya, atau perintah curl',
  raw_hint: 'Tidak ada yang disimpan.',
  raw_unreadable:
    'Ini tidak tampak seperti permintaan. Baris pertamanya harus seperti POST /cimb-direct-debit/v1/payment HTTP/1.1.',
  read: 'Baca',
  example: 'Tampilkan contoh',
  method: 'Metode',
  target: 'Request-Target',
  target_hint: 'Path seperti yang dipanggil',
  request_id: 'Request-Id',
  timestamp: 'Request-Timestamp',
  given: 'Signature',
  body: 'Isi (body)',
  body_hint:
    'Persis seperti yang dikirim, byte demi byte. Satu spasi lebih sudah menghasilkan digest lain.',
  signed: 'Teks yang ditandatangani program Anda (opsional)',
  signed_hint: 'Bila program Anda dapat mencetaknya, baris pertama yang berbeda dapat ditunjukkan.',
  check: 'Periksa',
  right: 'Tanda tangannya benar.',
  right_key: 'Dibuat dengan kunci',
  wrong: 'Tanda tangannya salah.',
  odd: 'Tanda tangannya cocok, tetapi gateway akan menolak panggilan ini.',
  string: 'Teks yang ditandatangani',
  line: 'Baris',
  expected: 'seharusnya',
  yours: 'milik Anda',
  differs_first: 'Baris pertama yang berbeda',
  nothing_there: 'tidak ada',
  no_final: 'Tidak ada ganti baris setelah baris terakhir.',
  digest: 'Digest isi',
  findings: 'Yang salah',
  begin_here: 'Mulai dari sini',
  result_none: 'Belum ada yang diperiksa',
  result_none_why:
    'Hasilnya muncul di sini: teks yang ditandatangani, apa yang salah, dan cara memperbaikinya.',
  found: {
    client_id_missing: {
      what: 'Header Client-Id tidak ada.',
      todo: 'Kirim Client-Id di setiap panggilan; lihat di halaman Kunci.',
    },
    request_id_missing: {
      what: 'Header Request-Id tidak ada.',
      todo: 'Kirim ID baru untuk setiap panggilan baru, paling banyak 128 huruf.',
    },
    timestamp_missing: {
      what: 'Header Request-Timestamp tidak ada.',
      todo: 'Kirim waktu panggilan dalam UTC, misalnya 2026-01-15T09:30:00Z.',
    },
    signature_missing: {
      what: 'Header Signature tidak ada.',
      todo: 'Kirim HMACSHA256= diikuti tanda tangan dalam Base64.',
    },
    client_id_case: {
      what: 'Huruf besar-kecil Client-Id berbeda.',
      todo: 'Tulis persis seperti di halaman Kunci.',
    },
    client_id_other: {
      what: 'Ini Client-Id milik pihak lain.',
      todo: 'Pakai yang ada di halaman Kunci beserta kuncinya. Sandbox dan produksi berbeda.',
    },
    client_id_malformed: {
      what: 'Ini bukan Client-Id.',
      todo: 'Salin dari halaman Kunci, tanpa tanda kutip atau spasi.',
    },
    request_id_malformed: {
      what: 'Request-Id berisi huruf yang tidak diizinkan, atau terlalu panjang.',
      todo: 'Pakai 1 sampai 128 huruf ASCII yang tampak; UUID pilihan yang baik.',
    },
    timestamp_malformed: {
      what: 'Penulisan waktunya salah.',
      todo: 'Tulis dalam UTC sampai detik, dengan Z di akhir: 2026-01-15T09:30:00Z.',
    },
    timestamp_skew: {
      what: 'Waktunya terlalu jauh dari sekarang.',
      todo: 'Selisihnya paling banyak satu jam. Ambil waktu saat mengirim, bukan saat mengantre, dan periksa jam server.',
    },
    target_malformed: {
      what: 'Request-Target tidak diawali garis miring.',
      todo: 'Tandatangani path saja, misalnya /cimb-direct-debit/v1/payment.',
    },
    query_not_allowed: {
      what: 'Path-nya memuat query.',
      todo: 'Hilangkan query; API ini tidak memakainya.',
    },
    body_missing: {
      what: 'Panggilan tanpa isi.',
      todo: 'POST memerlukan isi JSON, dan digest dari isi itu persis.',
    },
    body_of_get: {
      what: 'GET dikirim dengan isi.',
      todo: 'Kirim GET tanpa isi, dan tandatangani tanpa baris Digest.',
    },
    key_ended: {
      what: 'Tanda tangannya benar, tetapi dengan kunci yang sudah berakhir.',
      todo: 'Pakai kunci terbaru. Kunci berakhir setelah masa peralihan rotasi.',
    },
    no_valid_key: {
      what: 'Anda tidak punya kunci yang berlaku.',
      todo: 'Buat yang baru di halaman Kunci.',
    },
    signature_form: {
      what: 'Penulisan header Signature salah.',
      todo: 'Tulis HMACSHA256= lalu 32 byte HMAC dalam Base64, yaitu 44 huruf dengan = di akhir.',
    },
    signature_hex: {
      what: 'Tanda tangannya heksadesimal.',
      todo: 'Kodekan byte HMAC dengan Base64, bukan heksadesimal.',
    },
    signature_base64url: {
      what: 'Tanda tangannya Base64 bentuk URL.',
      todo: 'Pakai Base64 standar dengan + dan /, dan pertahankan = di akhir.',
    },
    signature_prefix: {
      what: 'Header tidak diawali HMACSHA256=.',
      todo: 'Tulis dengan huruf besar, tanpa tanda hubung atau spasi.',
    },
    key_of_another: {
      what: 'Ditandatangani dengan rahasia Anda yang lain.',
      todo: 'Pakai Secret Key, bukan Key atau Secret dari bank, bukan pula Client-Id.',
    },
    key_decoded: {
      what: 'Secret Key di-decode sebelum dipakai.',
      todo: 'Pakai huruf-hurufnya apa adanya sebagai byte UTF-8. Secret Key bukan Base64.',
    },
    key_whitespace: {
      what: 'Ada spasi di sekitar Secret Key.',
      todo: 'Buang spasi dan ganti baris saat membacanya dari berkas atau pengaturan.',
    },
    mac_other: { what: 'Dibuat dengan algoritme lain.', todo: 'Pakai HMAC dengan SHA-256.' },
    key_or_mac_other: {
      what: 'Teks Anda benar, jadi kunci atau algoritmenya yang salah.',
      todo: 'Pastikan memakai Secret Key terbaru, utuh, dan HMAC dengan SHA-256.',
    },
    value_changed: {
      what: 'Nilai yang ditandatangani bukan nilai yang dikirim.',
      todo: 'Buat ID dan waktu sekali untuk setiap panggilan, lalu pakai yang sama untuk tanda tangan dan header.',
    },
    timestamp_line: {
      what: 'Penulisan baris waktu salah.',
      todo: 'Tulis Request-Timestamp: lalu nilai headernya.',
    },
    timestamp_milliseconds: {
      what: 'Waktu yang ditandatangani berbeda dengan yang dikirim: salah satunya memuat milidetik.',
      todo: 'Tulis sekali sampai detik, lalu pakai teks yang sama untuk tanda tangan dan header.',
    },
    timestamp_offset: {
      what: 'Waktu yang ditandatangani memakai selisih zona, bukan Z.',
      todo: 'Tulis dalam UTC dengan Z, lalu pakai teks yang sama untuk tanda tangan dan header.',
    },
    ids_swapped: {
      what: 'Client-Id dan Request-Id tertukar.',
      todo: 'Client-Id lebih dulu, lalu Request-Id.',
    },
    lines_order: {
      what: 'Urutan barisnya berbeda.',
      todo: 'Client-Id, Request-Id, Request-Timestamp, Request-Target, Digest.',
    },
    line_missing: { what: 'Ada baris yang kurang.', todo: 'POST punya lima baris, GET empat.' },
    line_unknown: {
      what: 'Ada baris yang berlebih.',
      todo: 'POST punya lima baris, GET empat. Selain itu tidak ada yang ditandatangani.',
    },
    line_names: {
      what: 'Nama barisnya berbeda.',
      todo: 'Tulis persis: Client-Id, Request-Id, Request-Timestamp, Request-Target, Digest.',
    },
    line_names_left_out: {
      what: 'Nilai ditandatangani tanpa namanya.',
      todo: 'Setiap baris terdiri dari nama, titik dua, dan nilai, tanpa spasi di antaranya.',
    },
    line_client_id: {
      what: 'Baris Client-Id berbeda.',
      todo: 'Tandatangani Client-Id yang sama dengan yang dikirim.',
    },
    line_request_id: {
      what: 'Baris Request-Id berbeda.',
      todo: 'Buat ID sekali, lalu pakai yang sama untuk tanda tangan dan header.',
    },
    line_timestamp: {
      what: 'Baris Request-Timestamp berbeda.',
      todo: 'Buat waktu sekali, lalu pakai teks yang sama untuk tanda tangan dan header.',
    },
    line_target: {
      what: 'Baris Request-Target berbeda.',
      todo: 'Tandatangani path seperti yang dipanggil, dari garis miring pertama, tanpa host dan query.',
    },
    line_digest: {
      what: 'Baris Digest berbeda.',
      todo: 'Ambil SHA-256 dari byte yang benar-benar dikirim, dalam Base64.',
    },
    line_differs: {
      what: 'Ada baris yang berbeda.',
      todo: 'Bandingkan huruf demi huruf dengan yang seharusnya.',
    },
    string_line_ends: { what: 'Barisnya diakhiri \\r\\n.', todo: 'Sambung hanya dengan \\n.' },
    string_newline: {
      what: 'Ada ganti baris yang berlebih atau kurang.',
      todo: 'Baris disambung dengan \\n, dan tidak ada setelah yang terakhir.',
    },
    string_spaces: {
      what: 'Ada spasi antara nama dan nilai.',
      todo: 'Tulis titik dua, lalu langsung nilainya.',
    },
    target_case: {
      what: 'Path ditandatangani dengan huruf besar-kecil lain.',
      todo: 'Tandatangani seperti yang dipanggil.',
    },
    target_encoded: {
      what: 'Path ditandatangani dalam bentuk ter-encode.',
      todo: 'Tandatangani persis seperti di baris pertama permintaan.',
    },
    target_slash: {
      what: 'Path kelebihan atau kekurangan garis miring.',
      todo: 'Diawali satu garis miring dan berakhir seperti yang dipanggil.',
    },
    target_with_host: {
      what: 'Alamat lengkap ikut ditandatangani.',
      todo: 'Tandatangani path saja, tanpa https dan host.',
    },
    target_with_method: {
      what: 'Metode ikut ditandatangani bersama path.',
      todo: 'Tandatangani path saja, tanpa POST atau GET.',
    },
    target_with_query: {
      what: 'Query ikut ditandatangani bersama path.',
      todo: 'Tandatangani path saja.',
    },
    digest_missing: {
      what: 'Baris Digest tidak ada.',
      todo: 'POST memerlukannya: SHA-256 dari isi dalam Base64.',
    },
    digest_of_a_get: {
      what: 'GET ditandatangani dengan digest.',
      todo: 'GET tidak punya isi maupun baris Digest.',
    },
    digest_hex: {
      what: 'Digest-nya heksadesimal.',
      todo: 'Kodekan 32 byte SHA-256 dengan Base64.',
    },
    digest_base64url: {
      what: 'Digest-nya Base64 bentuk URL.',
      todo: 'Pakai Base64 standar dengan + dan /, dan pertahankan = di akhir.',
    },
    digest_prefixed: {
      what: 'Digest-nya berawalan.',
      todo: 'Tulis Base64-nya saja, tanpa SHA-256=.',
    },
    digest_not_hashed: {
      what: 'Isi dikodekan tanpa di-hash.',
      todo: 'SHA-256 dulu, baru Base64 dari 32 byte-nya.',
    },
    digest_other_hash: { what: 'Digest-nya hash lain.', todo: 'Pakai SHA-256.' },
    body_bytes: {
      what: 'Digest berasal dari isi dengan pengodean lain.',
      todo: 'Kodekan isi sebagai UTF-8 sekali, lalu pakai byte yang sama untuk digest dan panggilan.',
    },
    body_empty: {
      what: 'Digest berasal dari isi kosong.',
      todo: 'Ambil setelah isi selesai ditulis, dari yang dikirim.',
    },
    body_minified: {
      what: 'Digest berasal dari isi tanpa spasi.',
      todo: 'Buat JSON sekali, lalu pakai teks yang sama untuk digest dan panggilan.',
    },
    body_newline: {
      what: 'Digest berasal dari isi dengan atau tanpa ganti baris di akhir.',
      todo: 'Pakai byte yang sama untuk digest dan panggilan.',
    },
    body_reformatted: {
      what: 'Digest berasal dari JSON yang sama, tetapi ditulis lain.',
      todo: 'Buat JSON sekali. Pustaka yang menulisnya ulang dapat mengubah spasi, urutan, atau escape.',
    },
    unexplained: {
      what: 'Tidak ada kesalahan umum yang menjelaskan tanda tangan ini.',
      todo: 'Tempel teks yang ditandatangani program Anda agar baris pertama yang berbeda dapat ditunjukkan. Jika tidak, pastikan memakai Secret Key terbaru.',
    },
  },
};
