// What a payment would come to before anybody makes it: the fee, what each account gets, and the day.
import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useSession, useWorkspace } from '../../api/session.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { readRupiah } from '../../parts/rupiah.ts';
import { SplitEditor, usePayees } from '../payments/split-editor.tsx';
import { useSplitFault } from '../payments/split-fault.ts';
import { type DraftLine, linesOf } from '../payments/split-lines.ts';
import { AccountName, longDay } from './account-name.tsx';
import { minus } from './sums.ts';

const TYPING_MS = 250;

export function PreviewCard(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const { banks } = useSession();
  const [bank, setBank] = useState(banks[0]?.bank ?? '');
  const [typed, setTyped] = useState('');
  const [drafts, setDrafts] = useState<DraftLine[]>([]);
  const amount = readRupiah(typed);
  const lines = linesOf(drafts);
  const wanted =
    amount === undefined || amount === '0' || lines === undefined
      ? undefined
      : JSON.stringify({ bank, amount, lines });
  const [asked] = useDebouncedValue(wanted, TYPING_MS);
  const query = useQuery({
    queryKey: [workspace, 'settlement', 'preview', asked],
    queryFn: ({ signal }) =>
      ask(
        api.POST('/backoffice/api/{workspace}/settlement-preview', {
          params: { path: { workspace } },
          body: JSON.parse(asked ?? '') as Wanted,
          signal,
        }),
      ),
    enabled: asked !== undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isShown = asked !== undefined && query.data !== undefined && query.error === null;
  return (
    <Section title={t('preview')}>
      <div className="tk-preview">
        <div className="tk-stack">
          <p className="tk-quiet">{t('preview_what')}</p>
          <TextInput
            label={t('preview_amount')}
            inputMode="numeric"
            placeholder="90.000"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {banks.length > 1 && (
            <Select
              label={t('preview_bank')}
              data={banks.map((one) => ({ value: one.bank, label: one.name }))}
              value={bank}
              allowDeselect={false}
              onChange={(value) => setBank(value ?? bank)}
            />
          )}
          <SplitEditor lines={drafts} onChange={setDrafts} error={query.error} />
        </div>
        <div role="status">
          {isShown && query.data !== undefined ? (
            <Outcome preview={query.data} />
          ) : (
            <NotYet error={asked === undefined ? null : query.error} />
          )}
        </div>
      </div>
    </Section>
  );
}

interface Wanted {
  bank: string;
  amount: string;
  lines: { account: string; type: 'FIX' | 'PERCENTAGE'; value: string }[] | null;
}

/** What is wrong with a line stands beside the line. */
function NotYet({ error }: { error: unknown }): ReactNode {
  const { t } = useTranslation('settlement');
  const words = useRefusalWords();
  const fault = useSplitFault(error);
  if (error === null || fault !== undefined) {
    return <p className="tk-quiet">{t('preview_empty')}</p>;
  }
  return (
    <p className="tk-note tk-tone-bad" role="alert">
      {words(error)}
    </p>
  );
}

function Outcome({ preview }: { preview: Answer<'previewSettlement'> }): ReactNode {
  const { t } = useTranslation('settlement');
  const payees = usePayees();
  const nameOf = (account: string) => {
    const known = payees.find((one) => one.account_id === account);
    return {
      account,
      bank_name: known?.bank_name ?? null,
      number_tail: known?.number_tail ?? null,
    };
  };
  return (
    <div className="tk-stack">
      <Facts
        of={[
          [t('sums.fees'), <Money key="fee" digits={minus(preview.fee)} />],
          [t('sums.net'), <Money key="net" digits={preview.net} weight="strong" />],
          [t('preview_due'), longDay(preview.due_day)],
        ]}
      />
      {preview.shares === null ? (
        <p className="tk-note tk-tone-unsure">{t('stopped.no_default_account')}</p>
      ) : (
        <ul className="tk-balances">
          {preview.shares.map((one) => (
            <li key={one.account}>
              <AccountName of={nameOf(one.account)} />
              <Money digits={one.amount} weight="strong" />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
