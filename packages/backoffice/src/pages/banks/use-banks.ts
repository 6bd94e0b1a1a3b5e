// The banks of a workspace, and one of them.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';

export type Bank = Answer<'listBanks'>['rows'][number];
export type Tested = Answer<'testBank'>;

export function useBanks(): UseQueryResult<Answer<'listBanks'>> {
  const { workspace } = useWorkspace();
  return useQuery({
    queryKey: [workspace, 'banks'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/banks', { params: { path: { workspace } }, signal }),
      ),
  });
}
