// The way back from one thing to its list, with the filters and columns that the list had when it was left.
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useWorkspace } from '../api/session.ts';
import type { Search } from '../app/search.ts';
import { placePath } from '../shell/places.ts';
import { useListSearch } from './list-search.ts';

// Of this visit only, and of no importance when it is lost.
const left = new Map<string, Search>();

/** Called by a list: remembers its address while it is shown. */
export function useRememberedList(area: string): void {
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useEffect(() => {
    left.set(`${workspace} ${area}`, search);
  }, [workspace, area, search]);
}

interface BackToListProps {
  /** As it stands in the address: `payments`. */
  area: string;
  children: ReactNode;
}

export function BackToList({ area, children }: BackToListProps): ReactNode {
  const { workspace } = useWorkspace();
  return (
    <Link
      to={placePath(workspace, area) as '.'}
      search={(left.get(`${workspace} ${area}`) ?? {}) as never}
    >
      {children}
    </Link>
  );
}
