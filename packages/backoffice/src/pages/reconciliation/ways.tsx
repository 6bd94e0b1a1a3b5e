// How a difference may end: each way with what it does, or why it is not possible.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../parts/detail-page.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import type { Whole } from './exception.tsx';
import { Resolve } from './resolve.tsx';

export type Way = Whole['resolutions'][number];

export function Ways({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation(['reconciliation', 'story']);
  const { exception } = whole;
  const [chosen, setChosen] = useState<Way>();
  const ways = whole.resolutions.toSorted((one, other) => Number(other.may) - Number(one.may));
  return (
    <Section
      title={t('ends')}
      beside={
        ways.some(({ why_not: why }) => why === 'choose_merchant') && (
          <Link
            className="tk-link"
            title={t('story:open_in_why')}
            to="/$workspace/reconciliation/exceptions/$exception_id"
            params={{ workspace: exception.client_id, exception_id: exception.exception_id }}
          >
            {t('story:open_in', { name: exception.merchant_name })}
          </Link>
        )
      }
    >
      <p className="tk-quiet tk-small">{t('ends_why')}</p>
      <ul className="tk-ways">
        {ways.map((way) => (
          <li key={way.resolution} className={way.may ? '' : 'tk-way-off'}>
            <div className="tk-way-words">
              <p className="tk-way-name">{t(`resolutions.${way.resolution}`)}</p>
              <p className="tk-quiet tk-small">
                {way.why_not === null || way.why_not === 'choose_merchant' ? (
                  t(`resolution_why.${way.resolution}`)
                ) : (
                  <>
                    {t('not_possible')}: {t(`why_not.${way.why_not}`)}{' '}
                    {way.left_over !== null && t('left_over', { amount: rupiah(way.left_over) })}
                  </>
                )}
              </p>
            </div>
            {way.may && (
              <Button
                variant="default"
                size="compact-md"
                aria-label={`${t('ask_for')}: ${t(`resolutions.${way.resolution}`)}`}
                onClick={() => setChosen(way)}
              >
                {t('ask_for')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <Resolve
          key={chosen.resolution}
          whole={whole}
          way={chosen}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Section>
  );
}
