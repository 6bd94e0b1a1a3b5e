// The words of the customer's pages, in English and in Indonesian.

export const LANGUAGES = ['en', 'id'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Words {
  languageName: string;
  otherLanguages: string;
  sandboxMark: string;
  sandboxNote: string;
  testAccounts: string;
  testAccountsNote: string;
  openSms: string;
  errorPrefix: string;
  step: (now: number, all: number) => string;
  accountTitle: (merchant: string) => string;
  accountLead: (merchant: string) => string;
  accountLabel: string;
  accountHint: string;
  phoneLabel: string;
  phoneHint: string;
  consentTitle: (merchant: string) => string;
  consent: readonly string[];
  consentOff: string;
  agree: string;
  cancel: string;
  accountMissing: string;
  accountMalformed: string;
  accountRefused: string;
  otpTitle: string;
  otpLead: (phone: string) => string;
  otpLabel: string;
  otpHint: (until: string) => string;
  confirm: string;
  resend: string;
  resent: string;
  resendExhausted: string;
  changeAccount: string;
  otpMalformed: string;
  otpWrong: (left: number) => string;
  otpTooOld: string;
  accountFact: string;
  merchantFact: string;
  timeFact: string;
  referenceFact: string;
  /** A moment in Jakarta, for people. */
  moment: (ms: number) => string;
  linkedTitle: string;
  linkedLead: (merchant: string) => string;
  failedTitle: string;
  failed: Record<string, string>;
  failedOther: string;
  goBack: (merchant: string) => string;
  autoBack: string;
  usedTitle: string;
  usedLinked: string;
  usedFailed: string;
  expiredTitle: string;
  expiredLead: (merchant: string) => string;
  unknownTitle: string;
  unknownLead: string;
  foreignTitle: string;
  foreignLead: string;
}

const MOMENT = {
  timeZone: 'Asia/Jakarta',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const;
const ENGLISH_DATE = new Intl.DateTimeFormat('en-GB', MOMENT);
const INDONESIAN_DATE = new Intl.DateTimeFormat('id-ID', MOMENT);

const en: Words = {
  languageName: 'English',
  otherLanguages: 'Language',
  sandboxMark: 'Sandbox',
  sandboxNote: 'A simulated bank for testing. No real account, no real money.',
  testAccounts: 'Test accounts',
  testAccountsNote: 'Any 12 digits are an account. These behave in their own way:',
  openSms: 'Open the SMS inbox',
  errorPrefix: 'Error: ',
  step: (now, all) => `Step ${now} of ${all}`,
  accountTitle: (merchant) => `Link your account to ${merchant}`,
  accountLead: (merchant) =>
    `You came here from ${merchant}. Check the name, then enter the account you want to pay from.`,
  accountLabel: 'Account number',
  accountHint: '12 digits, as printed on your passbook or in the app',
  phoneLabel: 'Your phone',
  phoneHint: 'We will send a code to this number.',
  consentTitle: (merchant) => `What you allow ${merchant} to do`,
  consent: [
    'Take payments from this account that you ask for',
    'See the last four digits of the account number',
  ],
  consentOff: 'It cannot see your balance. You can unlink the account at any time.',
  agree: 'Agree and send code',
  cancel: 'Cancel and go back',
  accountMissing: 'Enter your account number.',
  accountMalformed: 'An account number has 12 digits. Check it and try again.',
  accountRefused: 'This account cannot be linked. Use another account, or ask your branch.',
  otpTitle: 'Enter the code',
  otpLead: (phone) => `We sent a 6-digit code by SMS to ${phone}.`,
  otpLabel: 'Code from the SMS',
  otpHint: (until) => `Valid until ${until} WIB. Nobody from the bank will ever ask for it.`,
  confirm: 'Confirm and link account',
  resend: 'Send a new code',
  resent: 'A new code is on its way. The old one no longer works.',
  resendExhausted: 'No more codes can be sent for this request. Go back and start again.',
  changeAccount: 'Use another account',
  otpMalformed: 'The code has 6 digits. Check the SMS and try again.',
  otpWrong: (left) =>
    left === 1
      ? 'This code is not right. You have 1 try left.'
      : `This code is not right. You have ${left} tries left.`,
  otpTooOld: 'This code has expired. Send a new one.',
  accountFact: 'Account',
  merchantFact: 'Merchant',
  timeFact: 'Time',
  referenceFact: 'Reference',
  moment: (ms) => `${ENGLISH_DATE.format(ms)} WIB`,
  linkedTitle: 'Account linked',
  linkedLead: (merchant) => `You can now pay at ${merchant} from this account.`,
  failedTitle: 'Account not linked',
  failed: {
    cancelled: 'You cancelled. Nothing was linked.',
    account_not_eligible: 'This account cannot be linked. Nothing was changed.',
    otp_attempts_exceeded: 'The code was wrong three times, so we stopped to protect your account.',
    expired: 'The link expired before it was used.',
  },
  failedOther: 'Nothing was linked.',
  goBack: (merchant) => `Return to ${merchant}`,
  autoBack: 'You will be taken back in a few seconds.',
  usedTitle: 'This link has already been used',
  usedLinked: 'The account was linked. There is nothing more to do here.',
  usedFailed: 'The request ended without linking an account. To try again, start at the merchant.',
  expiredTitle: 'This link has expired',
  expiredLead: (merchant) =>
    `For your safety a link works for 15 minutes. Go back to ${merchant} and start again.`,
  unknownTitle: 'We cannot find this link',
  unknownLead: 'Check that the address is complete, or start again at the merchant.',
  foreignTitle: 'This form was not sent from our page',
  foreignLead: 'For your safety it was not taken. Open the link from the merchant again.',
};

const id: Words = {
  languageName: 'Bahasa Indonesia',
  otherLanguages: 'Bahasa',
  sandboxMark: 'Sandbox',
  sandboxNote: 'Bank simulasi untuk pengujian. Bukan rekening dan bukan uang sungguhan.',
  testAccounts: 'Rekening uji coba',
  testAccountsNote: 'Semua nomor 12 digit adalah rekening. Nomor berikut berperilaku khusus:',
  openSms: 'Buka kotak masuk SMS',
  errorPrefix: 'Kesalahan: ',
  step: (now, all) => `Langkah ${now} dari ${all}`,
  accountTitle: (merchant) => `Hubungkan rekening Anda ke ${merchant}`,
  accountLead: (merchant) =>
    `Anda datang dari ${merchant}. Periksa namanya, lalu masukkan rekening untuk membayar.`,
  accountLabel: 'Nomor rekening',
  accountHint: '12 digit, seperti tertera di buku tabungan atau aplikasi',
  phoneLabel: 'Ponsel Anda',
  phoneHint: 'Kode akan kami kirim ke nomor ini.',
  consentTitle: (merchant) => `Yang Anda izinkan kepada ${merchant}`,
  consent: [
    'Menarik pembayaran dari rekening ini atas permintaan Anda',
    'Melihat empat digit terakhir nomor rekening',
  ],
  consentOff: 'Saldo Anda tidak terlihat. Rekening dapat diputus kapan saja.',
  agree: 'Setuju dan kirim kode',
  cancel: 'Batal dan kembali',
  accountMissing: 'Masukkan nomor rekening Anda.',
  accountMalformed: 'Nomor rekening terdiri dari 12 digit. Periksa lalu coba lagi.',
  accountRefused:
    'Rekening ini tidak dapat dihubungkan. Gunakan rekening lain atau hubungi cabang.',
  otpTitle: 'Masukkan kode',
  otpLead: (phone) => `Kami mengirim kode 6 digit lewat SMS ke ${phone}.`,
  otpLabel: 'Kode dari SMS',
  otpHint: (until) => `Berlaku sampai ${until} WIB. Pihak bank tidak pernah meminta kode ini.`,
  confirm: 'Konfirmasi dan hubungkan',
  resend: 'Kirim kode baru',
  resent: 'Kode baru sedang dikirim. Kode lama tidak berlaku lagi.',
  resendExhausted: 'Kode tidak dapat dikirim lagi. Kembali dan mulai dari awal.',
  changeAccount: 'Gunakan rekening lain',
  otpMalformed: 'Kode terdiri dari 6 digit. Periksa SMS lalu coba lagi.',
  otpWrong: (left) => `Kode salah. Sisa percobaan: ${left}.`,
  otpTooOld: 'Kode sudah kedaluwarsa. Kirim kode baru.',
  accountFact: 'Rekening',
  merchantFact: 'Merchant',
  timeFact: 'Waktu',
  referenceFact: 'Referensi',
  moment: (ms) => `${INDONESIAN_DATE.format(ms)} WIB`,
  linkedTitle: 'Rekening terhubung',
  linkedLead: (merchant) => `Kini Anda dapat membayar di ${merchant} dari rekening ini.`,
  failedTitle: 'Rekening tidak terhubung',
  failed: {
    cancelled: 'Anda membatalkan. Tidak ada rekening yang dihubungkan.',
    account_not_eligible: 'Rekening ini tidak dapat dihubungkan. Tidak ada yang berubah.',
    otp_attempts_exceeded: 'Kode salah tiga kali. Proses dihentikan demi keamanan rekening Anda.',
    expired: 'Tautan kedaluwarsa sebelum digunakan.',
  },
  failedOther: 'Tidak ada rekening yang dihubungkan.',
  goBack: (merchant) => `Kembali ke ${merchant}`,
  autoBack: 'Anda akan kembali dalam beberapa detik.',
  usedTitle: 'Tautan ini sudah digunakan',
  usedLinked: 'Rekening sudah terhubung. Tidak ada lagi yang perlu dilakukan di sini.',
  usedFailed:
    'Permintaan berakhir tanpa rekening terhubung. Untuk mencoba lagi, mulai dari merchant.',
  expiredTitle: 'Tautan ini sudah kedaluwarsa',
  expiredLead: (merchant) =>
    `Demi keamanan, tautan berlaku 15 menit. Kembali ke ${merchant} dan mulai lagi.`,
  unknownTitle: 'Tautan tidak ditemukan',
  unknownLead: 'Periksa apakah alamatnya lengkap, atau mulai lagi dari merchant.',
  foreignTitle: 'Formulir ini tidak dikirim dari halaman kami',
  foreignLead: 'Demi keamanan, formulir tidak diterima. Buka lagi tautan dari merchant.',
};

export const WORDS: Readonly<Record<Language, Words>> = { en, id };

/**
 * The language of a request: `?lang=`, else the cookie of an earlier choice, else what the browser
 * prefers.
 */
export function languageOf(
  asked: string | undefined,
  cookie: string | undefined,
  accepted: string | undefined,
): Language {
  const chosen = /(?:^|;\s*)bank_lang=(en|id)(?:;|$)/.exec(cookie ?? '')?.[1];
  return known(asked) ?? known(chosen) ?? preferred(accepted ?? '') ?? 'en';
}

function known(text: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}

/**
 * The first language of Accept-Language, by weight, that we speak. `in` is the old code of
 * Indonesian.
 */
function preferred(accepted: string): Language | undefined {
  return accepted
    .split(',')
    .map((entry, order) => {
      const [tag = '', ...rest] = entry.trim().toLowerCase().split(';');
      const weight = rest.map((part) => /^\s*q=([\d.]+)$/.exec(part)?.[1]).find(Boolean);
      const primary = tag.split('-')[0];
      const language = known(primary === 'in' ? 'id' : primary);
      return { language, weight: Number(weight ?? 1), order };
    })
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .toSorted((one, other) => other.weight - one.weight || one.order - other.order)[0]?.language;
}
