// Taking a bank's statement in: the file is judged first, and kept when its reader says so. What is wrong is shown by line and column.
import { Button, FileInput, Select, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconFileTypeCsv } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import type { Answer } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Facts } from '../../parts/detail-page.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { dayAfter, wibDay } from '../../parts/instant.ts';
import { Money } from '../../parts/money.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { useAct } from '../../parts/use-act.ts';
import { TYPES } from './words.ts';

type Judged = Answer<'importStatement'>;

const MOST_BYTES = 32 * 1024 * 1024;

interface BringProps {
  bank: string;
  banks: readonly string[];
  /** The day whose statement is missing, where one is. */
  day: string | undefined;
  opened: boolean;
  onClose: () => void;
}

export function Bring(props: BringProps): ReactNode {
  const { t } = useTranslation('reconciliation');
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t('bring_title')} size="lg">
      <Inside {...props} />
    </Dialog>
  );
}

function Inside(props: BringProps): ReactNode {
  const { banks, onClose } = props;
  const { t } = useTranslation('reconciliation');
  const { t: parts } = useTranslation('parts');
  const yesterday = dayAfter(wibDay(gatewayNow()), -1);
  const [bank, setBank] = useState(props.bank);
  const [day, setDay] = useState(props.day ?? yesterday);
  const [file, setFile] = useState<File | null>(null);
  const [judged, setJudged] = useState<Judged>();
  const act = useAct<boolean, Judged>({
    act: async (dryRun) => {
      if (file === null) throw new Error('not chosen yet');
      return await ask(
        api.POST('/backoffice/api/reconciliation/statements', {
          params: { query: { bank, day, dry_run: dryRun ? 'true' : 'false' } },
          body: file as never,
          bodySerializer: (body: unknown) => body as File,
          headers: { 'Content-Type': 'text/csv' },
        }),
      );
    },
    said: (out) => (out.result === 'kept' ? t('bring_kept') : null),
    onDone(out) {
      if (out.result === 'kept') onClose();
      else setJudged(out);
    },
  });
  const changed = (): void => setJudged(undefined);
  const tooLarge = file !== null && file.size > MOST_BYTES;
  return (
    <div className="tk-stack">
      <p>{t('bring_what')}</p>
      <div className="tk-two">
        {banks.length > 1 && (
          <Select
            label={t('bank')}
            data={banks.map((value) => ({ value, label: bankName(value) }))}
            value={bank}
            allowDeselect={false}
            onChange={(value) => {
              if (value !== null) setBank(value);
              changed();
            }}
          />
        )}
        <TextInput
          type="date"
          label={t('day')}
          value={day}
          max={yesterday}
          onChange={(event) => {
            setDay(event.currentTarget.value);
            changed();
          }}
        />
      </div>
      <FileInput
        label={t('bring_file')}
        description={t('bring_most')}
        placeholder={t('bring_choose')}
        accept=".csv,text/csv"
        leftSection={<IconFileTypeCsv size={18} aria-hidden />}
        value={file}
        error={tooLarge ? t('bring_too_large') : undefined}
        onChange={(chosen) => {
          setFile(chosen);
          changed();
        }}
      />
      {judged !== undefined && <Verdict judged={judged} />}
      <div className="tk-actions">
        <Button variant="default" onClick={onClose}>
          {parts('cancel')}
        </Button>
        <Button
          loading={act.isPending}
          disabled={file === null || tooLarge || !/^\d{4}-\d\d-\d\d$/.test(day)}
          onClick={() => act.mutate(judged?.result !== 'good')}
        >
          {judged?.result === 'good' ? t('bring_keep') : t('bring_judge')}
        </Button>
      </div>
    </div>
  );
}

function Verdict({ judged }: { judged: Judged }): ReactNode {
  const { t } = useTranslation('reconciliation');
  if (judged.result === 'refused') {
    const { line, column, rule } = judged;
    return (
      <div className="tk-note tk-tone-bad" role="alert">
        <IconAlertTriangle size={18} aria-hidden />
        <div>
          <p>
            <strong>{t('bring_bad')}</strong>
          </p>
          {line !== null && (
            <p className="tk-mono">
              {column === null
                ? t('bring_at_line', { line })
                : t('bring_at_column', { line, column })}
            </p>
          )}
          <p>{rule}</p>
        </div>
      </div>
    );
  }
  const number = new Intl.NumberFormat(spoken());
  return (
    <div className="tk-note tk-tone-good" role="status">
      <IconCircleCheck size={18} aria-hidden />
      <div className="tk-note-words">
        <p>
          <strong>{t('bring_good')}</strong>
        </p>
        <Facts
          of={[
            [t('line'), number.format(judged.lines)],
            [t('merchants'), number.format(judged.merchants)],
            [t('strays'), judged.strays === 0 ? undefined : number.format(judged.strays)],
            ...TYPES.map(
              (type) =>
                [
                  t(`types_many.${type}`),
                  judged.sums[type] === '0' ? undefined : <Money digits={judged.sums[type]} />,
                ] as const,
            ),
          ]}
        />
      </div>
    </div>
  );
}
