// GET /sandbox/book and /sandbox/sms: what the bank's book says to programs.
import type { Bank } from '../bank.ts';

/** Every debit and refund, oldest first, and with `payouts` those too; amounts in whole rupiah. */
export function listMovements(bank: Bank, payouts: boolean): unknown[] {
  const { movements } = bank.book.state;
  const shown = payouts ? movements : movements.filter(({ type }) => !type.startsWith('PAYOUT'));
  return shown.map((movement) => ({
    type: movement.type,
    reference: movement.reference,
    partner_reference: movement.partnerReference,
    account_no: movement.accountNo,
    amount: Number(movement.amount),
    at: new Date(movement.at).toISOString(),
  }));
}

/** The texts to a phone, or all of them when none is named; newest first. */
export function listSms(bank: Bank, phone: string | undefined): unknown[] {
  return bank.book.state.sms.list(phone).map((sms) => ({
    phone: sms.phone,
    text: sms.text,
    otp: sms.otp,
    at: new Date(sms.at).toISOString(),
  }));
}
