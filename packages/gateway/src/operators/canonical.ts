// One text for one JSON value: keys in order, nothing that a database would not give back as it was.

/** A value as JSON has it: big integers as digits, no undefined, no lone surrogates and no NUL, which PostgreSQL refuses. */
export function plainJson(value: unknown): unknown {
  const text = JSON.stringify(value ?? null, (_key, one: unknown) =>
    typeof one === 'bigint' ? one.toString() : typeof one === 'string' ? plainText(one) : one,
  );
  return JSON.parse(text ?? 'null') as unknown;
}

/** The text of a value of {@link plainJson}, the same after a passage through `jsonb`. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`);
  return `{${fields.join(',')}}`;
}

function plainText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}
