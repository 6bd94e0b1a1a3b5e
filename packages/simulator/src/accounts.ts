// The accounts of this bank: every 12-digit number is one; eleven of them behave in their own way.

export interface Account {
  /** What the account does, in a sentence for the accounts page. */
  says: string;
  /** Rupiah on the account before its first movement. */
  openingBalance: bigint;
  /** Whether a payment asks for an OTP before it moves money. */
  otp: boolean;
  /** What a payment (54) comes to. */
  payment: 'normal' | 'blocked' | 'timeout_debited' | 'timeout_failed';
  /** Real time in ms that the answer to a payment (54) takes. */
  paymentDelayMs: number;
  registration: 'allowed' | 'refused';
  unbinding: 'allowed' | 'refused';
  refund: 'allowed' | 'refused';
  /** How many callbacks (56) arrive before the answer that reports the debit. */
  earlyCallbacks: number;
}

const ORDINARY: Account = {
  says: 'OTP, then the payment succeeds',
  openingBalance: 100_000_000_000n,
  otp: true,
  payment: 'normal',
  paymentDelayMs: 0,
  registration: 'allowed',
  unbinding: 'allowed',
  refund: 'allowed',
  earlyCallbacks: 0,
};

/** The accounts with a behaviour of their own, and the plain one first. */
export const SPECIAL_ACCOUNTS: Readonly<Record<string, Account>> = {
  '800000000001': ORDINARY,
  '800000000002': { ...ORDINARY, says: 'insufficient funds', openingBalance: 0n },
  '800000000003': { ...ORDINARY, says: 'the payment succeeds without an OTP', otp: false },
  '800000000004': {
    ...ORDINARY,
    says: 'debits without an OTP, then answers 504',
    otp: false,
    payment: 'timeout_debited',
  },
  '800000000005': {
    ...ORDINARY,
    says: 'answers 504; the payment has failed, nothing is debited',
    payment: 'timeout_failed',
  },
  '800000000006': { ...ORDINARY, says: 'answers after 5 seconds', paymentDelayMs: 5000 },
  '800000000007': { ...ORDINARY, says: 'blocked: payments are declined', payment: 'blocked' },
  '800000000008': { ...ORDINARY, says: 'pays, but refunds are refused', refund: 'refused' },
  '800000000009': { ...ORDINARY, says: 'pays, but unbinding is refused', unbinding: 'refused' },
  '800000000010': { ...ORDINARY, says: 'registration is refused', registration: 'refused' },
  '800000000011': {
    ...ORDINARY,
    says: 'pays; the callback comes twice and before the answer',
    earlyCallbacks: 2,
  },
};

/** The behaviour of an account number. */
export function accountOf(accountNo: string): Account {
  return SPECIAL_ACCOUNTS[accountNo] ?? ORDINARY;
}

/** Whether the text is an account number of this bank: 12 digits. */
export function isAccountNo(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** The account number as others may see it: `XXXXXXXX0001`. */
export function maskAccountNo(accountNo: string): string {
  return `XXXXXXXX${accountNo.slice(-4)}`;
}
