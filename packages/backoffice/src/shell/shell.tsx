// What stands around every page of who is signed in: navigation, workspace, search, and the sandbox's banner.
import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveProvider } from '../api/live.tsx';
import { onSignedOut } from '../api/queries.ts';
import { keepWorkspace, useSession, useWorkspace } from '../api/session.ts';
import { LiveDot } from './live-dot.tsx';
import { NoAccess } from '../pages/nothing/no-access.tsx';
import { maySee } from './places.ts';
import { Navigation } from './navigation.tsx';
import { Palette, SearchButton } from './palette.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { SandboxBanner } from './sandbox-banner.tsx';
import { SuspendedBanner } from './suspended-banner.tsx';
import { Help, useShortcuts } from './shortcuts.tsx';
import { ShellContext } from './state.ts';
import { useTastes } from './tastes.ts';
import { Logo } from './logo.tsx';
import { WorkspaceSwitch } from './workspace-switch.tsx';

export function Shell(): ReactNode {
  const { t } = useTranslation('shell');
  const session = useSession();
  const inside = useWorkspace();
  const { workspace } = inside;
  const [menu, { open: openMenu, close: closeMenu }] = useDisclosure();
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure();
  const [switching, { open: openSwitch, close: closeSwitch }] = useDisclosure();
  useTastes();
  useLeaving();
  useShortcuts(openHelp);
  const { pathname } = useLocation();
  useEffect(closeMenu, [pathname, closeMenu]);
  useEffect(() => keepWorkspace(workspace), [workspace]);
  const state = useMemo(() => ({ openSwitch, openHelp }), [openSwitch, openHelp]);

  return (
    <ShellContext value={state}>
      <LiveProvider key={workspace} workspace={workspace}>
        <a className="tk-skip" href="#content">
          {t('skip')}
        </a>
        <div className="tk-shell">
          <aside className="tk-side" aria-label={t('side')}>
            <Logo />
            <WorkspaceSwitch opened={switching} onOpen={openSwitch} onClose={closeSwitch} />
            <Navigation />
            <div className="tk-side-foot">
              <LiveDot />
              <span className="tk-quiet tk-small">{session.version}</span>
            </div>
          </aside>
          <div className="tk-main">
            {session.sandbox && <SandboxBanner />}
            <SuspendedBanner />
            <section className="tk-top" aria-label={t('tools')}>
              <ActionIcon
                className="tk-phone-only"
                size="lg"
                aria-label={t('menu')}
                aria-expanded={menu}
                onClick={openMenu}
              >
                <IconMenu2 size={20} aria-hidden />
              </ActionIcon>
              <SearchButton />
              <ProfileMenu />
            </section>
            <main id="content" className="tk-content" tabIndex={-1}>
              {maySee(session, inside, pathname) ? <Outlet /> : <NoAccess />}
            </main>
          </div>
        </div>
        <Drawer
          opened={menu}
          onClose={closeMenu}
          size={300}
          title={<Logo />}
          closeButtonProps={{ 'aria-label': t('close') }}
        >
          <div className="tk-drawer">
            <WorkspaceSwitch opened={false} onOpen={openSwitch} onClose={closeSwitch} />
            <Navigation />
          </div>
        </Drawer>
        <Palette />
        <Help opened={help} onClose={closeHelp} />
      </LiveProvider>
    </ShellContext>
  );
}

/** When a session is over, whatever the page was doing: to the door, and back afterwards. */
function useLeaving(): void {
  const navigate = useNavigate();
  useEffect(() => {
    onSignedOut((door) => {
      const { pathname, search } = window.location;
      const to = pathname.replace(/^\/backoffice/, '') + search;
      void navigate({ to: door as '/sign-in', search: { to } });
    });
    return () => onSignedOut(undefined);
  }, [navigate]);
}
