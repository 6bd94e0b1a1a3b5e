// The control panel in Indonesian.
import type { bankEn } from './bank-en.ts';

export const bankId: typeof bankEn = {
  bankTitle: 'Tingkah bank',
  bankLead:
    'Buat bank simulasi bertingkah, lalu beli sesuatu dan lihat apa yang dilakukan toko ini.',
  bankAway: 'Bank simulasi sedang tidak dapat dihubungi.',
  willHappen: 'Yang terjadi',
  goodMerchant: 'Pedagang yang baik',
  moodsTitle: 'Rekening yang bertingkah',
  moodsLead:
    'Hubungkan seketika (toko melakukan untuk Anda yang biasanya di halaman bank) lalu bayar dengannya.',
  moodLink: 'Hubungkan',
  moodLinkNamed: (title) => `Hubungkan: ${title}`,
  moodLinked: (title) => `Terhubung: ${title}. Pilih saat membayar.`,
  moodNotLinked: 'Bank menolak menghubungkan rekening ini, seperti yang diminta.',
  faultsTitle: 'Gangguan untuk panggilan berikutnya',
  faultsLead:
    'Mengenai panggilan sejenis berikutnya, dari rekening mana pun, lalu bank normal lagi.',
  faultSet: 'Pasang',
  faultSetNamed: (title) => `Pasang: ${title}`,
  faultIsSet: (title) => `Terpasang: ${title}.`,
  faultsNow: 'Sedang berlaku',
  faultsNone: 'Tidak ada gangguan: bank bersikap baik.',
  faultsClear: 'Batalkan semua',
  faultsCleared: 'Bank bersikap baik lagi.',
  clockTitle: 'Jam',
  clockLead: 'Memajukan waktu bank dan gateway; tidak pernah mundur.',
  clockAhead: (s) => (s === 0 ? 'Jamnya tepat.' : `Jamnya ${s} detik lebih maju.`),
  clockMoved: 'Jam sudah dimajukan.',
  clockMove: 'Majukan',
  clockMoveNamed: (title) => `Majukan: ${title}`,
  moods: {
    normal: {
      title: 'Biasa',
      happens: 'Bank meminta kode lalu membayar.',
      good: 'menandai pesanan lunas ketika notifikasi mengatakannya.',
    },
    insufficient: {
      title: 'Saldo tidak cukup',
      happens: 'Bank langsung menolak.',
      good: 'menjelaskan sebabnya, tidak mengambil apa pun, dan menawarkan rekening lain.',
    },
    no_code: {
      title: 'Membayar tanpa kode',
      happens: 'Uang langsung berpindah; tidak ada kode.',
      good: 'siap menghadapi pembayaran yang melewati langkah kode.',
    },
    timeout_debited: {
      title: 'Waktu habis, sudah didebit',
      happens: 'Jawaban bank hilang, tetapi uang sudah berpindah.',
      good: 'tidak pernah berkata “gagal”: ia menunggu, dan mendapat kabar beberapa detik kemudian.',
    },
    timeout_not_debited: {
      title: 'Waktu habis, belum didebit',
      happens: 'Jawaban bank hilang, dan uang tidak berpindah.',
      good: 'juga menunggu: tidak ada bedanya dari yang di atas sampai bank ditanya.',
    },
    slow: {
      title: 'Lambat',
      happens: 'Bank perlu lima detik untuk menjawab.',
      good: 'menunggu lebih lama daripada gateway, dan tidak mengirim dua kali.',
    },
    blocked: {
      title: 'Diblokir',
      happens: 'Rekening boleh dihubungkan tetapi tidak boleh membayar.',
      good: 'menyarankan pembeli bertanya ke bank.',
    },
    no_refund: {
      title: 'Pengembalian ditolak',
      happens: 'Pembayaran jalan, pengembalian tidak.',
      good: 'membiarkan pesanan lunas dan mengembalikan uang dengan cara lain.',
    },
    no_unlink: {
      title: 'Pemutusan ditolak',
      happens: 'Pembayaran jalan, bank tidak mau melepas rekening.',
      good: 'tetap menampilkan rekening, karena masih dapat membayar.',
    },
    no_registration: {
      title: 'Penghubungan ditolak',
      happens: 'Bank tidak mengizinkan rekening dihubungkan.',
      good: 'membawa pembeli kembali, tanpa sisa pekerjaan setengah jadi.',
    },
    callback_twice: {
      title: 'Mengabari dua kali',
      happens: 'Bank melaporkan pembayaran dua kali, sebelum jawabannya sendiri.',
      good: 'tidak merasakan apa-apa: gateway memberi tahu sekali.',
    },
  },
  faults: {
    code_lost: {
      title: 'Jawaban atas kode hilang, uang berpindah',
      happens: 'Anda memberi kode, bank mendebit, jawabannya tidak pernah tiba.',
      good: 'berkata “belum ada kabar”, dan menandai lunas saat kabar datang.',
    },
    code_not_taken: {
      title: 'Jawaban atas kode hilang, uang tetap',
      happens: 'Anda memberi kode, bank tidak berbuat apa-apa dan tidak menjawab.',
      good: 'menunggu gateway, yang bertanya kepada bank sampai tahu.',
    },
    news_late: {
      title: 'Bank perlu waktu',
      happens: 'Setelah kode, bank berkata “sedang diproses” selama dua puluh detik.',
      good: 'membiarkan pembeli pergi; pesanan tetap menjadi lunas.',
    },
    pay_garbage: {
      title: 'Bank menjawab dengan halaman web',
      happens: 'Alih-alih jawaban atas pembayaran datang halaman galat dari suatu proxy.',
      good: 'tidak percaya ya maupun tidak sebelum bank ditanya.',
    },
    pay_slow: {
      title: 'Enam detik hening',
      happens: 'Pembayaran berikutnya baru mulai setelah enam detik.',
      good: 'mencegah tombol ditekan dua kali; kalaupun terjadi, satu pesanan dibuat sekali.',
    },
    refund_lost: {
      title: 'Jawaban atas pengembalian hilang',
      happens: 'Bank mengembalikan uang, jawabannya tidak pernah tiba.',
      good: 'menampilkan pengembalian sebagai diminta, dan tidak meminta lagi.',
    },
    bind_refused: {
      title: 'Penghubungan gagal sekali',
      happens: 'Penghubungan berikutnya ditolak.',
      good: 'membawa pembeli kembali dan membiarkannya mencoba lagi.',
    },
  },
  steps: {
    resend: {
      title: '31 detik',
      happens: 'Jeda sebelum kode baru sudah lewat.',
      good: 'menawarkan tombolnya lagi.',
    },
    code_dies: {
      title: '5 menit',
      happens: 'Kode yang terkirim kedaluwarsa; pembayarannya berakhir.',
      good: 'mengatakannya, dan membiarkan pembeli memesan lagi.',
    },
    quarter: {
      title: '20 menit',
      happens: 'Gateway sudah cukup sering bertanya; yang dapat diketahui sudah diketahui.',
      good: 'punya kepastian untuk setiap pesanan, tanpa bantuan siapa pun.',
    },
    day: {
      title: 'Satu hari',
      happens: 'Hari sudah berganti.',
      good: 'membandingkan pesanannya dengan rekening koran bank.',
    },
  },
};
