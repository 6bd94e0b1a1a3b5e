// The command palette: pages, whatever has exactly this reference, and what can be done from anywhere.
import { Kbd, Loader, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import {
  IconLanguage,
  IconLogout,
  IconMoonStars,
  IconSearch,
  IconSwitchHorizontal,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { useMay, useSession, useWorkspace } from '../api/session.ts';
import { rupiah } from '../parts/rupiah.ts';
import { groupsFor, placePath } from './places.ts';
import { useSignOut } from './profile-menu.tsx';
import { useShell } from './state.ts';
import { useChangeTastes } from './tastes.ts';

const LEAST = 3; // letters; the API searches from here on

/** What looks like a search field in the head opens the palette. */
export function SearchButton(): ReactNode {
  const { t } = useTranslation('shell');
  return (
    <button type="button" className="tk-search" onClick={spotlight.open}>
      <IconSearch size={16} aria-hidden />
      <span>{t('search')}</span>
      <span className="tk-search-keys tk-desk-only" aria-hidden>
        <Kbd size="xs">/</Kbd>
      </span>
    </button>
  );
}

export function Palette(): ReactNode {
  const { t } = useTranslation('shell');
  const [typed, setTyped] = useState('');
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut={['mod + K']}
      clearQueryOnClose
      scrollable
      maxHeight={440}
      centered={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 2 }}
      title={t('palette')}
      classNames={{ header: 'tk-hidden' }}
    >
      <Spotlight.Search
        placeholder={t('palette_hint')}
        aria-label={t('palette_hint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={takeFirst}
      />
      <Spotlight.ActionsList>
        <Found typed={typed} />
        <Pages typed={typed} />
        <Acts typed={typed} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Enter takes the first line where none was chosen by the arrow keys. */
function takeFirst(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  const dialog = event.currentTarget.closest('[role="dialog"]');
  if (dialog?.querySelector('[data-selected]') !== null) return;
  dialog.querySelector<HTMLElement>('[data-action]')?.click();
}

function Found({ typed }: { typed: string }): ReactNode {
  const { t, i18n } = useTranslation(['shell', 'states']);
  const { workspace } = useWorkspace();
  const may = useMay();
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(typed.trim(), 180);
  const enabled = asked.length >= LEAST && may('payments.view');
  const { data, isFetching } = useQuery({
    queryKey: [workspace, 'search', asked],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/search', {
          params: { path: { workspace }, query: { q: asked } },
          signal,
        }),
      ),
    enabled,
  });
  if (!enabled) return null;
  const hits = data?.hits.slice(0, 8) ?? [];
  if (hits.length === 0) {
    return (
      <p className="tk-palette-none" role="status">
        {isFetching ? <Loader size="xs" aria-label={t('searching')} /> : t('found_none')}
      </p>
    );
  }
  const word = (kind: string, state: string | null): string => {
    const key = `states:${kind.replace(/s$/, '')}.${state}`;
    return state !== null && i18n.exists(key) ? t(key as 'states:payment.failed') : (state ?? '');
  };
  const more = data !== undefined && data.hits.length > hits.length;
  return (
    <Spotlight.ActionsGroup label={t('found')}>
      {hits.map((hit) => (
        <Spotlight.Action
          key={hit.kind + hit.id}
          label={hit.title}
          description={[
            t(`kinds.${hit.kind}`),
            word(hit.kind, hit.state),
            hit.amount === null ? '' : rupiah(hit.amount),
            workspace === 'all' ? hit.merchant_name : '',
          ]
            .filter(Boolean)
            .join(' · ')}
          onClick={() =>
            void navigate({
              to: `${placePath(hit.client_id, hit.kind)}/${encodeURIComponent(hit.id)}` as '.',
            })
          }
        />
      ))}
      {more && (
        <Spotlight.Action
          label={t('found_all')}
          onClick={() =>
            void navigate({
              to: placePath(workspace, 'search') as '.',
              search: { q: asked } as never,
            })
          }
        />
      )}
    </Spotlight.ActionsGroup>
  );
}

const fits = (typed: string, ...words: string[]): boolean =>
  words.some((word) => word.toLowerCase().includes(typed.trim().toLowerCase()));

function Pages({ typed }: { typed: string }): ReactNode {
  const { t } = useTranslation('shell');
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const places = groupsFor(useSession(), workspace)
    .flatMap((group) => group.places)
    .filter((place) => fits(typed, t(`places.${place.name}`), place.name));
  if (places.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={t('pages')}>
      {places.map(({ name, to, icon: Icon, key }) => (
        <Spotlight.Action
          key={name}
          label={t(`places.${name}`)}
          leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
          rightSection={<Kbd size="xs">g {key}</Kbd>}
          onClick={() =>
            void navigate({ to: placePath(workspace.workspace, to) as '.', search: {} as never })
          }
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

function Acts({ typed }: { typed: string }): ReactNode {
  const { t } = useTranslation('shell');
  const { person } = useSession();
  const { openSwitch } = useShell();
  const { colorScheme } = useMantineColorScheme();
  const change = useChangeTastes();
  const signOut = useSignOut();
  const acts = [
    { label: t('switch'), icon: IconSwitchHorizontal, go: openSwitch },
    {
      label: t('theme_change'),
      icon: IconMoonStars,
      go: () => change({ theme: colorScheme === 'dark' ? 'light' : 'dark' }),
    },
    {
      label: t('language_change'),
      icon: IconLanguage,
      go: () => change({ locale: person.locale === 'id' ? 'en' : 'id' }),
    },
    { label: t('sign_out'), icon: IconLogout, go: () => void signOut() },
  ].filter(({ label }) => fits(typed, label));
  if (acts.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={t('acts')}>
      {acts.map(({ label, icon: Icon, go }) => (
        <Spotlight.Action
          key={label}
          label={label}
          leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
          onClick={go}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
