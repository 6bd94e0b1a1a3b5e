// Why payments failed, the most frequent reason first; each leads to these payments.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { useReasonWords } from '../../parts/refusal-words.ts';
import { Bars } from './bars.tsx';
import type { Picture } from './use-home.ts';

export function Reasons({ picture, range }: { picture: Picture; range: string }): ReactNode {
  const { t } = useTranslation('home');
  const { workspace } = useWorkspace();
  const words = useReasonWords();
  const { reasons } = picture;
  return (
    <Section title={t('reasons')}>
      {reasons.length === 0 ? (
        <p className="tk-quiet tk-bars-none">{t('reasons_none')}</p>
      ) : (
        <Bars
          label={t('reasons')}
          head={[t('reason'), t('count')]}
          tone="bad"
          bars={reasons.map(({ reason, count }) => ({
            key: reason,
            size: count,
            figure: new Intl.NumberFormat(spoken()).format(count),
            name: (
              <Link
                className="tk-bar-link"
                to="/$workspace/payments"
                params={{ workspace }}
                search={{ state: 'failed', reason, range } as never}
                title={t('reason_show')}
              >
                {words(reason)}
              </Link>
            ),
          }))}
        />
      )}
    </Section>
  );
}
