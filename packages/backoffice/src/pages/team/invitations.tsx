// Invitations that nobody has taken up yet.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Section } from '../../parts/detail-page.tsx';
import { Time } from '../../parts/time.tsx';
import type { Team } from './page.tsx';

type Invitation = Team['invitations'][number];

export function Invitations(props: { invitations: readonly Invitation[] }): ReactNode {
  const { t } = useTranslation('team');
  const { t: shell } = useTranslation('shell');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [withdrawing, setWithdrawing] = useState<Invitation>();
  return (
    <Section title={t('invitations')} flush>
      <div className="tk-table-cards" role="group" aria-label={t('invitations')} tabIndex={0}>
        <table className="tk-table tk-table-list">
          <thead>
            <tr>
              <th scope="col">{t('email')}</th>
              <th scope="col">{t('role')}</th>
              <th scope="col">{t('invited_by')}</th>
              <th scope="col">{t('expires')}</th>
              <th scope="col">
                <span className="tk-hidden">{t('withdraw')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {props.invitations.map((one) => (
              <tr key={one.invitation_id}>
                <td>{one.email}</td>
                <td data-label={t('role')}>{shell(`roles.${one.role}`)}</td>
                <td data-label={t('invited_by')}>{one.invited_by?.name ?? '–'}</td>
                <td data-label={t('expires')}>
                  <Time at={one.expires_at} as="ago" />
                </td>
                <td className="tk-right">
                  {may('team.change') && (
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      onClick={() => setWithdrawing(one)}
                    >
                      {t('withdraw')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ConfirmAct
        opened={withdrawing !== undefined}
        onClose={() => setWithdrawing(undefined)}
        title={t('withdraw_title')}
        confirm={t('withdraw')}
        danger
        reason="none"
        said={t('withdrawn')}
        act={() =>
          ask(
            api.DELETE('/backoffice/api/{workspace}/team/invitations/{invitation_id}', {
              params: {
                path: { workspace, invitation_id: withdrawing?.invitation_id ?? '' },
              },
            }),
          )
        }
      >
        <p>{t('withdraw_why', { email: withdrawing?.email ?? '' })}</p>
      </ConfirmAct>
    </Section>
  );
}
