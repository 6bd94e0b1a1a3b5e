// GET /sandbox/book, /sandbox/sms and /sandbox/statements/{date}: what the bank's book says to
// programs.
import { maskAccountNo } from '../accounts.ts';
import type { Bank } from '../bank.ts';
import type { Movement } from '../book/entries.ts';
import { wibDate, wibTime } from '../clock.ts';
import { fieldRefused } from './refusal.ts';

/** Every debit and refund, oldest first; amounts in whole rupiah. */
export function listMovements(bank: Bank): unknown[] {
  return bank.book.state.movements.map((movement) => ({
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

/** The statement of one bank day (WIB) as CSV with a header line. */
export function statementOf(bank: Bank, date: string): string {
  const real = /^\d{4}-\d{2}-\d{2}$/.test(date) && isDate(date);
  if (!real) throw fieldRefused('date', 'must be a real date, yyyy-mm-dd');
  const lines = bank.book.state.movements.filter((movement) => wibDate(movement.at) === date);
  return [STATEMENT_HEADER, ...lines.map(statementLine), ''].join('\r\n');
}

const STATEMENT_HEADER = 'date,time,reference,partner_reference,type,amount,account_no';

function statementLine(movement: Movement): string {
  return [
    wibDate(movement.at),
    wibTime(movement.at),
    movement.reference,
    csvText(movement.partnerReference),
    movement.type,
    `${movement.amount}.00`,
    maskAccountNo(movement.accountNo),
  ].join(',');
}

/** References are the partner's own text: quoted where CSV wants it (RFC 4180). */
function csvText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
