// Asking for an unclear payment to be ended by hand: what the evidence proves, where it was seen, and why.
import { Radio, Select, Textarea, TextInput } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { wibDay } from '../../parts/instant.ts';
import { ActButton, type May } from '../../parts/story/act-button.tsx';

const SOURCES = ['bank_statement', 'bank_letter', 'bank_call', 'bank_portal'] as const;
const OUTCOMES = ['succeeded', 'failed'] as const;

interface Filled {
  state: (typeof OUTCOMES)[number] | undefined;
  source: (typeof SOURCES)[number] | undefined;
  reference: string;
  day: string;
  note: string;
}

const BLANK: Filled = { state: undefined, source: undefined, reference: '', day: '', note: '' };

interface ResolveActProps {
  paymentId: string;
  may: May;
}

export function ResolveAct({ paymentId, may }: ResolveActProps): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [filled, setFilled] = useState(BLANK);
  const { state, source, reference, day, note } = filled;
  const ready =
    state !== undefined &&
    source !== undefined &&
    reference.trim().length >= 3 &&
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    day <= wibDay(gatewayNow());
  const act = (reason: string) => {
    if (state === undefined || source === undefined) throw new Error('not filled in yet');
    const evidence = { source, reference: reference.trim(), day };
    const noted = note.trim() === '' ? evidence : { ...evidence, note: note.trim() };
    return ask(
      api.POST('/backoffice/api/{workspace}/payments/{payment_id}/resolution', {
        params: { path: { workspace, payment_id: paymentId } },
        body: { state, evidence: noted, reason },
      }),
    );
  };
  return (
    <>
      <ActButton
        may={may}
        variant="default"
        leftSection={<IconGavel size={16} aria-hidden />}
        onClick={() => {
          setFilled(BLANK);
          setOpened(true);
        }}
      >
        {t('resolve')}
      </ActButton>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('resolve_title')}
        confirm={t('resolve_do')}
        ready={ready}
        act={act}
      >
        <p>{t('resolve_what')}</p>
        <EvidenceFields filled={filled} change={(some) => setFilled({ ...filled, ...some })} />
      </ConfirmAct>
    </>
  );
}

interface FieldsProps {
  filled: Filled;
  change: (some: Partial<Filled>) => void;
}

function EvidenceFields({ filled, change }: FieldsProps): ReactNode {
  const { t } = useTranslation('payments');
  return (
    <>
      <Radio.Group
        label={t('resolve_state')}
        value={filled.state ?? null}
        onChange={(value) => change({ state: OUTCOMES.find((one) => one === value) })}
      >
        <div className="tk-choices">
          {OUTCOMES.map((one) => (
            <Radio key={one} value={one} label={t(`resolve_${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <div className="tk-two">
        <Select
          label={t('resolve_source')}
          placeholder={t('choose')}
          data={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
          value={filled.source ?? null}
          onChange={(value) => change({ source: SOURCES.find((one) => one === value) })}
        />
        <TextInput
          type="date"
          label={t('resolve_day')}
          max={wibDay(gatewayNow())}
          value={filled.day}
          onChange={(event) => change({ day: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label={t('resolve_reference')}
        value={filled.reference}
        maxLength={128}
        onChange={(event) => change({ reference: event.currentTarget.value })}
      />
      <Textarea
        label={t('resolve_note')}
        value={filled.note}
        maxLength={1000}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
    </>
  );
}
