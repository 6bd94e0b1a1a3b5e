// The reader's time zone: the one of their profile, else the browser's.
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';

/** An IANA name, or undefined for the browser's own. */
export function useZone(): string | undefined {
  const { data } = useQuery({ ...sessionQuery, enabled: false });
  return data?.person.time_zone ?? undefined;
}
