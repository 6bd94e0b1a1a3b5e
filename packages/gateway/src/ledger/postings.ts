// Every movement of money in the gateway, on one page: templates that name the accounts of each transfer. Where the
// database books one by itself, from a row, it names the accounts once more; the check `journals` holds the two equal.

export type Template =
  | 'paymentSucceeded'
  | 'feeCharged'
  | 'refundRequested'
  | 'refundSucceeded'
  | 'refundFailed'
  | 'suspenseIn'
  | 'suspenseOut'
  | 'statementReconciled'
  | 'settlementBatched'
  | 'payoutSent'
  | 'payoutPaid'
  | 'payoutRefused'
  | 'payoutReturned'
  | 'paymentReversed'
  | 'refundReversed'
  | 'lateMoneyReversed'
  | 'lateReturnReversed'
  | 'payoutShort'
  | 'payoutAfterAll'
  | 'unexplainedIn'
  | 'unexplainedOut'
  | 'lossBorne'
  | 'lossRecovered';

/** One leg: `amount` whole rupiah from the credit account to the debit account. */
export interface Transfer {
  debit: string;
  credit: string;
  amount: bigint;
}

/** The largest amount of one transfer, whole rupiah. */
export const MOST_IN_A_TRANSFER = 999_999_999_999n;

/** What the bank has taken from customers and its statement has not shown yet: an asset that clears. */
export function bankReceivable(bank: string): string {
  return `bank_receivable:${bank}`;
}

/** What the bank's statements show in our collecting account, less payouts: an asset. */
export function cash(bank: string): string {
  return `cash:${bank}`;
}

/** What a settlement owes one bank account of the merchant: a liability. A debit balance is carried to the next one. */
export function splitPayable(bank: string, account: string): string {
  return `split_payable:${bank}:${account}`;
}

/** Payouts that were ordered and not answered yet: a liability that clears. */
export function payoutClearing(bank: string): string {
  return `payout_clearing:${bank}`;
}

/** What we owe the merchant and have not settled: a liability. */
export const MERCHANT_PAYABLE = 'merchant_payable';

/** Refunds that were asked for and are not decided yet: a liability that clears. */
export const REFUND_IN_TRANSIT = 'refund_in_transit';

/** Fees: an income. */
export const FEE_REVENUE = 'fee_revenue';

/** Money without a reason, on its way back to where it came from: a liability that must return to zero. */
export const SUSPENSE = 'suspense';

/** Differences that two people have decided to bear: an expense. */
export const WRITE_OFF = 'write_off';

/** A sum as transfers, of which none exceeds what one may move; 0 is none. */
export function inTransfers(debit: string, credit: string, sum: bigint): Transfer[] {
  const transfers: Transfer[] = [];
  for (let left = sum; left > 0n; left -= MOST_IN_A_TRANSFER) {
    transfers.push({
      debit,
      credit,
      amount: left < MOST_IN_A_TRANSFER ? left : MOST_IN_A_TRANSFER,
    });
  }
  return transfers;
}

/** The bank took the customer's money for the merchant. */
export function paymentSucceeded(bank: string, amount: bigint): Transfer[] {
  return [{ debit: bankReceivable(bank), credit: MERCHANT_PAYABLE, amount }];
}

/** Our fee for it; none when it is 0. */
export function feeCharged(fee: bigint): Transfer[] {
  return inTransfers(MERCHANT_PAYABLE, FEE_REVENUE, fee);
}

/** The merchant wants money given back: it is not the merchant's any more. */
export function refundRequested(amount: bigint): Transfer[] {
  return [{ debit: MERCHANT_PAYABLE, credit: REFUND_IN_TRANSIT, amount }];
}

/** The bank gave it to the customer. */
export function refundSucceeded(bank: string, amount: bigint): Transfer[] {
  return [{ debit: REFUND_IN_TRANSIT, credit: bankReceivable(bank), amount }];
}

/** The bank did not give it back, or was never asked: it is the merchant's again. */
export function refundFailed(amount: bigint): Transfer[] {
  return [{ debit: REFUND_IN_TRANSIT, credit: MERCHANT_PAYABLE, amount }];
}

/** The bank took money for a payment that we had called failed or expired. */
export function suspenseIn(bank: string, amount: bigint): Transfer[] {
  return [{ debit: bankReceivable(bank), credit: SUSPENSE, amount }];
}

/** The bank gave such money back to the customer. */
export function suspenseOut(bank: string, amount: bigint): Transfer[] {
  return [{ debit: SUSPENSE, credit: bankReceivable(bank), amount }];
}

