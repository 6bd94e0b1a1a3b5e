// What was agreed with a merchant about the settlement of a bank, and what holds where nothing was.

export interface Terms {
  /** Working days from the day of success to the day of settlement. */
  workingDays: number;
  /** A balance below this is carried over, whole rupiah. */
  minimum: bigint;
}

/** T+2 and no minimum, as the guide's company settles direct debits. */
export const DEFAULT_TERMS: Terms = { workingDays: 2, minimum: 0n };
