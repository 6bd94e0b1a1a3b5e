// What a balance changes by: with its sign, so that more and less are told apart without colour.
import type { ReactNode } from 'react';
import { rupiah } from '../../parts/rupiah.ts';

export function Change({ digits }: { digits: string }): ReactNode {
  const isMore = !digits.startsWith('-') && digits !== '0';
  return (
    <span className={`tk-money ${isMore ? 'tk-change-more' : ''}`}>
      {isMore ? '+' : ''}
      {rupiah(digits).replace('-', '−')}
    </span>
  );
}
