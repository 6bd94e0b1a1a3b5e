// The rows of a list: a table on a desk, cards on a phone; a row is one link, opened by click, Enter or the middle button.
import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, LinkTarget } from './list-page.tsx';

interface ListRowsProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowLink: ((row: Row) => LinkTarget) | undefined;
  selected: string | undefined;
  select: (id: string) => void;
  justIn: ReadonlySet<string>;
  dense: boolean;
  region: RefObject<HTMLDivElement | null>;
  foot: ReactNode;
}

export function ListRows<Row>(props: ListRowsProps<Row>): ReactNode {
  const { label, columns, rows, rowId, rowLink, selected, select, justIn, dense, region } = props;
  return (
    <div className="tk-list-scroll" ref={region} role="region" aria-label={label} tabIndex={0}>
      <table className={dense ? 'tk-table tk-table-list tk-dense' : 'tk-table tk-table-list'}>
        <Head columns={columns} />
        <tbody>
          {rows.map((row) => {
            const id = rowId(row);
            return (
              <ListRow
                key={id}
                id={id}
                row={row}
                columns={columns}
                rowLink={rowLink}
                select={select}
                chosen={id === selected}
                fresh={justIn.has(id)}
              />
            );
          })}
        </tbody>
      </table>
      {props.foot}
    </div>
  );
}

interface ListRowProps<Row> extends Pick<ListRowsProps<Row>, 'columns' | 'rowLink' | 'select'> {
  id: string;
  row: Row;
  chosen: boolean;
  fresh: boolean;
}

/** Drawn anew only when something of it has changed: of several hundred, a key moves two. */
const ListRow = memo(function ListRow<Row>(props: ListRowProps<Row>): ReactNode {
  const { id, row, columns, rowLink, select, chosen, fresh } = props;
  const target = rowLink?.(row);
  const looks = [target && 'tk-row-link', chosen && 'tk-row-on', fresh && 'tk-row-new'];
  return (
    <tr data-row={id} className={looks.filter(Boolean).join(' ')}>
      {columns.map((column, place) => (
        <td
          key={column.key}
          data-label={column.label}
          className={column.align === 'right' ? 'tk-right' : undefined}
        >
          {place === 0 && target ? (
            <Link {...(target as { to: '.' })} className="tk-row-target" onFocus={() => select(id)}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: ListRowProps<Row>) => ReactNode;

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }): ReactNode {
  return (
    <thead>
      <tr>
        {columns.map(({ key, label, align }) => (
          <th key={key} scope="col" className={align === 'right' ? 'tk-right' : undefined}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

const LINES = Array.from({ length: 10 }, (_, line) => line);

export function LoadingRows<Row>({ columns }: { columns: readonly Column<Row>[] }): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <div className="tk-list-scroll" role="status" aria-label={t('loading')}>
      <table className="tk-table tk-table-list" aria-hidden>
        <Head columns={columns} />
        <tbody>
          {LINES.map((line) => (
            <tr key={line}>
              {columns.map(({ key }, place) => (
                <td key={key}>
                  <Skeleton
                    height={14}
                    width={place === 0 ? 150 : 60 + ((line * 37 + place * 23) % 60)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
