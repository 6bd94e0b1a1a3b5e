// What of the bank somebody has seen: where, its reference, and the day that it speaks of. For whatever ends by evidence.
import './story/story.css';
import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { gatewayNow } from '../api/clock.ts';
import { wibDay } from './instant.ts';

export const EVIDENCE_SOURCES = [
  'bank_statement',
  'bank_letter',
  'bank_call',
  'bank_portal',
] as const;
type Source = (typeof EVIDENCE_SOURCES)[number];

/** As the fields hold it. */
export interface Evidence {
  source: Source | undefined;
  reference: string;
  day: string;
}

export const NO_EVIDENCE: Evidence = { source: undefined, reference: '', day: '' };

/** What was filled in; undefined while something is missing, or the day lies ahead. */
export function readEvidence({
  source,
  reference,
  day,
}: Evidence): { source: Source; reference: string; day: string } | undefined {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && day <= wibDay(gatewayNow());
  if (source === undefined || reference.trim().length < 3 || !isDay) return undefined;
  return { source, reference: reference.trim(), day };
}

interface EvidenceFieldsProps {
  filled: Evidence;
  change: (some: Partial<Evidence>) => void;
}

export function EvidenceFields({ filled, change }: EvidenceFieldsProps): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <>
      <div className="tk-two">
        <Select
          label={t('evidence.source')}
          placeholder={t('evidence.choose')}
          data={EVIDENCE_SOURCES.map((value) => ({
            value,
            label: t(`evidence.sources.${value}`),
          }))}
          value={filled.source ?? null}
          onChange={(value) => change({ source: EVIDENCE_SOURCES.find((one) => one === value) })}
        />
        <TextInput
          type="date"
          label={t('evidence.day')}
          max={wibDay(gatewayNow())}
          value={filled.day}
          onChange={(event) => change({ day: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label={t('evidence.reference')}
        value={filled.reference}
        maxLength={128}
        onChange={(event) => change({ reference: event.currentTarget.value })}
      />
    </>
  );
}
