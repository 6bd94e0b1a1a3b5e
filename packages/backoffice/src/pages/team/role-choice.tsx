// Choosing a role, with a sentence about each.
import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/session.ts';
import { ROLES } from './abilities.ts';

export function RoleChoice(props: { role: Role; onChoose: (role: Role) => void }): ReactNode {
  const { role, onChoose } = props;
  const { t } = useTranslation('team');
  const { t: shell } = useTranslation('shell');
  return (
    <Radio.Group
      label={t('role')}
      value={role}
      onChange={(value) => onChoose(ROLES.find((one) => one === value) ?? role)}
    >
      <div className="tk-choices">
        {ROLES.map((one) => (
          <Radio
            key={one}
            value={one}
            label={shell(`roles.${one}`)}
            description={t(`role_words.${one}`)}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
