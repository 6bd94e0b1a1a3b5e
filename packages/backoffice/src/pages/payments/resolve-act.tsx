// Asking for an unclear payment to be ended by hand: what the evidence proves, where it was seen, and why.
import { Radio, Textarea } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import {
  type Evidence,
  EvidenceFields,
  NO_EVIDENCE,
  readEvidence,
} from '../../parts/evidence-fields.tsx';
import { ActButton, type May } from '../../parts/story/act-button.tsx';

const OUTCOMES = ['succeeded', 'failed'] as const;

interface Filled extends Evidence {
  state: (typeof OUTCOMES)[number] | undefined;
  note: string;
}

const BLANK: Filled = { ...NO_EVIDENCE, state: undefined, note: '' };

interface ResolveActProps {
  paymentId: string;
  may: May;
}

export function ResolveAct({ paymentId, may }: ResolveActProps): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [filled, setFilled] = useState(BLANK);
  const { state, note } = filled;
  const evidence = readEvidence(filled);
  const act = (reason: string) => {
    if (state === undefined || evidence === undefined) throw new Error('not filled in yet');
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
        ready={state !== undefined && evidence !== undefined}
        act={act}
      >
        <p>{t('resolve_what')}</p>
        <Proof filled={filled} change={(some) => setFilled({ ...filled, ...some })} />
      </ConfirmAct>
    </>
  );
}

interface FieldsProps {
  filled: Filled;
  change: (some: Partial<Filled>) => void;
}

function Proof({ filled, change }: FieldsProps): ReactNode {
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
      <EvidenceFields filled={filled} change={change} />
      <Textarea
        label={t('resolve_note')}
        value={filled.note}
        maxLength={1000}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
    </>
  );
}
