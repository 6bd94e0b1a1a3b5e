// Whose acts are shown: one of the team.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { OneFilter } from '../../parts/filters.tsx';

export function PersonFilter(): ReactNode {
  const { t } = useTranslation('audit');
  const { workspace } = useWorkspace();
  const { data } = useQuery({
    queryKey: [workspace, 'team'],
    queryFn: ({ signal }) =>
      ask(api.GET('/backoffice/api/{workspace}/team', { params: { path: { workspace } }, signal })),
  });
  const choices = (data?.members ?? []).map((one) => ({
    value: one.operator_id,
    label: one.name,
  }));
  return <OneFilter name="operator_id" label={t('person')} choices={choices} />;
}
