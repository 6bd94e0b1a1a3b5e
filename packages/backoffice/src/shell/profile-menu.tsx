// Who is signed in, with language, colours, the profile and the way out.
import { Menu, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { useSession, useWorkspace } from '../api/session.ts';
import { initials } from './initials.ts';
import { useShell } from './state.ts';
import { useChangeTastes } from './tastes.ts';

export function ProfileMenu(): ReactNode {
  const { t } = useTranslation('shell');
  const { person } = useSession();
  const { workspace } = useWorkspace();
  const { openHelp } = useShell();
  const change = useChangeTastes();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={272} closeOnItemClick>
      <Menu.Target>
        <UnstyledButton className="tk-person" aria-label={t('account', { name: person.name })}>
          <span className="tk-person-mark" aria-hidden>
            {initials(person.name, 1)}
          </span>
          <span className="tk-person-name tk-desk-only">{person.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="tk-person-card">
          <strong>{person.name}</strong>
          <span className="tk-quiet tk-small">{person.email}</span>
        </div>
        <Menu.Divider />
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
            onChange={(locale) => change({ locale: locale })}
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
            onChange={(theme) => change({ theme: theme })}
          />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserCircle size={16} />}
          renderRoot={(props) => (
            <Link {...props} to="/$workspace/profile" params={{ workspace }} />
          )}
        >
          {t('profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openHelp}>
          {t('shortcuts')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Ends the session and forgets everything that was read in it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await ask(api.DELETE('/backoffice/api/session')).catch(() => undefined);
    await navigate({ to: '/sign-in' });
    queries.clear();
  };
}
