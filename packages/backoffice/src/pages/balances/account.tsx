// One account: from its opening to its closing balance by what has moved it, and the journals behind that.
import './balances.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { OneFilter } from '../../parts/filters.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { CsvLink } from '../../parts/list-page.tsx';
import { useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { instantsOf } from '../../parts/range.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { Only } from '../nothing/no-access.tsx';
import { TEMPLATES } from './chart.ts';
import { Movements } from './movements.tsx';
import { Waterfall } from './waterfall.tsx';
import { useAccountWords, useTemplateWords } from './words.ts';

export type Whole = Answer<'getAccount'>;

/** Long enough to see the last settlements, short enough to read. */
const STANDARD = '30d';

export function AccountPage(): ReactNode {
  return (
    <Only may="money.view">
      <Account />
    </Only>
  );
}

function Account(): ReactNode {
  const { account = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const [{ range = STANDARD }] = useListSearch();
  const query = useQuery({
    queryKey: [workspace, 'balances', 'account', account, range],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/balances/{account}', {
          params: { path: { workspace, account }, query: instantsOf(range, gatewayNow()) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} range={range} />}</Loaded>;
}

function Shown({ whole, range }: { whole: Whole; range: string }): ReactNode {
  const { t } = useTranslation('balances');
  const { account } = whole;
  const { name, of } = useAccountWords()(account);
  const templates = useTemplateWords();
  const [{ template }] = useListSearch();
  const asked = instantsOf(range, gatewayNow());
  const query = { ...asked, ...(template === undefined ? {} : { template }) };
  const choices = TEMPLATES.filter(
    (one) => one === template || whole.groups.some((group) => group.template === one),
  );
  return (
    <DetailPage
      title={`${name} · ${t('title')}`}
      back={<BackToList area="balances">{t('title')}</BackToList>}
      heading={name}
      state={of !== null && <span className="tk-balances-of">{of}</span>}
      ids={<span>{t(`kinds_why.${account.kind}`)}</span>}
      actions={
        <CsvLink
          name={`balances/${encodeURIComponent(account.account)}/movements.csv`}
          permission="export"
          query={query}
        />
      }
      side={
        <Section title={t('now_is')}>
          <p className="tk-balances-owed">
            <Money digits={account.balance} weight="strong" />
          </p>
          <Facts
            of={[
              [
                t('account'),
                <span key="name" className="tk-mono">
                  {account.account}
                </span>,
              ],
              [t('side'), t(`sides.${account.side}`)],
              [
                t('rests'),
                account.clears ? (
                  <>
                    <Badge tone={account.balance === '0' ? 'still' : 'wait'}>{t('rests')}</Badge>
                    <span className="tk-balances-why">{t('rests_why')}</span>
                  </>
                ) : undefined,
              ],
            ]}
          />
        </Section>
      }
    >
      <div className="tk-pills" role="group" aria-label={t('why')}>
        <RangePicker standard={STANDARD} />
        <OneFilter
          name="template"
          label={t('template')}
          choices={choices.map((value) => ({ value, label: templates(value) }))}
        />
      </div>
      <Waterfall whole={whole} />
      <Movements account={account.account} query={query} />
    </DetailPage>
  );
}
