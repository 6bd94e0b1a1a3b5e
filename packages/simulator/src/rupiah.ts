// Rupiah as people in Indonesia write it.

/** `1234567n` as `Rp 1.234.567`. */
export function rupiah(amount: bigint): string {
  return `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}`;
}
