// Reading a bank's report (pain.002): first what it would change, then, with a reason, the change itself.
import { FileInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, NotAllowed } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Facts } from '../../parts/detail-page.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { useAct } from '../../parts/use-act.ts';

type Results = Answer<'readPayoutResults'>;

export function ReadResults(props: { opened: boolean; onClose: () => void }): ReactNode {
  const { opened, onClose } = props;
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [report, setReport] = useState('');
  const read = (text: string, reason?: string): Promise<Results> =>
    ask(
      api.POST('/backoffice/api/{workspace}/settlement/payout-results', {
        params: { path: { workspace } },
        body: {
          report: text,
          dry_run: reason === undefined,
          ...(reason === undefined ? {} : { reason }),
        },
      }),
    );
  const look = useAct<string, Results>({ act: (text) => read(text), sayErrors: false });
  const choose = async (file: File | null): Promise<void> => {
    look.reset();
    setReport('');
    if (file === null) return;
    const text = await file.text();
    setReport(text);
    look.mutate(text);
  };
  const close = (): void => {
    look.reset();
    setReport('');
    onClose();
  };
  return (
    <ConfirmAct<Results>
      opened={opened}
      onClose={close}
      title={t('results')}
      confirm={t('results_do')}
      ready={look.data !== undefined && changes(look.data) > 0}
      said={(out) => t('results_said', { count: changes(out) })}
      act={(reason) => read(report, reason)}
    >
      <p className="tk-quiet">{t('results_what')}</p>
      <FileInput
        label={t('results_file')}
        placeholder={t('results_choose')}
        accept=".xml,application/xml,text/xml"
        leftSection={<IconFileUpload size={16} aria-hidden />}
        clearable
        clearButtonProps={{ 'aria-label': t('results_clear') }}
        error={look.error === null ? undefined : <ReportError error={look.error} />}
        onChange={(file) => void choose(file)}
      />
      {look.data !== undefined && <WouldBe results={look.data} />}
    </ConfirmAct>
  );
}

function changes({ paid, refused, returned }: Results): number {
  return paid + refused + returned;
}

/** What is wrong with a report is said by its place in it, in the bank's own terms. */
function ReportError({ error }: { error: unknown }): ReactNode {
  const words = useRefusalWords();
  const isOfReport = error instanceof NotAllowed && error.field === 'report';
  return isOfReport ? error.message : words(error);
}

function WouldBe({ results }: { results: Results }): ReactNode {
  const { t } = useTranslation(['settlement', 'states']);
  const some = (count: number): ReactNode => (count === 0 ? undefined : count);
  return (
    <div className="tk-stack" role="status">
      <Facts
        of={[
          [
            t('settlement:file'),
            <span key="file" className="tk-mono tk-small">
              {results.message_id}
            </span>,
          ],
          [t('states:payout.paid'), results.paid],
          [t('states:payout.refused'), some(results.refused)],
          [t('states:payout.returned'), some(results.returned)],
          [t('settlement:results_known'), some(results.known)],
          [t('settlement:results_open'), some(results.open)],
        ]}
      />
      {results.contradictions.length > 0 && (
        <p className="tk-note tk-tone-bad" role="alert">
          {t('settlement:results_contradict', { references: results.contradictions.join(', ') })}
        </p>
      )}
      {changes(results) === 0 && <p className="tk-quiet">{t('settlement:results_nothing')}</p>}
    </div>
  );
}
