// The lines of a split as people fill them in: an account, a fixed sum or a percentage; what they leave is for the default one.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { tailText } from '../../parts/story/worded.ts';
import { type DraftLine, MOST_LINES, TYPES } from './split-lines.ts';
import { useSplitFault } from './split-fault.ts';

type Account = Answer<'listBankAccounts'>['rows'][number];

/** The accounts to which the merchant may be paid out. */
export function usePayees(): readonly Account[] {
  const { workspace } = useWorkspace();
  const { data } = useQuery({
    queryKey: [workspace, 'bank-accounts'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/bank-accounts', {
          params: { path: { workspace } },
          signal,
        }),
      ),
    enabled: workspace !== 'all',
  });
  return data?.rows.filter(({ status }) => status === 'verified') ?? [];
}

interface SplitEditorProps {
  lines: readonly DraftLine[];
  onChange: (lines: DraftLine[]) => void;
  /** What the gateway said of these lines, if it refused them. */
  error: unknown;
}

export function SplitEditor({ lines, onChange, error }: SplitEditorProps): ReactNode {
  const { t } = useTranslation('payments');
  const payees = usePayees();
  const fault = useSplitFault(error);
  const set = (place: number, some: Partial<DraftLine>): void =>
    onChange(lines.map((line, n) => (n === place ? { ...line, ...some } : line)));
  return (
    <div className="tk-stack">
      {lines.map((line, place) => {
        const of = t('split.line_no', { no: place + 1 });
        const wrong = (part: 'account' | 'value'): string | null =>
          fault?.line === place && fault.part === part ? fault.words : null;
        return (
          <fieldset key={line.key} className="tk-split-line">
            <legend className="tk-hidden">{of}</legend>
            <Select
              aria-label={`${of}: ${t('split.account')}`}
              placeholder={t('split.account')}
              data={payees.map((one) => ({
                value: one.account_id,
                label: `${one.bank_name} ${tailText(one.number_tail)} · ${one.account_id}`,
              }))}
              value={line.account === '' ? null : line.account}
              error={wrong('account')}
              onChange={(account) => set(place, { account: account ?? '' })}
            />
            <Select
              aria-label={`${of}: ${t('split.type')}`}
              data={TYPES.map((value) => ({ value, label: t(`split.types.${value}`) }))}
              value={line.type}
              allowDeselect={false}
              onChange={(value) =>
                set(place, { type: TYPES.find((one) => one === value) ?? line.type })
              }
            />
            <TextInput
              aria-label={`${of}: ${t('split.value')}`}
              inputMode="numeric"
              value={line.value}
              error={wrong('value')}
              onChange={(event) => set(place, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('split.remove', { no: place + 1 })}
              onClick={() => onChange(lines.filter((_, n) => n !== place))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </fieldset>
        );
      })}
      {lines.length === 0 && <p className="tk-quiet">{t('split.none')}</p>}
      {fault?.line === null && (
        <p role="alert" className="tk-note tk-tone-bad">
          {fault.words}
        </p>
      )}
      {lines.length < MOST_LINES && (
        <Button
          variant="default"
          size="compact-sm"
          className="tk-split-add"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onChange([
              ...lines,
              { key: crypto.randomUUID(), account: '', type: 'PERCENTAGE', value: '' },
            ])
          }
        >
          {t('split.add')}
        </Button>
      )}
    </div>
  );
}
