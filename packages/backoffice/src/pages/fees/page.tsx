// Fees: what a merchant's payments cost at each bank, what that comes to, and how it has changed.
import './fees.css';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useLive } from '../../api/live.tsx';
import { useMay, useWorkspace } from '../../api/session.ts';
import { gatewayNow } from '../../api/clock.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { Only } from '../nothing/no-access.tsx';
import { ChangeFee } from './change-fee.tsx';
import { Preview } from './preview.tsx';
import { useSentence } from './sentence.ts';
import { type BankFees, tariffAt } from './terms.ts';
import { Changes } from './changes.tsx';

export function FeesPage(): ReactNode {
  const { t } = useTranslation('fees');
  const { workspace } = useWorkspace();
  return (
    <Only may="money.view">
      <OneMerchant title={t('title')}>
        <Page title={t('title')} lead={t('lead')}>
          <Banks key={workspace} />
        </Page>
      </OneMerchant>
    </Only>
  );
}

function Banks(): ReactNode {
  const { workspace } = useWorkspace();
  const queries = useQueryClient();
  const queryKey = [workspace, 'fees'];
  const query = useQuery({
    queryKey: [...queryKey, 'all'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/fees', {
          params: { path: { workspace } },
          signal,
        }),
      ),
  });
  useLive((event) => {
    if (event.kind === 'approval') void queries.invalidateQueries({ queryKey });
  });
  return (
    <Loaded query={query} loading={<div className="tk-card tk-fees-loading" />}>
      {({ banks }) => (
        <div className="tk-stack">
          {banks.map((one) => (
            <Bank key={one.bank} fees={one} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Bank({ fees }: { fees: BankFees }): ReactNode {
  const { t } = useTranslation('fees');
  const may = useMay();
  const [changing, setChanging] = useState(false);
  const now = tariffAt(fees, gatewayNow());
  const name = bankName(fees.bank);
  return (
    <section className="tk-stack" aria-label={name}>
      <Section
        title={`${name}: ${t('now')}`}
        beside={
          may('fees.change') &&
          fees.waiting === null && <Button onClick={() => setChanging(true)}>{t('change')}</Button>
        }
      >
        <div className="tk-stack">
          <InForce fees={fees} />
          {fees.waiting !== null && (
            <ApprovalNotice approvalId={fees.waiting}>{t('waits')}</ApprovalNotice>
          )}
        </div>
      </Section>
      <div className="tk-detail tk-fees-two">
        <Changes fees={fees} />
        <Preview bank={fees.bank} key={now?.fee_id} />
      </div>
      <ChangeFee fees={fees} opened={changing} onClose={() => setChanging(false)} />
    </section>
  );
}

/** The tariff of this moment as a sentence, and the one that comes after it. */
function InForce({ fees }: { fees: BankFees }): ReactNode {
  const { t } = useTranslation('fees');
  const sentence = useSentence();
  const now = tariffAt(fees, gatewayNow());
  return (
    <div>
      <p className="tk-fees-sentence">{now === undefined ? t('none') : sentence(now.terms)}</p>
      <p className="tk-quiet">
        {now === undefined ? (
          t('none_why')
        ) : (
          <>
            {t('since')} <Time at={now.valid_from} />
          </>
        )}
      </p>
    </div>
  );
}
