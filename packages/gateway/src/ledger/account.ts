// An account of the chart by its name: what kind it is, on which side it grows, whether it comes back to zero, and whose it is.

export const ACCOUNT_KINDS = [
  'bank_receivable',
  'cash',
  'merchant_payable',
  'refund_in_transit',
  'fee_revenue',
  'split_payable',
  'payout_clearing',
  'suspense',
  'write_off',
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The side on which an account grows. */
export type Side = 'debit' | 'credit';

interface Traits {
  side: Side;
  /** Whether it is 0 at rest. */
  clears: boolean;
  /** Whether a bank is named after the kind, and a bank account of the merchant after that. */
  names: 'nothing' | 'bank' | 'bank account';
}

const TRAITS: Readonly<Record<AccountKind, Traits>> = {
  bank_receivable: { side: 'debit', clears: true, names: 'bank' },
  cash: { side: 'debit', clears: false, names: 'bank' },
  merchant_payable: { side: 'credit', clears: false, names: 'nothing' },
  refund_in_transit: { side: 'credit', clears: true, names: 'nothing' },
  fee_revenue: { side: 'credit', clears: false, names: 'nothing' },
  split_payable: { side: 'credit', clears: false, names: 'bank account' },
  payout_clearing: { side: 'credit', clears: true, names: 'bank' },
  suspense: { side: 'credit', clears: true, names: 'nothing' },
  write_off: { side: 'debit', clears: false, names: 'nothing' },
};

export interface Account {
  account: string;
  kind: AccountKind;
  side: Side;
  clears: boolean;
  bank: string | null;
  /** The SBA id of the merchant's bank account. */
  bankAccount: string | null;
}

/** Reads a name of an account; null for what is none of the chart. */
export function accountOf(name: string): Account | null {
  const [word = '', bank, bankAccount, ...more] = name.split(':');
  const kind = ACCOUNT_KINDS.find((one) => one === word);
  if (kind === undefined || more.length > 0) return null;
  const { side, clears, names } = TRAITS[kind];
  const given =
    bank === undefined ? 'nothing' : bankAccount === undefined ? 'bank' : 'bank account';
  if (given !== names || bank === '' || bankAccount === '') return null;
  return {
    account: name,
    kind,
    side,
    clears,
    bank: bank ?? null,
    bankAccount: bankAccount ?? null,
  };
}

/** The side on which accounts of a kind grow. */
export function sideOf(kind: AccountKind): Side {
  return TRAITS[kind].side;
}

/** A balance on the side on which the account grows; less than 0 on the other one. Whole rupiah. */
export function balanceOf(side: Side, debits: bigint, credits: bigint): bigint {
  return side === 'debit' ? debits - credits : credits - debits;
}
