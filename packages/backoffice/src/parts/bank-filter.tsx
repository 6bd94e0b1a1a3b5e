// Lists narrowed to one bank, where there is more than one.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.ts';
import { OneFilter } from './filters.tsx';

export function BankFilter(): ReactNode {
  const { t } = useTranslation('story');
  const { banks } = useSession();
  if (banks.length < 2) return null;
  const choices = banks.map(({ bank, name }) => ({ value: bank, label: name }));
  return <OneFilter name="bank" label={t('bank')} choices={choices} />;
}
