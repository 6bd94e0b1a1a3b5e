// A request in a line: its kind and what tells it from others of its kind.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rupiah } from '../../parts/rupiah.ts';
import { useSentence } from '../fees/sentence.ts';
import type { Terms } from '../fees/terms.ts';
import type { Approval } from './approval.ts';

/** `Refund · Rp7.500.000 · INV-7`. */
export function useSummary(): (approval: Approval) => string {
  const { t } = useTranslation('approvals');
  const sentence = useSentence();
  return ({ kind, asked }) => {
    const own = kind === 'fees' ? [sentence(asked['terms'] as Terms)] : details(asked);
    return [t(`kinds.${kind}`), ...own].join(' · ');
  };
}

function details(asked: Approval['asked']): string[] {
  const text = (name: string): string[] => {
    const value = asked[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  };
  const target = 'name' in asked ? text('name') : text('to');
  return [
    ...text('amount').map(rupiah),
    ...text('invoice_number'),
    ...text('account_id'),
    ...text('email'),
    ...target,
  ];
}

export function Summary({ approval }: { approval: Approval }): ReactNode {
  return useSummary()(approval);
}
