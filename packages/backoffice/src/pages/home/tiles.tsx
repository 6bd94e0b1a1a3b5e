// The figures of the range at a glance, each against the range before.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { rupiah } from '../../parts/rupiah.ts';
import { ChangeNote } from './change-note.tsx';
import { changeOf, percentText, pointsOf, successRate } from './change.ts';
import type { Picture } from './use-home.ts';

export function Tiles({ picture }: { picture: Picture }): ReactNode {
  const { t } = useTranslation('home');
  const { total, before } = picture;
  const rate = successRate(total);
  const number = new Intl.NumberFormat(spoken());
  return (
    <dl className="tk-tiles">
      <Tile
        name={t('volume')}
        figure={rupiah(total.amount)}
        note={
          <ChangeNote
            better="more"
            change={changeOf(BigInt(total.amount), BigInt(before.amount))}
          />
        }
      />
      <Tile
        name={t('payments')}
        figure={number.format(total.payments)}
        note={<ChangeNote change={changeOf(BigInt(total.payments), BigInt(before.payments))} />}
      />
      <Tile
        name={t('success_rate')}
        figure={rate === null ? '–' : percentText(rate, spoken())}
        note={
          <>
            {before.payments > 0 && (
              <ChangeNote better="more" change={pointsOf(rate, successRate(before))} />
            )}
            <span className="tk-quiet tk-small">
              {t('failed_of', {
                failed: number.format(total.failed),
                expired: number.format(total.expired),
              })}
            </span>
          </>
        }
      />
      <Tile
        name={t('refunded')}
        figure={rupiah(total.refunded)}
        note={
          <span className="tk-quiet tk-small">
            {total.refunds === 0 ? t('no_refunds') : t('refunds', { count: total.refunds })}
          </span>
        }
      />
    </dl>
  );
}

/** A long figure is set smaller, so that it stays on its line. */
function sizeOf({ length }: string): string {
  return length > 14 ? 'tk-figure-long' : length > 10 ? 'tk-figure-some' : '';
}

function Tile(props: { name: string; figure: string; note: ReactNode }): ReactNode {
  return (
    <div className="tk-card tk-tile">
      <dt>{props.name}</dt>
      <dd className={`tk-figure ${sizeOf(props.figure)}`}>{props.figure}</dd>
      <dd className="tk-tile-note">{props.note}</dd>
    </div>
  );
}
