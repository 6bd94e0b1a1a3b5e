// Sums as they are read one below the other.

/** What is taken off: `500` → `-500`. */
export function minus(digits: string): string {
  return `${-BigInt(digits)}`;
}
