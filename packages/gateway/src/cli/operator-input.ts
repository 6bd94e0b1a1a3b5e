// What an operator types about people, read and judged, and our no to it in words.
import type { MerchantDoors } from '../merchants/create.ts';
import { Barred, type BarredCode } from '../operators/barred.ts';
import { emailOf } from '../operators/sign-in.ts';
import { findPersonByEmail } from '../operators/store-people.ts';
import { EXIT, Ended } from './exit.ts';

const WORDS: Partial<Record<BarredCode, string>> = {
  already_known: 'they have a role there already: see "tarik operator set-role"',
  last_admin: 'one admin must stay: make another one first',
  not_found: 'there is nothing to change: see "tarik operator list"',
};

/** An e-mail address as it is kept. */
export function checkedEmail(typed: string): string {
  const email = emailOf(typed);
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 254) return email;
  throw new Ended(EXIT.usage, `${typed} is no e-mail address`);
}

/** The person of an address; ends the command when there is none. */
export async function findOperator(
  { db }: Pick<MerchantDoors, 'db'>,
  email: string,
): Promise<string> {
  const person = await findPersonByEmail(db, emailOf(email));
  if (person === null) throw new Ended(EXIT.notFound, `nobody is known by ${email}`);
  return person.operator_id;
}

/** Ends the command with the reason for which something is not done. */
export async function worded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Barred)) throw error;
    throw new Ended(EXIT.failed, WORDS[error.code] ?? error.message);
  }
}
