// What each role may do, as a table.
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../parts/detail-page.tsx';
import { ABILITIES, ROLES } from './abilities.ts';

export function RolesTable(): ReactNode {
  const { t } = useTranslation('team');
  const { t: shell } = useTranslation('shell');
  return (
    <Section title={t('roles')} flush>
      <div className="tk-scroll" role="group" aria-label={t('roles')} tabIndex={0}>
        <table className="tk-table tk-table-plain tk-roles">
          <thead>
            <tr>
              <th scope="col">{t('may')}</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {shell(`roles.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ABILITIES.map(([ability, , roles]) => (
              <tr key={ability}>
                <th scope="row">{t(`abilities.${ability}`)}</th>
                {ROLES.map((role) => (
                  <td key={role}>
                    {roles.includes(role) ? (
                      <IconCheck size={18} className="tk-roles-yes" aria-label={t('may_yes')} />
                    ) : (
                      <span className="tk-hidden">{t('may_not')}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
