// Who is signed in, with language, colours, the profile and the way out.
import { Popover, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { useSession, useWorkspace } from '../api/session.ts';
import { initials } from './initials.ts';
import { useShell } from './state.ts';
import { useChangeTastes } from './tastes.ts';

export function ProfileMenu(): ReactNode {
  const { t } = useTranslation('shell');
  const { person } = useSession();
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={280}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton className="tk-person" onClick={() => setOpened(!opened)}>
          <span className="tk-person-mark" aria-hidden>
            {initials(person.name, 1)}
          </span>
          <span className="tk-person-name">{person.name}</span>
          <span className="tk-hidden">{t('account')}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('account_of', { name: person.name })}>
        <Inside close={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Inside({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation('shell');
  const { person } = useSession();
  const { workspace } = useWorkspace();
  const { openHelp } = useShell();
  const change = useChangeTastes();
  const signOut = useSignOut();
  return (
    <>
      <div className="tk-person-card">
        <strong>{person.name}</strong>
        <span className="tk-quiet tk-small">{person.email}</span>
      </div>
      <div className="tk-tastes">
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('language')}
          value={person.locale}
          data={[
            { value: 'id', label: 'Indonesia' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(locale) => change({ locale })}
        />
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('theme')}
          value={person.theme}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({
            value,
            label: t(`themes.${value}`),
          }))}
          onChange={(theme) => change({ theme })}
        />
      </div>
      <ul className="tk-menu">
        <li>
          <Link
            className="tk-menu-item"
            to="/$workspace/profile"
            params={{ workspace }}
            onClick={close}
          >
            <IconUserCircle size={17} aria-hidden /> {t('profile')}
          </Link>
        </li>
        <li>
          <button
            type="button"
            className="tk-menu-item"
            onClick={() => {
              close();
              openHelp();
            }}
          >
            <IconKeyboard size={17} aria-hidden /> {t('shortcuts')}
          </button>
        </li>
        <li>
          <button type="button" className="tk-menu-item" onClick={() => void signOut()}>
            <IconLogout size={17} aria-hidden /> {t('sign_out')}
          </button>
        </li>
      </ul>
    </>
  );
}

/** Ends the session and forgets everything that was read in it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await ask(api.DELETE('/backoffice/api/session')).catch(() => undefined);
    await navigate({ to: '/sign-in' });
    // What the door has begun to ask stays: it is shown by now, and about nobody.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'door' });
    queries.getMutationCache().clear();
  };
}
