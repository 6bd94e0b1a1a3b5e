// Words of the area banks, in Indonesian.
import type { banks as like } from '../en/banks.ts';
import type { WordsLike } from '../words.ts';

export const banks: WordsLike<typeof like> = {
  title: 'Direct Debit',
  lead: 'Pilih bank, lalu aktifkan dengan Key dan Secret dari bank tersebut.',
  bank: 'Bank',
  state: 'Status',
  key: 'Key',
  secret: 'Secret',
  notification_url: 'URL notifikasi',
  changed: 'Terakhir diubah',
  url_none: 'belum diatur',
  url_disabled: 'Dimatikan',
  activate: 'Aktifkan',
  activate_again: 'Aktifkan lagi',
  configure: 'Atur',
  look: 'Lihat',
  none: 'Tidak ada bank di sini',
  none_why: 'Gateway dijalankan tanpa bank.',
  not_found: 'Bank ini tidak ada.',
  before: 'Sebelum mulai',
  enter: 'Key dan Secret',
  step_of: 'Langkah {{place}} dari 2: {{name}}',
  before_lead: 'Mengaktifkan {{bank}} hanya perlu satu menit. Siapkan dua nilai dari bank:',
  before_key:
    'Nama yang dipakai bank untuk mengenali Anda. Bukan rahasia, tetapi juga tidak dipublikasikan.',
  before_secret:
    'Bukti bahwa panggilan memang berasal dari Anda. Bank hanya menampilkannya sekali.',
  before_where:
    'Bank mengirim keduanya setelah menyetujui perjanjian direct debit Anda, biasanya lewat surel pembukaan akun mitra. Di sandbox, bank simulasi mencetaknya saat dijalankan.',
  before_safe:
    'Keduanya kami coba dulu ke bank sebelum disimpan, dan Secret disimpan tersegel. Tidak seorang pun dapat membacanya lagi di sini.',
  go_on: 'Lanjutkan',
  back: 'Kembali',
  enter_lead: 'Ketik atau tempel persis seperti yang ditulis bank.',
  secret_hint: 'Disimpan tersegel dan tidak pernah ditampilkan lagi.',
  test: 'Uji koneksi',
  test_kept: 'Uji Key dan Secret yang tersimpan',
  testing: 'Bertanya ke bank',
  works: '{{bank}} menerima Key dan Secret ini.',
  works_hint:
    'Kami menanyakan sesuatu yang tidak ada. “Not found” adalah jawaban koneksi yang berfungsi.',
  works_kept: '{{bank}} menerima Key dan Secret yang tersimpan.',
  refused: '{{bank}} menolak Key dan Secret ini. Tidak ada yang diubah.',
  refused_kept:
    '{{bank}} tidak lagi menerima Key dan Secret yang tersimpan. Pembayaran akan gagal sampai keduanya diganti.',
  refused_hint:
    'Bandingkan huruf demi huruf dengan kiriman bank. Biasanya ada spasi di akhir, atau Key dan Secret tertukar.',
  no_answer: '{{bank}} tidak menjawab. Belum diketahui apakah Key dan Secret ini benar.',
  no_answer_hint:
    'Coba lagi sebentar. Anda juga boleh mengaktifkan tanpa uji; pembayaran berjalan begitu bank pulih.',
  bank_said: 'Kata bank',
  http: 'Status HTTP',
  no_http: 'tidak ada jawaban',
  took: 'Lama',
  untested: 'Aktifkan tanpa uji',
  untested_why:
    'Bank belum dapat ditanya. Bila Key atau Secret salah, pembayaran akan gagal sampai Anda memperbaikinya.',
  activated: '{{bank}} aktif. Anda sudah dapat menerima pembayaran.',
  waits:
    'Key dan Secret ini dipakai setelah disetujui orang lain. Sampai saat itu yang lama tetap dipakai.',
  credentials: 'Key dan Secret',
  replace: 'Ganti',
  replace_title: 'Ganti Key dan Secret {{bank}}',
  replace_why:
    'Key atau Secret yang lain perlu disetujui orang kedua, kecuali pengaturan empat mata Anda berkata lain. Sampai saat itu yang lama tetap dipakai.',
  replace_do: 'Coba dan ganti',
  reason_activate: 'Diaktifkan lagi',
  secret_kept: 'Tersimpan, tersegel',
  inactive:
    'Bank ini tidak aktif. Tidak ada yang baru dimulai di sana; pembayaran yang sudah berjalan tetap diselesaikan.',
  deactivate: 'Nonaktifkan',
  deactivate_title: 'Nonaktifkan {{bank}}?',
  deactivate_why:
    'Tidak ada pembayaran, penghubungan rekening, atau pengembalian dana baru di bank ini. Yang sudah berjalan tetap diselesaikan. Anda dapat mengaktifkannya lagi kapan saja.',
  deactivated: '{{bank}} tidak lagi aktif.',
  url_lead:
    'Kami memberi tahu URL ini setiap kali pembayaran berakhir. URL harus https, di port 443 atau 8443, dan dapat dijangkau dari internet.',
  url_sandbox: 'Di sandbox, http dan alamat mesin ini juga diterima.',
  url_placeholder: 'https://toko.example/notifikasi',
  url_set: 'Atur URL',
  url_change: 'Ubah URL',
  url_at_once: 'URL pertama langsung berlaku.',
  url_approval:
    'Perubahan perlu disetujui orang kedua. Sampai saat itu notifikasi tetap dikirim ke URL lama.',
  url_direct: 'Perubahan langsung berlaku.',
  url_saved: 'Notifikasi sekarang dikirim ke URL baru.',
  url_remove: 'Hapus URL',
  url_remove_title: 'Berhenti mengirim notifikasi?',
  url_remove_why:
    'Tanpa URL, tidak ada yang diberi tahu saat pembayaran berakhir. Server Anda harus menanyakan statusnya sendiri.',
  url_gone: 'URL ini dimatikan karena menjawab 410 Gone',
  url_gone_why:
    'Jawaban itu berarti tidak ada lagi yang mendengarkan, jadi kami berhenti mengirim. Periksa server Anda, lalu atur lagi URL yang sama atau yang lain.',
  url_again: 'Atur lagi URL yang sama',
  test_title: 'Notifikasi uji',
  test_lead:
    'Mengirim contoh bertanda tangan ke URL sekarang juga, lalu menampilkan jawaban server Anda. ID-nya berawalan TEST.',
  test_needs_url: 'Atur URL notifikasi terlebih dahulu.',
  test_type: 'Contoh',
  types: {
    'payment.succeeded': 'Pembayaran berhasil',
    'payment.failed': 'Pembayaran gagal',
    'refund.succeeded': 'Pengembalian dana berhasil',
    'token.active': 'Token aktif',
  },
  test_send: 'Kirim',
  test_good: 'Server Anda menerimanya: {{status}}',
  test_bad: 'Server Anda menjawab {{status}}. Hanya 2xx yang dianggap diterima.',
  test_no_answer: 'Tidak ada jawaban: {{error}}',
  test_sent: 'Yang kami kirim',
  test_answered: 'Jawabannya',
  test_empty: 'isi kosong',
  back_to: 'Direct Debit',
  facts: 'Sekilas',
  channel: 'Kanal',
};
