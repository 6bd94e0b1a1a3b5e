// The workspaces that somebody may go to, found by name or Client-Id.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { useSession } from '../api/session.ts';

export interface Choosable {
  workspace: string;
  name: string;
}

const MANY = 30;

/** No more are shown; whoever wants another one types more of its name. */
export const MOST_FOUND = 50;

/** Few are filtered here; of many the API finds those that match. */
export function useFound(typed: string): Choosable[] {
  const { t } = useTranslation('shell');
  const { workspaces } = useSession();
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const many = workspaces.length > MANY;
  const { data } = useQuery({
    queryKey: ['merchants', 'switch', asked],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/merchants', {
          params: { query: { q: asked, limit: MOST_FOUND } },
          signal,
        }),
      ),
    enabled: many && asked !== '',
    placeholderData: keepPreviousData,
  });
  if (many && asked !== '' && data !== undefined) {
    return data.rows.map(({ client_id, name }) => ({ workspace: client_id, name }));
  }
  const wanted = typed.trim().toLowerCase();
  return workspaces
    .map(({ workspace, name }) => ({
      workspace,
      name: workspace === 'all' ? t('all_merchants') : name,
    }))
    .filter(({ workspace, name }) => `${name} ${workspace}`.toLowerCase().includes(wanted))
    .slice(0, MOST_FOUND);
}
