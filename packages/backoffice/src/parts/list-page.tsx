// A list that people work in: filters and columns in the address, rows by keyboard, older ones on demand, new ones without a jump.
import { Button } from '@mantine/core';
import { IconArrowUp, IconDownload, IconFilterOff, IconSearchOff } from '@tabler/icons-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveEvent } from '../api/live.tsx';
import { useMay, useWorkspace } from '../api/session.ts';
import type { Search } from '../app/search.ts';
import { Empty } from './empty.tsx';
import { ColumnsMenu, DensityButton, shownColumns } from './list-columns.tsx';
import { type Load, useListFeed } from './list-feed.ts';
import { useListKeys } from './list-keys.ts';
import { ListRows, LoadingRows } from './list-rows.tsx';
import { useListSearch } from './list-search.ts';
import { ViewsMenu } from './list-views.tsx';
import { PageError } from './page-error.tsx';
import { Page } from './page.tsx';
import { Time } from './time.tsx';
import { useZone } from './zone.ts';
import { WIB } from './instant.ts';

/** Where a row leads: what `linkOptions({ to, params })` makes. */
export interface LinkTarget {
  to: string;
  params: Readonly<Record<string, string>>;
}

export interface Column<Row> {
  /** In the address, and unique. */
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** Sums stand at the right. */
  align?: 'right';
  /** Not shown until somebody chooses it. */
  extra?: boolean;
}

interface ListPageProps<Row> {
  /** Names the list in keys and in saved views. */
  area: string;
  /** Whether views of it can be saved; the API knows these. */
  views?: 'payments' | 'tokens' | 'refunds' | 'notifications' | 'requests';
  title: string;
  lead?: ReactNode;
  /** The first one leads to the row's page and stays in sight. */
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** Without it rows lead nowhere. */
  rowLink?: (row: Row) => LinkTarget;
  /** What the API is asked: `listQuery(search, […])`. */
  query: object;
  load: Load<Row>;
  /** `ManyFilter`, `OneFilter`, `TextFilter`, `AmountFilter`, `RangePicker`. */
  filters?: ReactNode;
  /** Whether an event of the stream is about this list; absent where it is not live. */
  concerns?: (event: LiveEvent) => boolean;
  /** `payments.csv`: shown to who may export. */
  csv?: string;
  /** For who may not `export` but may have this file all the same: the audit. */
  csvFor?: 'export' | 'audit.view';
  /** When there is nothing at all and nothing is filtered. */
  empty: ReactNode;
  /** Right of the heading. */
  actions?: ReactNode;
  /** Before the filters: what is no row of this list. */
  before?: ReactNode;
  /** Between filters and rows: sums, notices. */
  above?: ReactNode;
}

const LOOKS = new Set(['cols', 'density', 'view']);

