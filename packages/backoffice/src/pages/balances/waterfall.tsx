// Why a balance is this much: a table from opening to closing, each row with a bar from the balance before it to the one after.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { Section } from '../../parts/detail-page.tsx';
import { dayText, wibDay } from '../../parts/instant.ts';
import { useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import type { Whole } from './account.tsx';
import { Change } from './change.tsx';
import { stepsOf, type Step } from './steps.ts';
import { useTemplateWords } from './words.ts';

export function Waterfall({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('balances');
  const { steps, opening, closing } = stepsOf(whole.opening, whole.groups);
  const day = (at: number): string => dayText(wibDay(at), spoken());
  return (
    <Section title={t('why')} flush>
      <div className="tk-scroll" role="region" aria-label={t('why')} tabIndex={0}>
        <table className="tk-table tk-table-plain tk-waterfall">
          <thead>
            <tr>
              <th scope="col">{t('what')}</th>
              <th scope="col" className="tk-waterfall-draw" aria-hidden />
              <th scope="col" className="tk-right">
                {t('change')}
              </th>
              <th scope="col" className="tk-right">
                {t('after')}
              </th>
            </tr>
          </thead>
          <tbody>
            <End
              name={t('opening')}
              when={
                whole.from === null
                  ? t('opening_first')
                  : t('opening_at', { day: day(Date.parse(whole.from)) })
              }
              digits={whole.opening}
              bar={opening}
            />
            {steps.map((step) => (
              <StepRow key={step.template} step={step} />
            ))}
            {steps.length === 0 && (
              <tr>
                <td colSpan={4} className="tk-quiet">
                  {t('nothing_moved')}
                </td>
              </tr>
            )}
            <End
              name={t('closing')}
              when={t('closing_at', { day: day(Date.parse(whole.to) - 1) })}
              digits={whole.closing}
              bar={closing}
            />
          </tbody>
        </table>
      </div>
    </Section>
  );
}

interface EndProps {
  name: string;
  when: string;
  digits: string;
  bar: { from: number; length: number };
}

function End({ name, when, digits, bar }: EndProps): ReactNode {
  return (
    <tr className="tk-waterfall-end">
      <th scope="row">
        {name}
        <span className="tk-balances-why">{when}</span>
      </th>
      <td className="tk-waterfall-draw" aria-hidden>
        <Bar {...bar} look="end" />
      </td>
      <td />
      <td className="tk-right">
        <Money digits={digits} weight="strong" />
      </td>
    </tr>
  );
}

function StepRow({ step }: { step: Step }): ReactNode {
  const { t } = useTranslation('balances');
  const templates = useTemplateWords();
  const [search, set] = useListSearch();
  const name = templates(step.template);
  const isBoth = step.debits !== '0' && step.credits !== '0';
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="tk-link tk-waterfall-name"
          aria-pressed={search['template'] === step.template}
          title={t('only_these')}
          onClick={() =>
            set({ template: search['template'] === step.template ? undefined : step.template })
          }
        >
          {name}
        </button>
        <span className="tk-balances-why">
          {t('journals', { count: step.journals })}
          {isBoth &&
            ` · ${t('both_ways', { debits: rupiah(step.debits), credits: rupiah(step.credits) })}`}
        </span>
      </th>
      <td className="tk-waterfall-draw" aria-hidden>
        <Bar
          from={step.from}
          length={step.length}
          look={step.change.startsWith('-') ? 'less' : 'more'}
        />
      </td>
      <td className="tk-right">
        <Change digits={step.change} />
      </td>
      <td className="tk-right">
        <Money digits={step.after} weight="quiet" />
      </td>
    </tr>
  );
}

function Bar(props: { from: number; length: number; look: 'end' | 'more' | 'less' }): ReactNode {
  return (
    <span className="tk-waterfall-bar">
      <span
        className={`tk-waterfall-${props.look}`}
        style={{ left: `${props.from / 10}%`, width: `${props.length / 10}%` }}
      />
    </span>
  );
}
