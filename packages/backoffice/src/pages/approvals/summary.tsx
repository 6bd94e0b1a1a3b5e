// A request in a line: its kind and what tells it from others of its kind.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rupiah } from '../../parts/rupiah.ts';
import { useSentence } from '../fees/sentence.ts';
import type { Terms } from '../fees/terms.ts';
import type { Terms as SettlementTerms } from '../settlement/terms-typed.ts';
import { useTermsSentence } from '../settlement/terms-words.ts';
import type { Approval } from './approval.ts';

/** `Refund · Rp7.500.000 · INV-7`. */
export function useSummary(): (approval: Approval) => string {
  const { t } = useTranslation('approvals');
  const sentence = useSentence();
  const termsSentence = useTermsSentence();
  const own = ({ kind, asked }: Approval): string[] => {
    if (kind === 'fees') return [sentence(asked['terms'] as Terms)];
    if (kind === 'settlement_terms') return [termsSentence(asked['to'] as SettlementTerms)];
    return details(asked);
  };
  return (approval) => [t(`kinds.${approval.kind}`), ...own(approval)].join(' · ');
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