export function ListPage<Row>(props: ListPageProps<Row>): ReactNode {
  const { area, columns, rowId, rowLink, query, load, concerns } = props;
  const { t } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const [search, setSearch] = useListSearch();
  const region = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<string>();
  const feed = useListFeed<Row>({
    queryKey: [workspace, area, 'list', query],
    load,
    rowId,
    concerns,
    atTop: () =>
      selected === undefined && (region.current?.scrollTop ?? 0) < 8 && window.scrollY < 80,
  });
  useListKeys({
    ids: feed.rows.map(rowId),
    selected,
    select: setSelected,
    region,
    more: feed.next === null || feed.loadingOlder ? undefined : feed.loadOlder,
  });
  const filtered = Object.entries(search).some(([name, value]) => value && !LOOKS.has(name));
  const { cols } = search;
  const shown = useMemo(() => shownColumns(columns, cols), [columns, cols]);

  const clear = (): void =>
    setSearch(Object.fromEntries(Object.keys(search).map((name) => [name, undefined])));
  const insert = (): void => {
    feed.insert();
    region.current?.scrollTo({ top: 0 });
    window.scrollTo({ top: 0 });
  };
  return (
    <Page
      title={props.title}
      lead={props.lead}
      actions={
        <>
          {props.actions}
          {props.csv !== undefined && (
            <CsvLink name={props.csv} permission={props.csvFor ?? 'export'} query={query} />
          )}
        </>
      }
    >
      {props.before}
      <div className="tk-list">
        <div className="tk-list-bar" role="group" aria-label={t('filters')}>
          <div className="tk-list-filters">
            {props.filters}
            {filtered && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<IconFilterOff size={14} />}
                onClick={clear}
              >
                {t('filters_clear')}
              </Button>
            )}
          </div>
          <div className="tk-list-looks">
            {props.views && <ViewsMenu area={props.views} />}
            <ColumnsMenu columns={columns} />
            <DensityButton />
          </div>
        </div>
        {props.above}
        <div className="tk-list-frame">
          {feed.fresh > 0 && (
            <Button
              className="tk-list-fresh"
              size="compact-sm"
              radius="xl"
              leftSection={<IconArrowUp size={14} />}
              onClick={insert}
            >
              {t('fresh', { count: feed.fresh })}
            </Button>
          )}
          <span className="tk-hidden" role="status">
            {feed.fresh > 0 ? t('fresh', { count: feed.fresh }) : ''}
          </span>
          {feed.loading ? (
            <LoadingRows columns={shown} />
          ) : feed.error !== null ? (
            <PageError error={feed.error} retry={feed.again} />
          ) : feed.rows.length === 0 ? (
            <Nothing filtered={filtered} feed={feed} clear={clear} empty={props.empty} />
          ) : (
            <ListRows
              label={props.title}
              columns={shown}
              rows={feed.rows}
              rowId={rowId}
              rowLink={rowLink}
              selected={selected}
              select={setSelected}
              justIn={feed.justIn}
              dense={search['density'] === 'dense'}
              region={region}
              foot={<Older feed={feed} />}
            />
          )}
        </div>
      </div>
    </Page>
  );
}

type Feed = ReturnType<typeof useListFeed>;
type Ahead = Pick<Feed, 'next' | 'searchedTo' | 'loadOlder' | 'loadingOlder'>;

function Older({ feed }: { feed: Ahead }): ReactNode {
  const { t } = useTranslation('parts');
  if (feed.next === null) return <p className="tk-list-end">{t('list_end')}</p>;
  return (
    <div className="tk-list-older">
      {feed.searchedTo !== null && (
        <span className="tk-quiet">
          {t('searched_to')} <Time at={feed.searchedTo} />
        </span>
      )}
      <Button variant="default" loading={feed.loadingOlder} onClick={feed.loadOlder}>
        {feed.searchedTo === null ? t('load_older') : t('search_on')}
      </Button>
    </div>
  );
}

interface NothingProps {
  filtered: boolean;
  feed: Ahead;
  clear: () => void;
  empty: ReactNode;
}

function Nothing({ filtered, feed, clear, empty }: NothingProps): ReactNode {
  const { t } = useTranslation('parts');
  if (!filtered && feed.next === null) return empty;
  return (
    <Empty
      icon={IconSearchOff}
      title={feed.next === null ? t('no_match') : t('no_match_yet')}
      action={
        feed.next === null ? (
          <Button variant="default" onClick={clear}>
            {t('filters_clear')}
          </Button>
        ) : (
          <Older feed={feed} />
        )
      }
    >
      {feed.next === null && <p>{t('no_match_why')}</p>}
    </Empty>
  );
}

interface CsvProps {
  name: string;
  permission: 'export' | 'audit.view';
  query: object;
}

/** A plain link, for who may: the browser streams the file to disk, however long it is. */
export function CsvLink({ name, permission, query }: CsvProps): ReactNode {
  const { t } = useTranslation('parts');
  const may = useMay();
  const { workspace } = useWorkspace();
  const zone = useZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? WIB;
  if (!may(permission)) return null;
  const asked = new URLSearchParams({ ...(query as Search as Record<string, string>), zone });
  return (
    <Button
      component="a"
      href={`/backoffice/api/${encodeURIComponent(workspace)}/${name}?${asked.toString()}`}
      download
      variant="default"
      leftSection={<IconDownload size={16} />}
    >
      {t('csv')}
    </Button>
  );
}
