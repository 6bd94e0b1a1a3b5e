// What came of a request, in the reader's words.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../parts/detail-page.tsx';
import type { en } from '../../words/en/index.ts';
import type { Approval } from './approval.ts';

type Known = keyof (typeof en)['approvals']['outcomes'];

export function Outcome({ approval }: { approval: Approval }): ReactNode {
  const { t, i18n } = useTranslation('approvals');
  const { t: states } = useTranslation('states');
  const { t: ends } = useTranslation('reconciliation');
  if (approval.outcome === null) return null;
  const outcome = outcomeOf(approval.kind, approval.outcome);
  const [, moved] = /^moved: (\w+)$/.exec(outcome) ?? [];
  const words = (): string => {
    if (moved !== undefined) {
      return t('moved', { state: states(`payment.${moved as 'failed'}`).toLowerCase() });
    }
    if (approval.kind === 'exception') {
      const group = approval.state === 'done' ? 'resolutions' : 'why_not';
      const path = `${group}.${outcome}`;
      if (i18n.exists(path, { ns: 'reconciliation' })) return ends(path as 'why_not.not_missing');
    }
    return i18n.exists(`outcomes.${outcome}`, { ns: 'approvals' })
      ? t(`outcomes.${outcome as Known}`)
      : outcome.replaceAll('_', ' ');
  };
  return (
    <Section title={t('outcome')}>
      <p>{words()}</p>
    </Section>
  );
}

/** A refund and a payment end in states of the same names; only one of them gives money back. */
function outcomeOf(kind: Approval['kind'], outcome: string): string {
  return kind === 'refund' && outcome === 'succeeded' ? 'refunded' : outcome;
}
