// What came of asking the bank whether it takes a Key and a Secret.
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { lengthText } from '../../parts/instant.ts';
import type { Tested } from './use-banks.ts';

interface ConnectionTestProps {
  bank: string;
  tested: Tested;
  /** Whether the kept ones were tried. */
  kept?: boolean;
}

export function ConnectionTest({ bank, tested, kept = false }: ConnectionTestProps): ReactNode {
  const { t } = useTranslation('banks');
  const how = tested.works ? 'works' : tested.said === 'no_answer' ? 'no_answer' : 'refused';
  const [tone, Icon] = {
    works: ['good', IconCircleCheck] as const,
    refused: ['bad', IconCircleX] as const,
    no_answer: ['unsure', IconHelpCircle] as const,
  }[how];
  const title = kept && how !== 'no_answer' ? t(`${how}_kept`, { bank }) : t(how, { bank });
  return (
    <div className={`tk-note tk-tone-${tone}`} role="status">
      <Icon size={18} aria-hidden />
      <div className="tk-note-words">
        <p className="tk-note-title">{title}</p>
        {(how !== 'works' || tested.http === 404) && <p>{t(`${how}_hint`)}</p>}
        <p className="tk-small">
          {tested.bank_message !== null && (
            <>
              {t('bank_said')}: “{tested.bank_message}”
              {tested.bank_code !== null && <span className="tk-mono"> ({tested.bank_code})</span>}
              {' · '}
            </>
          )}
          {t('http')}: {tested.http ?? t('no_http')} · {t('took')}:{' '}
          {lengthText(tested.took_ms, spoken())}
        </p>
      </div>
    </div>
  );
}
