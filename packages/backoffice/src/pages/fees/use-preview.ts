// What amounts cost, as the gateway reckons it: by the tariff in force, and by terms that somebody considers.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import type { Terms } from './terms.ts';

/** Amounts by which people judge a tariff. */
export const SAMPLES = ['10000', '50000', '100000', '1000000', '10000000'] as const;

interface Wanted {
  bank: string;
  amounts: readonly string[];
  /** Other terms, or null. */
  terms: Terms | null;
  /** UTC ISO: by what is in force then; now when absent. */
  at?: string | undefined;
}

/** Keeps the last answer while the next one is on its way. */
export function usePreview({
  bank,
  amounts,
  terms,
  at,
}: Wanted): UseQueryResult<Answer<'previewFee'>> {
  const { workspace } = useWorkspace();
  return useQuery({
    queryKey: [workspace, 'fees', 'preview', bank, amounts, terms, at],
    queryFn: ({ signal }) =>
      ask(
        api.POST('/backoffice/api/{workspace}/fee-preview', {
          params: { path: { workspace } },
          body: { bank, amounts: [...amounts], terms, ...(at === undefined ? {} : { at }) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
