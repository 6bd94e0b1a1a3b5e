// One line of a statement: each of its fields against its rule. Pure.
import type { StatementProfile } from '../banks/statement-profile.ts';
import { isDay } from '../settlement/calendar.ts';
import { BadStatement, shown } from './bad-statement.ts';
import type { StatementLine } from './statement.ts';

/** A reference as banks write them. */
const REFERENCE = /^(?=.*\S)[\x20-\x7E]{1,64}$/;
const AMOUNT = /^(0|[1-9]\d{0,14})\.00$/;
const MOST = 999_999_999_999n;

/**
 * Reads a line whose day is one of `days`: that of the file, or the one before, when the bank has booked late. Throws
 * {@link BadStatement}.
 */
export function readLine(
  profile: StatementProfile,
  record: readonly string[],
  lineNo: number,
  days: readonly [before: string, day: string],
): StatementLine & { day: string } {
  const { header, columns } = profile;
  if (record.length !== header.length) {
    const rule = `a line has ${header.length} fields, and this one ${record.length}`;
    throw new BadStatement(rule, lineNo, `${Math.min(record.length, header.length) + 1}`);
  }
  const field = (column: string): string => record[header.indexOf(column)] ?? '';
  const must = (column: string, rule: string): never => {
    throw new BadStatement(`${rule}, and is ${shown(field(column))}`, lineNo, column);
  };

  const { at, day } = readTime(profile, field(columns.at), () =>
    must(columns.at, `must be a time like 2026-11-25T13:05:59${profile.zone.written}`),
  );
  if (!days.includes(day)) {
    must(columns.at, `must be of ${days[1]}, the day of the file, or of the day before`);
  }
  const text = (column: string): string =>
    REFERENCE.test(field(column))
      ? field(column)
      : must(column, 'must have 1 to 64 printable characters');
  const type = profile.types[field(columns.type)];
  const types = Object.keys(profile.types).join(', ');
  if (type === undefined) return must(columns.type, `must be one of ${types}`);
  if (field(columns.currency) !== profile.currency) {
    must(columns.currency, `must be ${profile.currency}`);
  }
  return {
    lineNo,
    at,
    day,
    type,
    partner: text(columns.partner),
    bankReference: text(columns.bankReference),
    reference: text(columns.reference),
    amount: readAmount(field(columns.amount), () =>
      must(columns.amount, 'must be whole rupiah like 90000.00, from 1 to 999999999999'),
    ),
  };
}

function readTime(
  { zone }: StatementProfile,
  text: string,
  refuse: () => never,
): { at: number; day: string } {
  const [, day = '', time = '', written] =
    /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?)(.*)$/.exec(text) ?? [];
  if (written !== zone.written || !isDay(day)) return refuse();
  return { at: Date.parse(`${day}T${time}Z`) - zone.minutes * 60_000, day };
}

function readAmount(text: string, refuse: () => never): bigint {
  const [, digits] = AMOUNT.exec(text) ?? [];
  if (digits === undefined) return refuse();
  const amount = BigInt(digits);
  return amount < 1n || amount > MOST ? refuse() : amount;
}
