// What is known of a customer, covered where the reader may not see people, and said so.
import { IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.ts';
import { CopyText } from '../copy-text.tsx';
import { Facts, Section } from '../detail-page.tsx';
import { useWorded } from './worded.ts';

export function PersonCard({ person }: { person: Record<string, unknown> }): ReactNode {
  const { t } = useTranslation('story');
  const worded = useWorded();
  const open = useMay()('people.view');
  return (
    <Section title={t('customer')}>
      <Facts
        of={Object.entries(person).map(([key, value]) => [
          worded('person', key),
          typeof value === 'string' && (open || key === 'id') ? (
            <CopyText text={value} what={worded('person', key)} mono={key === 'id'} />
          ) : value === null || value === undefined ? null : typeof value === 'string' ? (
            value
          ) : (
            JSON.stringify(value)
          ),
        ])}
      />
      {!open && (
        <p className="tk-note tk-tone-still tk-small">
          <IconEyeOff size={16} aria-hidden /> {t('covered')}
        </p>
      )}
    </Section>
  );
}
