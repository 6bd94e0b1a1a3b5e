// What a payment costs: any amount by typing or sliding, and the usual ones as a table.
import { Slider, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { readRupiah, rupiah } from '../../parts/rupiah.ts';
import { SAMPLES, usePreview } from './use-preview.ts';

/** 10,000 to 100,000,000, finer where payments are. */
const STEPS = [4, 5, 6, 7].flatMap((zeros) =>
  [1, 2, 3, 5, 7].map((first) => `${first}${'0'.repeat(zeros)}`),
);
const LONGEST = 12;

export function Preview({ bank }: { bank: string }): ReactNode {
  const { t } = useTranslation('fees');
  const [typed, setTyped] = useState('100.000');
  const digits = readRupiah(typed);
  const amount =
    digits !== undefined && digits !== '0' && digits.length <= LONGEST ? digits : undefined;
  const place = STEPS.findLastIndex((step) => BigInt(step) <= BigInt(amount ?? '0'));
  return (
    <Section title={t('preview')}>
      <div className="tk-stack">
        <div>
          <TextInput
            label={t('preview_amount')}
            leftSection="Rp"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            error={amount === undefined && t('preview_wrong')}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Slider
            mt="sm"
            thumbLabel={t('preview_slide')}
            label={null}
            min={0}
            max={STEPS.length - 1}
            value={Math.max(place, 0)}
            onChange={(to) => setTyped(rupiah(STEPS[to] ?? '0').slice(2))}
          />
        </div>
        {amount !== undefined && <OneAmount bank={bank} amount={amount} />}
        <Samples bank={bank} />
      </div>
    </Section>
  );
}

function OneAmount({ bank, amount }: { bank: string; amount: string }): ReactNode {
  const { t } = useTranslation('fees');
  const [settled] = useDebouncedValue(amount, 150);
  const query = usePreview({ bank, amounts: [settled], terms: null });
  return (
    <Loaded query={query} loading={<div className="tk-fees-facts" />}>
      {({ rows }) => {
        const [row] = rows;
        if (row === undefined) return null;
        return (
          <div aria-live="polite" className="tk-fees-facts">
            <Facts
              of={[
                [t('amount'), <Money digits={row.amount} />],
                [t('fee'), <Money digits={row.fee} weight="strong" />],
                [t('net'), <Money digits={`${BigInt(row.amount) - BigInt(row.fee)}`} />],
              ]}
            />
          </div>
        );
      }}
    </Loaded>
  );
}

function Samples({ bank }: { bank: string }): ReactNode {
  const { t } = useTranslation('fees');
  const query = usePreview({ bank, amounts: SAMPLES, terms: null });
  return (
    <Loaded query={query} loading={<div className="tk-fees-table" />}>
      {({ rows }) => (
        <table className="tk-table tk-table-plain tk-fees-table">
          <thead>
            <tr>
              <th scope="col" className="tk-right">
                {t('amount')}
              </th>
              <th scope="col" className="tk-right">
                {t('fee')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.amount}>
                <td className="tk-right">
                  <Money digits={row.amount} />
                </td>
                <td className="tk-right">
                  <Money digits={row.fee} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Loaded>
  );
}
