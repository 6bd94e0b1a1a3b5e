// Merchants to choose from, for what is about one of them: each leads to the same page in its own workspace.
import { TextInput } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_FOUND, useFound } from '../shell/find-merchants.ts';
import { initials } from '../shell/initials.ts';
import { placePath } from '../shell/places.ts';

interface MerchantChoiceProps {
  /** Below the workspace; the page of the address when absent. */
  place?: string | undefined;
}

export function MerchantChoice({ place }: MerchantChoiceProps): ReactNode {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const to = place ?? pathname.split('/').slice(2).join('/');
  return (
    <div className="tk-merchant-choice">
      <TextInput
        type="search"
        aria-label={t('switch_search')}
        placeholder={t('switch_search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className="tk-options">
        {found
          .filter(({ workspace }) => workspace !== 'all')
          .map(({ workspace, name }) => (
            <li key={workspace}>
              <Link
                className="tk-option"
                to={placePath(workspace, to) as '.'}
                search={((old: object) => old) as never}
              >
                <span className="tk-workspace-mark" aria-hidden>
                  {initials(name)}
                </span>
                <span className="tk-workspace-words">
                  <span className="tk-workspace-name">{name}</span>
                  <span className="tk-mono tk-quiet tk-small">{workspace}</span>
                </span>
                <IconChevronRight size={16} aria-hidden className="tk-quiet" />
              </Link>
            </li>
          ))}
      </ul>
      {found.length === 0 && <p className="tk-quiet">{t('switch_none')}</p>}
      {found.length >= MOST_FOUND && <p className="tk-quiet tk-small">{t('switch_more')}</p>}
    </div>
  );
}
