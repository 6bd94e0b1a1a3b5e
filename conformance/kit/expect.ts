// What checks say about an answer; each throws a Difference that names what was expected and what came.
import { isDeepStrictEqual } from 'node:util';
import { Difference } from './check.ts';
import type { Answer } from './client.ts';

/** The value at a path like `payment.status` or `0.debit_card.token_id`; undefined where there is none. */
export function at(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The same, as text; '' where there is none. */
export function textAt(json: unknown, path: string): string {
  const value = at(json, path);
  return typeof value === 'string' ? value : '';
}

/** Whole rupiah as a number or as digits; undefined for anything else. The kit's own amounts are small. */
export function wholeAt(json: unknown, path: string): number | undefined {
  const value = at(json, path);
  const number = typeof value === 'string' && /^\d+(\.00?)?$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** `came` must be `expected`, whatever the order of an object's fields. */
export function mustEqual(what: string, came: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(came, expected)) {
    throw new Difference(`${what} ${shown(expected)}`, shown(came));
  }
}

/** `came` must be one of these. */
export function mustBeOneOf(what: string, came: unknown, expected: readonly unknown[]): void {
  if (!expected.includes(came)) {
    throw new Difference(`${what} ${expected.map(shown).join(' or ')}`, shown(came));
  }
}

/** `came` must be text of this form. */
export function mustMatch(what: string, came: unknown, form: RegExp, said = `${form}`): void {
  if (typeof came !== 'string' || !form.test(came)) {
    throw new Difference(`${what} ${said}`, shown(came));
  }
}

/** Something must be so. */
export function mustBe(holds: boolean, expected: string, came: unknown): asserts holds {
  if (!holds) throw new Difference(expected, shown(came));
}

/** The answer must have this status. */
export function mustAnswer(answer: Answer, status: number): void {
  if (answer.status !== status) throw new Difference(`HTTP ${status}`, summary(answer));
}

/** The answer must be a refusal: any 4xx where no status is given. */
export function mustRefuse(answer: Answer, status?: number, code?: string, message?: string): void {
  const wanted = [`HTTP ${status ?? '4xx'}`, code, message && shown(message)].filter(Boolean);
  const right =
    (status === undefined
      ? answer.status >= 400 && answer.status < 500
      : answer.status === status) &&
    (code === undefined || at(answer.json, 'error.code') === code) &&
    (message === undefined || at(answer.json, 'error.message') === message);
  if (!right) throw new Difference(wanted.join(' '), summary(answer));
}

/** An answer in a line: its status, and its error's code and message or the payment's status. */
export function summary({ status, json, text }: Answer): string {
  const code = at(json, 'error.code');
  if (code !== undefined) {
    return `HTTP ${status} ${shown(code)} ${shown(at(json, 'error.message'))}`;
  }
  const body = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `HTTP ${status}${body === '' ? ' without a body' : ` ${body}`}`;
}

/** A value as JSON, cut where it is long; "nothing" for undefined. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
