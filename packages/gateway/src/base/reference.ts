// Ids as references for others: a uuid without hyphens, and back.

/** A uuid as 32 hex characters: our reference at a bank (stored before the bank is asked), a token id on a wire. */
export function referenceOf(id: string): string {
  return id.replaceAll('-', '');
}

/** The id behind a reference made by {@link referenceOf}, or null when it is none. */
export function idOfReference(reference: string): string | null {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(
    reference,
  );
  return parts === null ? null : parts.slice(1).join('-');
}
