// Asking for a payment to be divided otherwise: its lines with what each comes to as one types, and why.
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowsSplit } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Money } from '../../parts/money.tsx';
import { ActButton } from '../../parts/story/act-button.tsx';
import { SplitEditor } from './split-editor.tsx';
import { type DraftLine, draftOf, linesOf, sameLines } from './split-lines.ts';
import { SplitShares } from './split-shares.tsx';

const TYPING_MS = 250;

export function ChangeSplitAct({ whole }: { whole: Answer<'getPayment'> }): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [drafts, setDrafts] = useState<DraftLine[]>([]);
  const { price, actions } = whole;
  const { payment_id: paymentId } = whole.payment;
  const lines = linesOf(drafts);
  // As text: what is typed is the same while it says the same.
  const wanted = lines === undefined ? undefined : JSON.stringify(lines);
  const [asked] = useDebouncedValue(wanted, TYPING_MS);
  const preview = useQuery({
    queryKey: [workspace, 'payments', 'split-preview', paymentId, asked],
    queryFn: ({ signal }) =>
      ask(
        api.POST('/backoffice/api/{workspace}/payments/{payment_id}/split-preview', {
          params: { path: { workspace, payment_id: paymentId } },
          body: { lines: JSON.parse(asked ?? 'null') as NonNullable<typeof lines> | null },
          signal,
        }),
      ),
    enabled: opened && asked !== undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isNew = lines !== undefined && !sameLines(lines, price.split);
  return (
    <>
      <ActButton
        may={actions.split}
        variant="default"
        leftSection={<IconArrowsSplit size={16} aria-hidden />}
        onClick={() => {
          setDrafts(draftOf(price.split));
          setOpened(true);
        }}
      >
        {t('split.change')}
      </ActButton>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('split.change')}
        confirm={t('split.ask')}
        ready={isNew && preview.error === null && asked === wanted}
        act={(reason) =>
          ask(
            api.PUT('/backoffice/api/{workspace}/payments/{payment_id}/split', {
              params: { path: { workspace, payment_id: paymentId } },
              body: { lines: lines ?? null, instead: price.split, reason },
            }),
          )
        }
      >
        <p className="tk-quiet">{t('split.what')}</p>
        <p>
          {t('split.net')} <Money digits={price.net} weight="strong" />
        </p>
        <SplitEditor lines={drafts} onChange={setDrafts} error={preview.error} />
        {preview.data !== undefined && preview.error === null && asked !== undefined && (
          <SplitShares price={preview.data} accounts={whole.settlement?.accounts ?? []} />
        )}
      </ConfirmAct>
    </>
  );
}
