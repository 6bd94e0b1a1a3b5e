// Words of a story by a path that the API says: an event, an actor, an act. What has no word yet is shown as it is.
import { useTranslation } from 'react-i18next';
import { queries } from '../../api/queries.ts';
import { sessionQuery } from '../../api/session.ts';

export type Noun = 'payment' | 'refund' | 'token';

/** `worded('actors', 'bank')`; dots of the API's words stand as underscores in the resources. */
export function useWorded(): (group: string, word: string) => string {
  const { t, i18n } = useTranslation('story');
  return (group, word) => {
    const path = `${group}.${word.replaceAll('.', '_')}`;
    return i18n.exists(path, { ns: 'story' })
      ? t(path as 'actors.bank')
      : word.replaceAll(/[_.]/g, ' ');
  };
}

/** The bank as people call it: the session, which is there before any page, names them all. */
export function bankName(slug: string): string {
  const banks = queries.getQueryData(sessionQuery.queryKey)?.banks;
  return banks?.find(({ bank }) => bank === slug)?.name ?? slug.toUpperCase();
}

/** How the end of an account's number is written. */
export function tailText(tail: string | null): string {
  return tail === null ? '–' : `•••• ${tail}`;
}
