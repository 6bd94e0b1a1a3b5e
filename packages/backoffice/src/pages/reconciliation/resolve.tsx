// Asking for a difference to end in one way: what else is named for it, the evidence of the bank, and what was seen.
import { Checkbox, Radio, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import {
  type Evidence,
  EvidenceFields,
  NO_EVIDENCE,
  readEvidence,
} from '../../parts/evidence-fields.tsx';
import { dayText } from '../../parts/instant.ts';
import { rupiah } from '../../parts/rupiah.ts';
import type { Whole } from './exception.tsx';
import type { Way } from './ways.tsx';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Filled extends Evidence {
  others: readonly string[];
  subject: string;
}

interface ResolveProps {
  whole: Whole;
  way: Way;
  onClose: () => void;
}

export function Resolve({ whole, way, onClose }: ResolveProps): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const [filled, setFilled] = useState<Filled>(() => blank(whole, way));
  const { others, subject } = filled;
  const evidence = readEvidence(filled);
  const ready =
    evidence !== undefined &&
    (way.needs !== 'others' || others.length > 0) &&
    (way.needs !== 'subject' || ID.test(subject));
  const change = (some: Partial<Filled>): void => setFilled({ ...filled, ...some });
  return (
    <ConfirmAct
      opened
      onClose={onClose}
      title={t(`resolutions.${way.resolution}`)}
      confirm={t('ask_for')}
      ready={ready}
      act={(reason) => {
        if (evidence === undefined) throw new Error('not filled in yet');
        return ask(
          api.POST('/backoffice/api/{workspace}/exceptions/{exception_id}/resolution', {
            params: { path: { workspace, exception_id: whole.exception.exception_id } },
            body: {
              resolution: way.resolution,
              evidence,
              others: [...others],
              subject_id: way.needs === 'subject' ? subject : null,
              reason,
            },
          }),
        );
      }}
    >
      <p>{t(`resolution_why.${way.resolution}`)}</p>
      {way.needs === 'others' && <Others {...{ whole, way, filled, change }} />}
      {way.needs === 'subject' && <Subject whole={whole} filled={filled} change={change} />}
      <EvidenceFields filled={filled} change={change} />
      <p className="tk-quiet tk-small">{t('resolve_what')}</p>
    </ConfirmAct>
  );
}

/** What alone makes it come out is chosen already, when it is the only one. */
function blank(whole: Whole, { needs, resolution }: Way): Filled {
  const fitting = whole.candidates.filter(
    (one) => one.for === needs && one.fits.includes(resolution),
  );
  const [only] = fitting.length === 1 ? fitting : [];
  return {
    ...NO_EVIDENCE,
    others: needs === 'others' && only !== undefined ? [only.exception_id] : [],
    subject: needs === 'subject' ? (only?.subject_id ?? '') : '',
  };
}

interface FieldsProps {
  filled: Filled;
  change: (some: Partial<Filled>) => void;
}

function Others(props: FieldsProps & { whole: Whole; way: Way }): ReactNode {
  const { whole, way, filled, change } = props;
  const { t } = useTranslation('reconciliation');
  const words = useCandidateWords();
  const candidates = whole.candidates.filter(
    (one) => one.for === 'others' && one.ways.includes(way.resolution),
  );
  const rest = restOf(whole, way, filled.others);
  return (
    <Checkbox.Group
      label={t('others')}
      value={[...filled.others]}
      onChange={(others) => change({ others })}
    >
      <div className="tk-choices">
        {candidates.map((one) => (
          <Checkbox key={one.exception_id} value={one.exception_id} label={words(one)} />
        ))}
      </div>
      {filled.others.length > 0 && (
        <p className="tk-quiet tk-small">
          {rest === 0n ? t('others_fit') : t('others_rest', { amount: rupiah(`${rest}`) })}
        </p>
      )}
    </Checkbox.Group>
  );
}

/** What is left over with these. */
function restOf({ candidates }: Whole, { wanted }: Way, others: readonly string[]): bigint {
  return candidates
    .filter((one) => others.includes(one.exception_id))
    .reduce((sum, one) => sum + BigInt(one.in_suspense), -BigInt(wanted ?? '0'));
}

function Subject({ whole, filled, change }: FieldsProps & { whole: Whole }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const words = useCandidateWords();
  const candidates = whole.candidates.filter((one) => one.for === 'subject');
  return (
    <>
      {candidates.length > 0 && (
        <Radio.Group
          label={t('its_subject')}
          value={filled.subject}
          onChange={(subject) => change({ subject })}
        >
          <div className="tk-choices">
            {candidates.map(
              (one) =>
                one.subject_id !== null && (
                  <Radio key={one.exception_id} value={one.subject_id} label={words(one)} />
                ),
            )}
          </div>
        </Radio.Group>
      )}
      <TextInput
        label={candidates.length > 0 ? t('another_subject') : t('its_subject')}
        value={filled.subject}
        maxLength={36}
        onChange={(event) => change({ subject: event.currentTarget.value.trim() })}
      />
    </>
  );
}

function useCandidateWords(): (one: Whole['candidates'][number]) => string {
  const { t } = useTranslation('reconciliation');
  return (one) => {
    const what = t('candidate', {
      type: t(`types.${one.type}`),
      day: dayText(one.day, spoken()),
      reason: t(`reasons.${one.reason}`).toLowerCase(),
    });
    return `${what} · ${rupiah(one.amount ?? one.expected ?? '0')}`;
  };
}
