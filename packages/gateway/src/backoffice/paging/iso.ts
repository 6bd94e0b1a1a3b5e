// Instants as the answers of the Back Office write them: UTC, with milliseconds.

/** An instant as answers write it. */
export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
