// Other terms of settlement as who decides it reads it: before and after, and what they moved when they were asked for.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/detail-page.tsx';
import { Difference } from '../../parts/difference.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { type Effect, TermsMove } from '../settlement/terms-effect.tsx';
import type { Terms } from '../settlement/terms-typed.ts';
import { useTermsSentence } from '../settlement/terms-words.ts';
import type { Approval } from './approval.ts';

/** What rests with the request; the gateway wrote it. */
interface Asked {
  bank: string;
  from: Terms;
  to: Terms;
  effect: Effect;
}

export function AskedTerms({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation(['approvals', 'settlement']);
  const sentence = useTermsSentence();
  const { bank, from, to, effect } = approval.asked as unknown as Asked;
  return (
    <>
      <Facts of={[[t('approvals:names.bank'), bankName(bank)]]} />
      <Difference
        before={{ terms: sentence(from) }}
        after={{ terms: sentence(to) }}
        nameWords={() => t('approvals:names.terms')}
      />
      <div>
        <h3 className="tk-small-title">{t('settlement:terms.moves_then')}</h3>
        <TermsMove effect={effect} />
      </div>
    </>
  );
}
