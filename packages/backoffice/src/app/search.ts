// What stands behind the `?` of an address: plain names and words, readable and the same everywhere.

export type Search = Readonly<Record<string, string | undefined>>;

export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') written.set(name, value);
  }
  const text = written.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

type Rule = (text: string) => boolean;

/** Any text up to 128 letters. */
export const aText: Rule = (text) => text.length > 0 && text.length <= 128;
/** Whole rupiah. */
export const aSum: Rule = (text) => /^\d{1,18}$/.test(text);
/** One of these words. */
export const oneOf =
  (...words: readonly string[]): Rule =>
  (text) =>
    words.includes(text);
/** Some of these words, with commas between. */
export const someOf =
  (...words: readonly string[]): Rule =>
  (text) =>
    text.split(',').every((word) => words.includes(word));

/**
 * A route's `validateSearch`: keeps the named parameters that keep their rules, drops everything else. A broken address
 * then shows the page without that filter, never an error.
 */
export function searchOf<const R extends Readonly<Record<string, Rule>>>(
  rules: R,
): (raw: Record<string, unknown>) => { [K in keyof R]?: string } {
  return (raw) => {
    const kept: Record<string, string> = {};
    for (const [name, rule] of Object.entries(rules)) {
      const value = raw[name];
      if (typeof value === 'string' && rule(value)) kept[name] = value;
    }
    return kept;
  };
}

/** What every list keeps in its address: its range, its columns and how dense it is. Spread it into `searchOf`. */
export const LIST_SEARCH = {
  range: (text: string) =>
    /^(today|yesterday|7d|30d|90d|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)$/.test(text),
  cols: aText,
  density: oneOf('dense'),
} as const;
