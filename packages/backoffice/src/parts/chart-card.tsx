// A card around a chart, with its figure, a table of the same numbers for who cannot see it, and its empty and loading looks.
import { Button, Skeleton } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ChartCardProps {
  title: string;
  /** The figure that the chart is about, large. */
  figure?: ReactNode;
  /** Beside the figure: the change against the range before. */
  note?: ReactNode;
  /** The same numbers as rows, the first column naming the row. */
  table?: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] };
  loading?: boolean;
  /** Shown instead of the chart when there is nothing to draw. */
  empty?: ReactNode;
  children?: ReactNode;
}

export function ChartCard(props: ChartCardProps): ReactNode {
  const { title, figure, note, table, loading, empty, children } = props;
  const { t } = useTranslation('parts');
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="tk-card tk-chart">
      <header className="tk-card-head">
        <h2 className="tk-card-title">{title}</h2>
        {table && !loading && empty === undefined && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-pressed={asTable}
            leftSection={asTable ? <IconChartBar size={14} /> : <IconTable size={14} />}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? t('as_chart') : t('as_table')}
          </Button>
        )}
      </header>
      {loading ? (
        <Skeleton height={220} />
      ) : (
        <>
          {figure !== undefined && (
            <div className="tk-figure-row">
              <span className="tk-figure">{figure}</span>
              {note}
            </div>
          )}
          {asTable && table && empty === undefined ? (
            <Rows table={table} label={title} />
          ) : (
            (empty ?? children)
          )}
        </>
      )}
    </section>
  );
}

function Rows(props: { table: NonNullable<ChartCardProps['table']>; label: string }): ReactNode {
  const { table, label } = props;
  return (
    <div className="tk-scroll tk-chart-rows" role="region" aria-label={label} tabIndex={0}>
      <table className="tk-table tk-table-plain">
        <thead>
          <tr>
            {table.head.map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, place) => (
                <td key={table.head[place]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
