// The merchant that the page is about, and the way to another: found by name or Client-Id.
import { TextInput } from '@mantine/core';
import { Dialog } from '../parts/dialog.tsx';
import { IconCheck, IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/session.ts';
import { type Choosable, useFound } from './find-merchants.ts';
import { initials } from './initials.ts';
import { placePath } from './places.ts';

interface SwitchProps {
  opened: boolean;
  onOpen: () => void;
  onClose: () => void;
}

export function WorkspaceSwitch({ opened, onOpen, onClose }: SwitchProps): ReactNode {
  const { t } = useTranslation('shell');
  const { workspace, name, role } = useWorkspace();
  const shown = workspace === 'all' ? t('all_merchants') : name;
  return (
    <>
      <button type="button" className="tk-workspace" onClick={onOpen} aria-haspopup="dialog">
        <span className="tk-workspace-mark" aria-hidden>
          {initials(shown)}
        </span>
        <span className="tk-workspace-words">
          <span className="tk-workspace-name">{shown}</span>
          <span className="tk-workspace-role">{t(`roles.${role}`)}</span>
        </span>
        <span className="tk-hidden">{t('switch')}</span>
        <IconChevronDown size={16} aria-hidden />
      </button>
      <Dialog opened={opened} onClose={onClose} title={t('switch')}>
        <Choice onClose={onClose} />
      </Dialog>
    </>
  );
}

function Choice({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation('shell');
  const here = useWorkspace();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(typed);
  const chosen = found[Math.min(at, found.length - 1)];

  const go = ({ workspace }: Choosable): void => {
    onClose();
    // The same list of the other merchant; what is about one thing of this one stays behind.
    const area = pathname.split('/')[2] ?? '';
    void navigate({ to: placePath(workspace, area) as '.', search: {} as never });
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt(Math.min(Math.max(at + step, 0), found.length - 1));
    }
    if (event.key === 'Enter' && chosen !== undefined) go(chosen);
  };
  return (
    <div className="tk-stack">
      <TextInput
        role="combobox"
        aria-label={t('switch_search')}
        aria-expanded
        aria-controls="tk-workspaces"
        aria-activedescendant={chosen && `tk-ws-${chosen.workspace}`}
        placeholder={t('switch_search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        data-autofocus
        onKeyDown={onKey}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div id="tk-workspaces" role="listbox" aria-label={t('switch')} className="tk-options">
        {found.map((one) => (
          // The keyboard is at the field above, as in every combobox.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={one.workspace}
            id={`tk-ws-${one.workspace}`}
            role="option"
            tabIndex={-1}
            aria-selected={one === chosen}
            className="tk-option"
            onClick={() => go(one)}
          >
            <span className="tk-workspace-mark" aria-hidden>
              {initials(one.name)}
            </span>
            <span className="tk-workspace-words">
              <span className="tk-workspace-name">{one.name}</span>
              {one.workspace !== 'all' && (
                <span className="tk-mono tk-quiet tk-small">{one.workspace}</span>
              )}
            </span>
            {one.workspace === here.workspace && <IconCheck size={16} aria-label={t('here')} />}
          </div>
        ))}
        {found.length === 0 && <p className="tk-quiet tk-options-none">{t('switch_none')}</p>}
      </div>
    </div>
  );
}
