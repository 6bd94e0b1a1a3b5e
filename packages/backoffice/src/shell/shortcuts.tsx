// The keyboard: `g` and a letter go somewhere, `/` searches, `?` shows them all.
import { Kbd } from '@mantine/core';
import { Dialog } from '../parts/dialog.tsx';
import { spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useWorkspace } from '../api/session.ts';
import { keysAreTaken } from '../parts/list-keys.ts';
import { groupsFor, placePath } from './places.ts';

const CHORD_MS = 1500;

export function useShortcuts(openHelp: () => void): void {
  const session = useSession();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const gAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (keysAreTaken(event)) return;
      const afterG = Date.now() - gAt.current < CHORD_MS;
      gAt.current = event.key === 'g' ? Date.now() : 0;
      if (event.key === '/') {
        event.preventDefault();
        spotlight.open();
      } else if (event.key === '?') {
        event.preventDefault();
        openHelp();
      } else if (afterG) {
        const place = groupsFor(session, workspace)
          .flatMap(({ places }) => places)
          .find(({ key }) => key === event.key);
        if (place === undefined) return;
        event.preventDefault();
        void navigate({ to: placePath(workspace.workspace, place.to) as '.', search: {} as never });
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [session, workspace, navigate, openHelp]);
}

interface HelpProps {
  opened: boolean;
  onClose: () => void;
}

export function Help({ opened, onClose }: HelpProps): ReactNode {
  const { t } = useTranslation('shell');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shortcuts')}>
      <Keys />
    </Dialog>
  );
}

function Keys(): ReactNode {
  const { t } = useTranslation('shell');
  const places = groupsFor(useSession(), useWorkspace()).flatMap((group) => group.places);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [t('keys.palette'), ['Ctrl', 'K']],
    [t('keys.search'), ['/']],
    [t('keys.next'), ['j']],
    [t('keys.previous'), ['k']],
    [t('keys.open'), ['Enter']],
    [t('keys.help'), ['?']],
    ...places.map(({ name, key }) => [t(`places.${name}`), ['g', key]] as const),
  ];
  return (
    <dl className="tk-keys">
      {rows.map(([what, keys]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
