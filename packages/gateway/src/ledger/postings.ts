// Every movement of money in the gateway, on one page: templates that name the accounts of each transfer.

export type Template = 'paymentSucceeded' | 'refundSucceeded' | 'suspenseIn' | 'suspenseOut';

/** One leg: `amount` whole rupiah from the credit account to the debit account. */
export interface Transfer {
  debit: string;
  credit: string;
  amount: bigint;
}

/** What the bank holds for us: an asset, one account per merchant and bank. */
export function bankReceivable(bank: string): string {
  return `bank_receivable:${bank}`;
}

/** What we owe the merchant: a liability. */
export const MERCHANT_PAYABLE = 'merchant_payable';

/** Money without a reason, on its way back to where it came from: a liability that must return to zero. */
export const SUSPENSE = 'suspense';

/** The bank took the customer's money for the merchant. */
export function paymentSucceeded(bank: string, amount: bigint): Transfer[] {
  return [{ debit: bankReceivable(bank), credit: MERCHANT_PAYABLE, amount }];
}

/** The bank gave the customer money back on the merchant's account. */
export function refundSucceeded(bank: string, amount: bigint): Transfer[] {
  return [{ debit: MERCHANT_PAYABLE, credit: bankReceivable(bank), amount }];
}

/** The bank took money for a payment that we had called failed or expired. */
export function suspenseIn(bank: string, amount: bigint): Transfer[] {
  return [{ debit: bankReceivable(bank), credit: SUSPENSE, amount }];
}

/** The bank gave such money back to the customer. */
export function suspenseOut(bank: string, amount: bigint): Transfer[] {
  return [{ debit: SUSPENSE, credit: bankReceivable(bank), amount }];
}
