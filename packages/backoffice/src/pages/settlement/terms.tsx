// Terms: when a merchant is settled at each bank and from which amount it is paid out, and how that has changed.
import './settlement.css';
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useLive } from '../../api/live.tsx';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { Makers } from '../../parts/makers.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { Only } from '../nothing/no-access.tsx';
import { ChangeTerms } from './change-terms.tsx';
import { SettlementTabs } from './tabs.tsx';
import { useTermsSentence } from './terms-words.ts';

export type BankTerms = Answer<'listTerms'>['banks'][number];
type Change = BankTerms['changes'][number];

export function TermsPage(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  return (
    <Only may="money.view">
      <OneMerchant title={t('tabs.terms')} tabs={<SettlementTabs />}>
        <Page title={t('tabs.terms')} lead={t('terms.lead')}>
          <SettlementTabs />
          <Banks key={workspace} />
        </Page>
      </OneMerchant>
    </Only>
  );
}

function Banks(): ReactNode {
  const { workspace } = useWorkspace();
  const queries = useQueryClient();
  const queryKey = [workspace, 'settlement', 'terms'];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/terms', {
          params: { path: { workspace } },
          signal,
        }),
      ),
  });
  useLive((event) => {
    if (event.kind === 'approval') void queries.invalidateQueries({ queryKey });
  });
  return (
    <Loaded query={query}>
      {({ banks }) => (
        <div className="tk-stack">
          {banks.map((one) => (
            <Bank key={one.bank} of={one} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Bank({ of }: { of: BankTerms }): ReactNode {
  const { t } = useTranslation(['settlement', 'fees']);
  const may = useMay();
  const sentence = useTermsSentence();
  const [changing, setChanging] = useState(false);
  const name = bankName(of.bank);
  return (
    <section className="tk-stack" aria-label={name}>
      <Section
        title={`${name}: ${t('fees:now')}`}
        beside={
          may('fees.change') &&
          of.waiting === null && (
            <Button onClick={() => setChanging(true)}>{t('settlement:terms.change')}</Button>
          )
        }
      >
        <div className="tk-stack">
          <div>
            <p className="tk-terms-sentence">{sentence(of.terms)}</p>
            <p className="tk-quiet">
              {of.since === null ? (
                t('settlement:terms.standard')
              ) : (
                <>
                  {t('fees:since')} <Time at={of.since} />
                </>
              )}
            </p>
          </div>
          {of.waiting !== null && (
            <ApprovalNotice approvalId={of.waiting}>{t('settlement:terms.waits')}</ApprovalNotice>
          )}
        </div>
      </Section>
      <Changes changes={of.changes} />
      <ChangeTerms of={of} opened={changing} onClose={() => setChanging(false)} />
    </section>
  );
}

function Changes({ changes }: { changes: readonly Change[] }): ReactNode {
  const { t } = useTranslation(['settlement', 'fees']);
  const sentence = useTermsSentence();
  return (
    <Section title={t('fees:history')}>
      {changes.length === 0 ? (
        <p className="tk-quiet">{t('settlement:terms.history_none')}</p>
      ) : (
        <Timeline
          label={t('fees:history')}
          happenings={changes.map((one) => ({
            key: one.at + (one.approval_id ?? ''),
            at: one.at,
            icon: IconHistory,
            tone: 'still' as const,
            title: sentence(one.after),
            actor: <Makers of={one} />,
            body: (
              <p className="tk-quiet tk-small">
                {t('settlement:terms.instead_of', { terms: sentence(one.before) })}
              </p>
            ),
          }))}
        />
      )}
    </Section>
  );
}
