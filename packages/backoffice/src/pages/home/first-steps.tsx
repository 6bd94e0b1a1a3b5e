// The home page of a merchant that has no payment yet: what to do first, and what of it is done.
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';

export function FirstSteps(): ReactNode {
  const { t } = useTranslation('home');
  const { workspace } = useWorkspace();
  const may = useMay();
  const banks = useQuery({
    queryKey: [workspace, 'banks'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/banks', { params: { path: { workspace } }, signal }),
      ),
  });
  const active = banks.data?.rows.find(({ state }) => state === 'active');
  const first = banks.data?.rows[0]?.bank;
  const told = banks.data?.rows.some((one) => one.notification_url !== null) === true;
  const toBank =
    first === undefined
      ? ({ to: '/$workspace/banks', params: { workspace } } as const)
      : ({
          to: '/$workspace/banks/$bank',
          params: { workspace, bank: active?.bank ?? first },
        } as const);
  const next = active === undefined ? 0 : told ? 2 : 1;
  return (
    <div className="tk-card tk-first">
      <h2 className="tk-first-title">{t('first')}</h2>
      <p className="tk-quiet">{t('first_lead')}</p>
      <ol className="tk-first-steps">
        <Step place={1} done={next > 0} title={t('step_bank')} why={t('step_bank_why')}>
          {next === 0 && <LinkButton link={toBank}>{t('step_bank_do')}</LinkButton>}
        </Step>
        <Step place={2} done={told} title={t('step_url')} why={t('step_url_why')}>
          {next === 1 && <LinkButton link={toBank}>{t('step_url_do')}</LinkButton>}
        </Step>
        <Step place={3} done={false} title={t('step_pay')} why={t('step_pay_why')}>
          {next === 2 && may('keys.view') && (
            <LinkButton link={{ to: '/$workspace/keys', params: { workspace } }}>
              {t('step_pay_do')}
            </LinkButton>
          )}
        </Step>
      </ol>
      <p className="tk-quiet tk-small">{t('shown_when_paid')}</p>
    </div>
  );
}

interface StepProps {
  place: number;
  done: boolean;
  title: string;
  why: string;
  children: ReactNode;
}

function Step({ place, done, title, why, children }: StepProps): ReactNode {
  const { t } = useTranslation('home');
  return (
    <li className={done ? 'tk-first-step tk-first-done' : 'tk-first-step'}>
      <span className="tk-first-place" aria-hidden>
        {done ? <IconCheck size={18} /> : place}
      </span>
      <div>
        <h3>
          {title}
          {done && <span className="tk-hidden"> · {t('step_done')}</span>}
        </h3>
        <p className="tk-quiet">{why}</p>
        {children}
      </div>
    </li>
  );
}

function LinkButton(props: { link: object; children: ReactNode }): ReactNode {
  return (
    <Button
      mt={12}
      renderRoot={(root: object) => <Link {...(props.link as { to: '.' })} {...root} />}
    >
      {props.children}
    </Button>
  );
}
