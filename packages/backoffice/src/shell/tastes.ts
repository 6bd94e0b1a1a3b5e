// Language and colours: what the profile says is taken over once, what is changed here is kept there.
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useEffect } from 'react';
import { api, ask } from '../api/ask.ts';
import { type Session, sessionQuery, useSession } from '../api/session.ts';
import { type Locale, speak } from '../app/i18n.ts';

/** Takes over what the profile says. */
export function useTastes(): void {
  const { locale, theme } = useSession().person;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    setColorScheme(theme);
  }, [theme, setColorScheme]);
  useEffect(() => {
    if (i18next.language !== locale) void speak(locale);
  }, [locale]);
}

/** Changes what the profile says, here at once and there as well. */
export function useChangeTastes(): (change: {
  locale?: Locale;
  theme?: MantineColorScheme;
}) => void {
  const queries = useQueryClient();
  return (change) => {
    queries.setQueryData<Session>(
      sessionQuery.queryKey,
      (old) => old && { ...old, person: { ...old.person, ...change } },
    );
    // It holds on this page all the same when it cannot be kept.
    ask(api.PUT('/backoffice/api/profile', { body: change })).catch(() => undefined);
  };
}
