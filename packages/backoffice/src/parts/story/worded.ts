// Words of a story by a path that the API says: an event, an actor, an act. What has no word yet is shown as it is.
import { useTranslation } from 'react-i18next';

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

const BANKS: Readonly<Record<string, string>> = { cimb: 'CIMB Niaga' };

/** The bank as people call it. */
export function bankName(slug: string): string {
  return BANKS[slug] ?? slug.toUpperCase();
}

/** What a list can be narrowed to. */
export const BANK_CHOICES: readonly { value: string; label: string }[] = Object.entries(BANKS).map(
  ([value, label]) => ({ value, label }),
);

/** How the end of an account's number is written. */
export function tailText(tail: string | null): string {
  return tail === null ? '–' : `•••• ${tail}`;
}
