// Both sides of a difference beside each other: the bank's line, and our payment, refund or payout.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { dayText } from '../../parts/instant.ts';
import { Money } from '../../parts/money.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import type { Whole } from './exception.tsx';

export function Sides({ whole }: { whole: Whole }): ReactNode {
  return (
    <div className="tk-sides">
      <BankSide whole={whole} />
      <OurSide whole={whole} />
    </div>
  );
}

function BankSide({ whole }: { whole: Whole }): ReactNode {
  const { line, shown_by: shownBy } = whole;
  const { t } = useTranslation('reconciliation');
  return (
    <Section title={t('side_bank')}>
      <span className="tk-side-sum">
        <Money digits={line?.amount ?? null} />
      </span>
      {line === null ? (
        <p className="tk-quiet">{t('side_no_line')}</p>
      ) : (
        <Facts
          of={[
            [t('type'), t(`types.${line.type}`)],
            [t('line'), <LineOf key="line" line={line.line} day={line.day} />],
            [t('time'), <Time key="time" at={line.at} as="full" />],
            [
              t('bank_reference'),
              <CopyText key="bank" text={line.bank_reference} what={t('bank_reference')} short />,
            ],
            [
              t('reference'),
              <CopyText key="ours" text={line.reference} what={t('reference')} short />,
            ],
          ]}
        />
      )}
      {shownBy.length > 0 && (
        <>
          <p className="tk-quiet tk-small">{t('shown_by')}</p>
          <ul>
            {shownBy.map((one) => (
              <li key={`${one.day} ${one.line}`}>
                <LineOf line={one.line} day={one.day} /> · {t(`types.${one.type}`)} ·{' '}
                <Money digits={one.amount} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function LineOf({ line, day }: { line: number; day: string }): ReactNode {
  const { t } = useTranslation('reconciliation');
  return t('line_of', { line, day: dayText(day, spoken()) });
}

function OurSide({ whole }: { whole: Whole }): ReactNode {
  const { ours } = whole;
  const { t } = useTranslation(['reconciliation', 'story']);
  if (ours === null) {
    return (
      <Section title={t('reconciliation:side_ours')}>
        <span className="tk-side-sum">
          <Money digits={null} />
        </span>
        <p className="tk-quiet">{t('reconciliation:side_no_ours')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('reconciliation:side_ours')} beside={<OpenOurs ours={ours} />}>
      <span className="tk-side-sum">
        <Money digits={ours.amount} />
      </span>
      <Facts
        of={[
          [t('reconciliation:type'), t(`reconciliation:types.${typeOf(ours.kind)}`)],
          [
            t('reconciliation:our_state'),
            <StateBadge key="state" of={ours.kind} state={ours.state} />,
          ],
          [t('reconciliation:invoice'), ours.invoice_number ?? undefined],
          [t('reconciliation:account'), ours.account ?? undefined],
          [t('reconciliation:began'), <Time key="began" at={ours.created_at} as="full" />],
          [
            t('reconciliation:ended'),
            ours.finished_at === null ? undefined : <Time at={ours.finished_at} as="full" />,
          ],
          [
            t('reconciliation:bank_reference'),
            ours.bank_reference === null ? undefined : (
              <CopyText
                text={ours.bank_reference}
                what={t('reconciliation:bank_reference')}
                short
              />
            ),
          ],
        ]}
      />
    </Section>
  );
}

type Ours = NonNullable<Whole['ours']>;

function typeOf(kind: Ours['kind']): 'debit' | 'refund' | 'payout' {
  return kind === 'payment' ? 'debit' : kind;
}

function OpenOurs({ ours }: { ours: Ours }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  if (ours.kind === 'payment') {
    return (
      <Link
        className="tk-link"
        to="/$workspace/payments/$payment_id"
        params={{ workspace, payment_id: ours.id }}
      >
        {t('open_payment')}
      </Link>
    );
  }
  if (ours.kind === 'payout') return null;
  return (
    <Link
      className="tk-link"
      to="/$workspace/refunds/$refund_id"
      params={{ workspace, refund_id: ours.id }}
    >
      {t('open_refund')}
    </Link>
  );
}
