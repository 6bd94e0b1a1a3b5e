// The second factor of one's own: taken into use, changed, removed; and new recovery codes.
import { Button } from '@mantine/core';
import { Dialog } from '../../parts/dialog.tsx';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { sessionQuery, useSession } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Section } from '../../parts/detail-page.tsx';
import { EnrolApp } from '../../parts/enrol-app.tsx';
import { RecoveryCodes } from '../../parts/recovery-codes.tsx';
import { Badge } from '../../parts/state-badge.tsx';

type Open = 'app' | 'codes' | 'remove' | undefined;

export function TotpSection(): ReactNode {
  const { t } = useTranslation(['profile', 'door', 'parts']);
  const { totp } = useSession().person;
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = (): void => setOpen(undefined);
  const anew = (): void => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  return (
    <Section
      title={t('profile:totp')}
      beside={
        <Badge tone={totp ? 'good' : 'unsure'} icon={totp ? IconShieldCheck : IconShieldOff}>
          {totp ? t('profile:totp_on') : t('profile:totp_off')}
        </Badge>
      }
    >
      <div className="tk-stack">
        <p className="tk-quiet">{totp ? t('profile:totp_on_why') : t('profile:totp_off_why')}</p>
        <div className="tk-acts">
          <Button variant={totp ? 'default' : 'filled'} onClick={() => setOpen('app')}>
            {totp ? t('profile:totp_anew') : t('profile:totp_set_up')}
          </Button>
          {totp && (
            <>
              <Button variant="default" onClick={() => setOpen('codes')}>
                {t('profile:codes_new')}
              </Button>
              <Button variant="subtle" color="red" onClick={() => setOpen('remove')}>
                {t('profile:totp_remove')}
              </Button>
            </>
          )}
        </div>
      </div>
      <Dialog opened={open === 'app'} onClose={close} title={t('door:enrol_title')}>
        <EnrolApp
          onCalledOff={close}
          onEnrolled={(shown) => {
            close();
            setCodes(shown);
            anew();
          }}
        />
      </Dialog>
      <Dialog
        opened={codes !== undefined}
        onClose={() => setCodes(undefined)}
        title={t('door:codes_title')}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        <p className="tk-quiet tk-below">{t('door:codes_lead')}</p>
        <RecoveryCodes codes={codes ?? []} onKept={() => setCodes(undefined)} />
      </Dialog>
      <ConfirmAct
        opened={open === 'codes'}
        onClose={close}
        title={t('profile:codes_new')}
        confirm={t('profile:codes_new')}
        reason="none"
        act={() => ask(api.POST('/backoffice/api/profile/recovery-codes'))}
        onDone={({ recovery_codes }) => setCodes(recovery_codes)}
      >
        <p>{t('profile:codes_new_why')}</p>
      </ConfirmAct>
      <ConfirmAct
        opened={open === 'remove'}
        onClose={close}
        title={t('profile:totp_remove')}
        confirm={t('profile:totp_remove')}
        danger
        reason="none"
        act={() => ask(api.DELETE('/backoffice/api/profile/totp'))}
        said={t('profile:totp_removed')}
        onDone={anew}
      >
        <p>{t('profile:totp_remove_why')}</p>
      </ConfirmAct>
    </Section>
  );
}
