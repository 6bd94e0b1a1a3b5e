// A row as it is kept, for who wants to read JSON: nothing sealed, no fingerprint of a person.

/** The row's own columns; bytes are left out, whatever they are, and amounts are digits. */
export function rawOf(row: Record<string, unknown>, times: readonly string[]) {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => !(value instanceof Uint8Array))
      .map(([column, value]) => [column, plain(value, times.includes(column))]),
  );
}

function plain(value: unknown, isTime: boolean): unknown {
  if (typeof value === 'bigint') return `${value}`;
  return isTime && typeof value === 'number' ? new Date(value).toISOString() : value;
}
