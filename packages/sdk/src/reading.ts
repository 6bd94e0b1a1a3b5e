// Reading an answer: each field that a result promises is looked at; what the gateway adds is left
// alone. Nothing here quotes what was sent.

/** What an answer lacks, as the field's path. */
export class Unexpected extends Error {
  override name = 'Unexpected';
  readonly field: string;

  constructor(field: string, rule: string) {
    super(`${field} ${rule}`);
    this.field = field;
  }
}

/** One object of an answer. */
export interface Reading {
  object(name: string): Reading;
  optionalObject(name: string): Reading | undefined;
  text(name: string): string;
  optionalText(name: string): string | undefined;
  optionalRupiah(name: string): bigint | undefined;
  rupiah(name: string): bigint;
  oneOf<T extends string>(name: string, words: readonly T[]): T;
  integer(name: string): number;
  fields(): string[];
}

/** Reads an object; throws {@link Unexpected} for what is none. */
export function reading(value: unknown, at = ''): Reading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unexpected(at === '' ? 'the answer' : at, 'is not an object');
  }
  const own = value as Record<string, unknown>;
  const get = (name: string): unknown => (Object.hasOwn(own, name) ? own[name] : undefined);
  const path = (name: string): string => (at === '' ? name : `${at}.${name}`);
  const must = <T>(name: string, found: T | undefined, rule: string): T => {
    if (found === undefined) throw new Unexpected(path(name), rule);
    return found;
  };
  const me: Reading = {
    object: (name) => reading(get(name), path(name)),
    optionalObject: (name) => (get(name) == null ? undefined : me.object(name)),
    text: (name) => must(name, me.optionalText(name), 'is missing'),
    optionalText(name) {
      const found = get(name);
      if (found == null) return undefined;
      return must(name, typeof found === 'string' ? found : undefined, 'is not text');
    },
    rupiah: (name) => must(name, me.optionalRupiah(name), 'is missing'),
    optionalRupiah(name) {
      const found = get(name);
      return found == null ? undefined : must(name, readRupiah(found), 'is not whole rupiah');
    },
    oneOf(name, words) {
      const word = words.find((one) => one === get(name));
      return must(name, word, `is none of ${words.join(', ')}`);
    },
    integer(name) {
      const found = get(name);
      const whole = typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined;
      return must(name, whole, 'is not a whole number');
    },
    fields: () => Object.keys(own),
  };
  return me;
}

/** Rupiah as they come: a number, or text as in the guide's samples, `90000.00` included. */
export function readRupiah(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || !/^\d{1,15}(\.0{1,2})?$/.test(value)) return undefined;
  return BigInt(value.split('.', 1)[0] ?? '');
}
