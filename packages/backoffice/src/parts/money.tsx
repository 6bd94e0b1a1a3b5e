// A sum of whole rupiah.
import type { ReactNode } from 'react';
import { rupiah } from './rupiah.ts';

interface MoneyProps {
  /** Digits, as the API says them; null shows a dash. */
  digits: string | null;
  /** `strong` in headers, `quiet` beside another sum. */
  weight?: 'strong' | 'quiet';
}

/** `Rp1.234.567`, in figures of equal width, never broken over lines. */
export function Money({ digits, weight }: MoneyProps): ReactNode {
  if (digits === null) return <span className="tk-quiet">–</span>;
  return <span className={`tk-money${weight ? ` tk-money-${weight}` : ''}`}>{rupiah(digits)}</span>;
}
