// The address of a list: what stands behind its `?`, how to change some of it, and what the API is asked for it.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { gatewayNow } from '../api/clock.ts';
import type { Search } from '../app/search.ts';
import { instantsOf } from './range.ts';

/** Every change of a filter replaces the entry of the history: "back" leaves the list, as people expect. */
export function useListSearch(): [Search, (change: Search) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  return [
    search,
    (change) =>
      void navigate({
        to: '.',
        search: (old: Search) => ({ ...old, ...change }),
        replace: true,
        resetScroll: false,
      } as never),
  ];
}

/**
 * What the API is asked: the named parameters of the address, and its range as `from` and `to`.
 * `listQuery<operations['listPayments']['parameters']['query']>(search, ['state', 'bank'])`.
 */
export function listQuery<Q>(
  search: Search,
  names: readonly (keyof NonNullable<Q> & string)[],
  standardRange?: string,
): NonNullable<Q> {
  const named = names
    .map((name) => [name, search[name]])
    .filter(([, value]) => value !== undefined);
  const range = instantsOf(search['range'] ?? standardRange, gatewayNow());
  return { ...Object.fromEntries(named), ...range } as NonNullable<Q>;
}
