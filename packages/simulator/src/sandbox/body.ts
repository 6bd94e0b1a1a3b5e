// Reads the fields of a program's JSON body.
import { isAccountNo } from '../accounts.ts';
import { fieldRefused } from './refusal.ts';

export type Body = Record<string, unknown>;

/** The body as an object; 400 for anything else. */
export function objectBody(body: unknown): Body {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  throw fieldRefused('body', 'must be a JSON object');
}

/** A number from `least` to `most`; `fallback` when absent, mandatory when there is none. */
export function numberField(
  body: Body,
  name: string,
  range: { least: number; most: number; whole: boolean; fallback?: number },
): number {
  const value = body[name] ?? range.fallback;
  const kind = range.whole ? 'a whole number' : 'a number';
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!range.whole || Number.isInteger(value)) &&
    value >= range.least &&
    value <= range.most;
  if (fits) return value;
  throw fieldRefused(name, `must be ${kind} from ${range.least} to ${range.most}`);
}

/** One of a closed list of words. */
export function wordField<Word extends string>(
  body: Body,
  name: string,
  words: readonly Word[],
): Word {
  const word = words.find((allowed) => allowed === body[name]);
  if (word !== undefined) return word;
  throw fieldRefused(name, `must be one of ${words.join(', ')}`);
}

/** A 12-digit account number as text. */
export function accountField(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && isAccountNo(value)) return value;
  throw fieldRefused(name, 'must be an account number: a string of 12 digits');
}

/** A field of the query; undefined when it is absent, 400 when it comes twice. */
export function queryField(query: unknown, name: string): string | undefined {
  const value = (query as Body)[name];
  if (value === undefined || typeof value === 'string') return value;
  throw fieldRefused(name, 'must be named once');
}

/** Whether a field of the query is `true`; false when it is absent, 400 for anything else. */
export function flagField(query: unknown, name: string): boolean {
  const value = queryField(query, name);
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw fieldRefused(name, 'must be true or false');
}
