// Accounts to which money is paid out, at this bank or another one: whose they are, and the few that behave in their own way.

export interface Beneficiary {
  /** What the account does, in a sentence for the documentation. */
  says: string;
  /** Whose it is, as an inquiry (16) answers. */
  holder: string;
  /** HTTP status and case with which an inquiry is refused; null: it is answered. */
  inquiry: readonly [number, string] | null;
  /** What becomes of a payout: it is paid, refused before money leaves, or paid and returned. */
  payout: 'paid' | 'refused' | 'returned';
  /** The reason of a refusal or a return, in the codes of ISO 20022. */
  reason: string | null;
}

/** The accounts that are written down, whatever the bank that they are at. */
const KNOWN: Readonly<Record<string, Beneficiary>> = {
  '900000000001': ordinary('PT TOKO TARIK'),
  '900000000002': ordinary('CV SELLER SATU'),
  '900000000003': ordinary('CV SELLER DUA'),
  '900000000004': ordinary('PT WARUNG DORONG'),
  '900000000005': {
    ...ordinary(''),
    says: 'an inquiry finds no such account',
    inquiry: [404, '11'],
  },
  '900000000006': {
    ...ordinary(''),
    says: 'an inquiry finds a dormant account',
    inquiry: [403, '09'],
  },
  '900000000007': {
    ...ordinary('PT REKENING TUTUP'),
    says: 'payouts are refused: the account is closed',
    payout: 'refused',
    reason: 'AC04',
  },
  '900000000008': {
    ...ordinary('PT REKENING BLOKIR'),
    says: 'payouts are refused: the account is blocked',
    payout: 'refused',
    reason: 'AC06',
  },
  '900000000009': {
    ...ordinary('PT KEMBALI LAGI'),
    says: 'payouts are paid and come back after 24 hours: the account number is wrong',
    payout: 'returned',
    reason: 'AC01',
  },
};

/** How long a payout that is to be returned stays away, ms of bank time. */
export const RETURNED_AFTER_MS = 24 * 3_600_000;

/** The account behind a number; every number that is not written down is an ordinary one. */
export function beneficiaryOf(accountNo: string): Beneficiary {
  return KNOWN[accountNo] ?? ordinary(`SANDBOX HOLDER ${accountNo.slice(-4)}`);
}

/** Whether the text can be an account number of any bank. */
export function isBeneficiaryNo(text: string): boolean {
  return /^\d{5,34}$/.test(text);
}

function ordinary(holder: string): Beneficiary {
  return { says: 'payouts are paid', holder, inquiry: null, payout: 'paid', reason: null };
}
