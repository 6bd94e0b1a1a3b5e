// The first page in both languages.

/** Text, address, and whether the address has a page in the reader's language. */
type Link = readonly [text: string, href: string, translated: boolean];

export interface Words {
  title: string;
  lead: string;
  start: string;
  unclear: string;
  facts: readonly string[];
  ways: string;
  readers: readonly { who: string; what: string; links: readonly Link[] }[];
  picture: {
    label: string;
    you: string;
    bank: string;
    pull: string;
    otp: string;
    confirm: string;
    silent: string;
    ask: string;
    book: string;
    told: string;
    pending: string;
    paid: string;
  };
}

export const words: Readonly<Record<'en' | 'id', Words>> = {
  en: {
    title: 'Bank direct debit, in your own code',
    lead: 'Bind a customer’s bank account once, pull payments from it, and be told what became of each one. Also when the bank does not answer.',
    start: 'Your first payment',
    unclear: 'When the bank is silent',
    facts: [
      'Open source, self-hosted',
      'The published API of DOKU merchants',
      'SNAP BI to the bank',
    ],
    ways: 'Where to go on',
    readers: [
      {
        who: 'You take payments',
        what: 'Five minutes to a verified payment, then what the words mean.',
        links: [
          ['Quickstart', '/quickstart/', true],
          ['Concepts', '/concepts/token/', true],
          ['Guides', '/guides/pay/', false],
          ['Errors, a page for each', '/errors/', false],
          ['API reference', '/api/', false],
          ['SDK reference', '/reference/sdk/', false],
        ],
      },
      {
        who: 'You run the gateway',
        what: 'What it needs, what to watch, and what it promises when a process dies.',
        links: [
          ['Operating', '/operators/operating/', false],
          ['The Back Office, with pictures', '/operators/backoffice/', false],
          ['Reliability', '/operators/reliability/', false],
          ['Checks', '/operators/checks/', false],
          ['Money and the ledger', '/operators/money/', false],
          ['Security', '/operators/security/', false],
        ],
      },
      {
        who: 'You change it',
        what: 'Rooms on five floors, a glossary, and every decision with its reason.',
        links: [
          ['Architecture', '/contributors/architecture/', false],
          ['Adding a bank', '/contributors/adding-a-bank/', false],
          ['Decisions', '/decisions/', false],
          ['Contributing', '/contributors/contributing/', false],
        ],
      },
    ],
    picture: {
      label:
        'A payment: you pull Rp 90.000, the customer confirms with an OTP, the bank does not answer. The payment stays pending, Tarik asks the bank’s book, and the notification tells that it is paid.',
      you: 'You',
      bank: 'Bank',
      pull: 'pull Rp 90.000',
      otp: 'OTP to the customer',
      confirm: 'confirm 482 913',
      silent: 'no answer',
      ask: 'what became of it?',
      book: 'it is in the book',
      told: 'notification',
      pending: 'PENDING',
      paid: 'SUCCESS',
    },
  },
  id: {
    title: 'Debit langsung bank, dari kode Anda',
    lead: 'Hubungkan rekening pelanggan sekali, tarik pembayaran darinya, dan terima kabar hasil setiap pembayaran. Juga saat bank tidak menjawab.',
    start: 'Pembayaran pertama Anda',
    unclear: 'Saat bank diam',
    facts: ['Open source, di server sendiri', 'API yang dikenal merchant DOKU', 'SNAP BI ke bank'],
    ways: 'Lanjut ke mana',
    readers: [
      {
        who: 'Anda menerima pembayaran',
        what: 'Lima menit sampai pembayaran terverifikasi, lalu arti setiap istilahnya.',
        links: [
          ['Mulai cepat', '/quickstart/', true],
          ['Konsep', '/concepts/token/', true],
          ['Panduan', '/guides/pay/', false],
          ['Kode kesalahan, satu halaman per kode', '/errors/', false],
          ['Referensi API', '/api/', false],
          ['Referensi SDK', '/reference/sdk/', false],
        ],
      },
      {
        who: 'Anda menjalankan gateway',
        what: 'Kebutuhannya, yang perlu dipantau, dan janjinya saat proses mati.',
        links: [
          ['Operasional', '/operators/operating/', false],
          ['Back Office, dengan gambar', '/operators/backoffice/', false],
          ['Keandalan', '/operators/reliability/', false],
          ['Pemeriksaan', '/operators/checks/', false],
          ['Uang dan buku besar', '/operators/money/', false],
          ['Keamanan', '/operators/security/', false],
        ],
      },
      {
        who: 'Anda mengembangkannya',
        what: 'Lima lantai, satu glosarium, dan setiap keputusan beserta alasannya.',
        links: [
          ['Arsitektur', '/contributors/architecture/', false],
          ['Menambah bank', '/contributors/adding-a-bank/', false],
          ['Keputusan', '/decisions/', false],
          ['Berkontribusi', '/contributors/contributing/', false],
        ],
      },
    ],
    picture: {
      label:
        'Sebuah pembayaran: Anda menarik Rp 90.000, pelanggan mengonfirmasi dengan OTP, bank tidak menjawab. Pembayaran tetap pending, Tarik bertanya ke pembukuan bank, dan notifikasi mengabarkan bahwa sudah lunas.',
      you: 'Anda',
      bank: 'Bank',
      pull: 'tarik Rp 90.000',
      otp: 'OTP ke pelanggan',
      confirm: 'konfirmasi 482 913',
      silent: 'tidak ada jawaban',
      ask: 'bagaimana hasilnya?',
      book: 'tercatat lunas',
      told: 'notifikasi',
      pending: 'PENDING',
      paid: 'SUCCESS',
    },
  },
};
