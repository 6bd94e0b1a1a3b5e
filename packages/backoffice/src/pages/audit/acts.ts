// Acts in the reader's words; one that is new to this page stays as it is.
import { useTranslation } from 'react-i18next';

/** A record of words, whose names have dots in them: they are not asked for by path. */
function useActs(): Readonly<Record<string, string>> {
  const { t } = useTranslation('audit');
  return t('acts', { returnObjects: true });
}

export function useActWords(): (act: string) => string {
  const acts = useActs();
  return (act) => acts[act] ?? act;
}

/** For a filter, in the order of the reader's alphabet. */
export function useActChoices(): { value: string; label: string }[] {
  return Object.entries(useActs())
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}
