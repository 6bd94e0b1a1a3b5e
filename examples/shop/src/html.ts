// Markup with everything foreign escaped: the shop shows what others have sent.

/** Text that is markup already; only the template below makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template. */
export type Shown = string | number | bigint | Html | false | undefined | readonly Shown[];

/**
 * A template whose values are escaped, but for markup made by this same template and lists of it.
 * `undefined` and `false` leave nothing behind.
 */
export function html(texts: TemplateStringsArray, ...values: Shown[]): Html {
  const parts = texts.map((text, n) => text + (n < values.length ? shown(values[n]) : ''));
  return new Html(parts.join(''));
}

function shown(value: Shown): string {
  if (typeof value === 'object' && !(value instanceof Html)) return value.map(shown).join('');
  if (value instanceof Html) return value.markup;
  if (value === undefined || value === false) return '';
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
