// Settling a day by hand: the day, what a run would book, and then, with a reason, the run itself.
import { Button, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, NotAllowed } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Money } from '../../parts/money.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { bankName } from '../../parts/story/worded.ts';
import { useAct } from '../../parts/use-act.ts';
import { AccountName } from './account-name.tsx';

type Foreseen = Answer<'foreseeSettlement'>;

export function RunDay({ today }: { today: string }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [day, setDay] = useState(today);
  const look = useAct<string, Foreseen>({
    sayErrors: false,
    act: (of) =>
      ask(
        api.POST('/backoffice/api/{workspace}/settlement/foresight', {
          params: { path: { workspace } },
          body: { day: of },
        }),
      ),
  });
  const run = (reason: string) =>
    ask(
      api.POST('/backoffice/api/{workspace}/settlement/runs', {
        params: { path: { workspace } },
        body: { day, reason },
      }),
    );
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => {
          look.reset();
          setDay(today);
          setOpened(true);
        }}
      >
        {t('run')}
      </Button>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('run')}
        confirm={t('run_do')}
        ready={(look.data?.rows.length ?? 0) > 0}
        said={(out) =>
          [t('run_said', { count: out.batches.length }), out.complete ? '' : t('run_more')].join(
            ' ',
          )
        }
        onDone={() =>
          void navigate({ to: '/$workspace/settlement/batches', params: { workspace } })
        }
        act={run}
      >
        <p className="tk-quiet">{t('run_what')}</p>
        <div className="tk-run-day">
          <TextInput
            type="date"
            label={t('run_day')}
            value={day}
            max={today}
            error={look.error === null ? undefined : <DayError error={look.error} />}
            onChange={(event) => {
              look.reset();
              setDay(event.currentTarget.value);
            }}
          />
          <Button
            variant="default"
            loading={look.isPending}
            disabled={day === ''}
            onClick={() => look.mutate(day)}
          >
            {t('run_look')}
          </Button>
        </div>
        {look.data !== undefined && <WouldBe foreseen={look.data} />}
      </ConfirmAct>
    </>
  );
}

function DayError({ error }: { error: unknown }): ReactNode {
  const { t } = useTranslation('settlement');
  const words = useRefusalWords();
  const isDay = error instanceof NotAllowed && error.field === 'day';
  return isDay ? t('run_day_wrong') : words(error);
}

function WouldBe({ foreseen: { rows, complete } }: { foreseen: Foreseen }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  if (rows.length === 0) return <p role="status">{t('run_nothing')}</p>;
  return (
    <div className="tk-stack" role="status">
      <ul className="tk-would">
        {rows.map((row) => (
          <li key={`${row.client_id} ${row.bank}`}>
            <div className="tk-line-head">
              <strong>
                {workspace === 'all' ? `${row.merchant_name} · ` : ''}
                {bankName(row.bank)}
              </strong>
              <span className="tk-quiet">{t('run_items', { count: row.items })}</span>
              <Money digits={row.net} weight="strong" />
            </div>
            {row.accounts === null ? (
              <p className="tk-tone-bad tk-inked">{t('stopped.no_default_account')}</p>
            ) : (
              <ul className="tk-balances">
                {row.accounts.map((one) => (
                  <li key={one.account}>
                    <AccountName of={one} />
                    {one.payout === null ? (
                      <Money digits={`${BigInt(one.carried) + BigInt(one.share)}`} />
                    ) : (
                      <Money digits={one.payout} weight="strong" />
                    )}
                    <span className="tk-quiet">
                      {one.unpaid === null ? t('is_paid') : t(`stays.${one.unpaid}`)}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {!complete && <p className="tk-quiet">{t('run_incomplete')}</p>}
    </div>
  );
}
