// Markup with everything foreign escaped: the shop shows what others have sent.

export interface Html {
  readonly markup: string;
}

/** A template whose values are escaped, but for markup made by this same template and lists of it. */
export function html(texts: TemplateStringsArray, ...values: unknown[]): Html {
  const parts = texts.map((text, n) => text + (n < values.length ? shown(values[n]) : ''));
  return { markup: parts.join('') };
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join('');
  if (typeof value === 'object' && value !== null && 'markup' in value) return String(value.markup);
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
