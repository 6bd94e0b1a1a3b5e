// The banks to which money can be paid out, by the three digits that Bank Indonesia gives them. A new one is a line here.

const BANKS: Readonly<Record<string, string>> = {
  '002': 'BRI',
  '008': 'Mandiri',
  '009': 'BNI',
  '011': 'Danamon',
  '013': 'Permata',
  '014': 'BCA',
  '016': 'Maybank Indonesia',
  '019': 'Panin',
  '022': 'CIMB Niaga',
  '023': 'UOB Indonesia',
  '028': 'OCBC Indonesia',
  '031': 'Citibank',
  '037': 'Artha Graha',
  '046': 'DBS Indonesia',
  '050': 'Standard Chartered',
  '087': 'HSBC Indonesia',
  '097': 'Mayapada',
  '110': 'BJB',
  '111': 'Bank Jakarta',
  '112': 'BPD DIY',
  '113': 'Bank Jateng',
  '114': 'Bank Jatim',
  '115': 'Bank Jambi',
  '116': 'Bank Aceh Syariah',
  '117': 'Bank Sumut',
  '118': 'Bank Nagari',
  '119': 'BRK Syariah',
  '120': 'Bank Sumsel Babel',
  '121': 'Bank Lampung',
  '122': 'Bank Kalsel',
  '123': 'Bank Kalbar',
  '124': 'Bankaltimtara',
  '125': 'Bank Kalteng',
  '126': 'Bank Sulselbar',
  '127': 'Bank SulutGo',
  '128': 'Bank NTB Syariah',
  '129': 'BPD Bali',
  '130': 'Bank NTT',
  '131': 'Bank Maluku Malut',
  '132': 'Bank Papua',
  '133': 'Bank Bengkulu',
  '134': 'Bank Sulteng',
  '135': 'Bank Sultra',
  '137': 'Bank Banten',
  '147': 'Muamalat',
  '153': 'Sinarmas',
  '200': 'BTN',
  '213': 'SMBC Indonesia',
  '426': 'Mega',
  '441': 'KB Bank',
  '451': 'BSI',
  '484': 'Hana Bank',
  '490': 'Neo Commerce',
  '494': 'Bank Raya',
  '501': 'BCA Digital',
  '503': 'Nobu',
  '506': 'Mega Syariah',
  '521': 'KB Bank Syariah',
  '535': 'SeaBank',
  '536': 'BCA Syariah',
  '542': 'Jago',
  '547': 'BTPN Syariah',
  '567': 'Allo Bank',
};

/** The bank's name; undefined for a code that is no bank's. */
export function bankNameOf(code: string): string | undefined {
  return Object.hasOwn(BANKS, code) ? BANKS[code] : undefined;
}

/** Every bank, in the order of their codes. */
export function payoutBanks(): { code: string; name: string }[] {
  return Object.entries(BANKS)
    .map(([code, name]) => ({ code, name }))
    .toSorted((one, other) => one.code.localeCompare(other.code));
}
