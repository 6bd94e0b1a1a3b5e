// The name of the product with its mark.
import type { ReactNode } from 'react';

export function Logo(): ReactNode {
  return (
    <span className="tk-logo">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden>
        <rect width="32" height="32" rx="9" fill="var(--tk-mark)" />
        <path
          d="M8 11h16M16 11v11m0 0-4.5-4.5M16 22l4.5-4.5"
          fill="none"
          stroke="var(--tk-mark-ink)"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>Tarik</span>
    </span>
  );
}