/** The bank's statement shows what it has taken and given back: sums of the lines that were matched together. */
export function statementReconciled(bank: string, taken: bigint, givenBack: bigint): Transfer[] {
  return [
    ...inTransfers(cash(bank), bankReceivable(bank), taken),
    ...inTransfers(bankReceivable(bank), cash(bank), givenBack),
  ];
}

/** What a settlement owes a bank account of the merchant; less than 0 where refunds came to more than payments. */
export interface Share {
  account: string;
  amount: bigint;
}

/** A settlement's net, divided among the merchant's bank accounts. */
export function settlementBatched(bank: string, shares: readonly Share[]): Transfer[] {
  return shares.flatMap(({ account, amount }) => {
    const payable = splitPayable(bank, account);
    return amount < 0n
      ? inTransfers(payable, MERCHANT_PAYABLE, -amount)
      : inTransfers(MERCHANT_PAYABLE, payable, amount);
  });
}

/** A payout was ordered. */
export function payoutSent(bank: string, account: string, amount: bigint): Transfer[] {
  return inTransfers(splitPayable(bank, account), payoutClearing(bank), amount);
}

/** The bank has paid it: the money has left our collecting account. */
export function payoutPaid(bank: string, amount: bigint): Transfer[] {
  return inTransfers(payoutClearing(bank), cash(bank), amount);
}

/** The bank has refused it before money left: it is owed to the bank account again. */
export function payoutRefused(bank: string, account: string, amount: bigint): Transfer[] {
  return inTransfers(payoutClearing(bank), splitPayable(bank, account), amount);
}

/** It came back after it was paid, and is owed again. */
export function payoutReturned(bank: string, account: string, amount: bigint): Transfer[] {
  return inTransfers(cash(bank), splitPayable(bank, account), amount);
}

/** A payment that the bank, by its own evidence, has never taken: neither it nor its fee is anybody's. */
export function paymentReversed(bank: string, amount: bigint, fee: bigint): Transfer[] {
  return [
    ...inTransfers(MERCHANT_PAYABLE, bankReceivable(bank), amount),
    ...inTransfers(FEE_REVENUE, MERCHANT_PAYABLE, fee),
  ];
}

/** A refund that the bank, by its own evidence, has never given back: it is the merchant's again. */
export function refundReversed(bank: string, amount: bigint): Transfer[] {
  return inTransfers(bankReceivable(bank), MERCHANT_PAYABLE, amount);
}

/** Money after a final no that the bank, by its own evidence, has never taken: nobody is owed it. */
export function lateMoneyReversed(bank: string, amount: bigint): Transfer[] {
  return inTransfers(SUSPENSE, bankReceivable(bank), amount);
}

/** The return of such money, which the bank has never made either. */
export function lateReturnReversed(bank: string, amount: bigint): Transfer[] {
  return inTransfers(bankReceivable(bank), SUSPENSE, amount);
}

/** What a payout has moved less than was ordered: it never left our collecting account, and is owed again. */
export function payoutShort(bank: string, account: string, amount: bigint): Transfer[] {
  return inTransfers(cash(bank), splitPayable(bank, account), amount);
}

/**
 * What the bank has moved to a bank account (less than 0), or back from it, besides what was ordered and booked: it is owed that much
 * less, or more.
 */
export function payoutAfterAll(bank: string, account: string, amount: bigint): Transfer[] {
  const payable = splitPayable(bank, account);
  return amount < 0n
    ? inTransfers(payable, cash(bank), -amount)
    : inTransfers(cash(bank), payable, amount);
}

/** Money on the bank's statement that nothing here explains. */
export function unexplainedIn(bank: string, amount: bigint): Transfer[] {
  return inTransfers(cash(bank), SUSPENSE, amount);
}

/** Its return; or money that left by the statement and that nothing here explains. */
export function unexplainedOut(bank: string, amount: bigint): Transfer[] {
  return inTransfers(SUSPENSE, cash(bank), amount);
}

/** What the bank never gave us and two people have decided to bear. */
export function lossBorne(bank: string, amount: bigint): Transfer[] {
  return inTransfers(WRITE_OFF, bankReceivable(bank), amount);
}

/** What was borne has come after all, by a line of the bank: it is no loss any more. */
export function lossRecovered(bank: string, amount: bigint): Transfer[] {
  return inTransfers(cash(bank), WRITE_OFF, amount);
}
