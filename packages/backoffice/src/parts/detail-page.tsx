// One thing and all that is known of it: its header, a wide column, and a narrow one of facts.
import { Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, useInPage } from './page.tsx';
import { PageError } from './page-error.tsx';

interface DetailPageProps {
  /** For the tab: `INV-7 · Payments`. */
  title: string;
  /** The way back to the list: a `<Link>`. */
  back: ReactNode;
  /** The large line: a sum, a name. */
  heading: ReactNode;
  /** Beside the heading: `<StateBadge size="lg" …>`. */
  state?: ReactNode;
  /** Below it: references with copy buttons. */
  ids?: ReactNode;
  actions?: ReactNode;
  /** Across both columns: what we wait for, what waits for approval. */
  notice?: ReactNode;
  /** The wide column: `<Section>`s. */
  children: ReactNode;
  /** The narrow column: `<Section>`s with `<Facts>`. */
  side?: ReactNode;
}

export function DetailPage(props: DetailPageProps): ReactNode {
  const { title, back, heading, state, ids, actions, notice, children, side } = props;
  return (
    <Page
      title={title}
      above={
        <span className="tk-back">
          <IconArrowLeft size={15} aria-hidden /> {back}
        </span>
      }
      heading={
        <span className="tk-detail-heading">
          {heading} {state}
        </span>
      }
      actions={actions}
    >
      {ids && <div className="tk-detail-ids">{ids}</div>}
      {notice && <div className="tk-detail-notice">{notice}</div>}
      <div className={side ? 'tk-detail tk-detail-two' : 'tk-detail'}>
        <div className="tk-stack">{children}</div>
        {side && <aside className="tk-stack">{side}</aside>}
      </div>
    </Page>
  );
}

interface SectionProps {
  title: ReactNode;
  /** Beside the title: a count, a button. */
  beside?: ReactNode;
  /** Flush: tables that reach the card's edges. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, beside, flush, children }: SectionProps): ReactNode {
  return (
    <section className="tk-card">
      <header className="tk-card-head">
        <h2 className="tk-card-title">{title}</h2>
        {beside}
      </header>
      <div className={flush ? 'tk-card-flush' : 'tk-card-body'}>{children}</div>
    </section>
  );
}

/** Names and values, one below the other. What is undefined is left out; null shows a dash. */
export function Facts(props: {
  of: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className="tk-facts">
      {props.of
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name} className="tk-fact">
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
    </dl>
  );
}

interface LoadedProps<T> {
  /** A query of TanStack's. */
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (of: T) => ReactNode;
  /** What stands there while it is loaded; blocks of a detail page by default. */
  loading?: ReactNode;
}

/** Shows a query: its loading look, its error with another try, or its answer. */
export function Loaded<T>({ query, children, loading }: LoadedProps<T>): ReactNode {
  const { t } = useTranslation('parts');
  const inPage = useInPage();
  if (query.data !== undefined) return children(query.data);
  // Where it stands for a whole page, the page has a heading meanwhile too.
  const heading = (words: string): ReactNode =>
    loading === undefined && !inPage && <h1 className="tk-hidden">{words}</h1>;
  if (query.error !== null) {
    return (
      <>
        {heading(t('broken'))}
        <PageError error={query.error} retry={() => void query.refetch()} />
      </>
    );
  }
  return (
    <>
      {heading(t('loading'))}
      <div role="status" aria-label={t('loading')}>
        {loading ?? <DetailSkeleton />}
      </div>
    </>
  );
}

function DetailSkeleton(): ReactNode {
  return (
    <div className="tk-page tk-page-wide">
      <Skeleton height={14} width={90} mb={16} />
      <Skeleton height={34} width={280} mb={12} />
      <Skeleton height={16} width={420} maw="80%" mb={28} />
      <div className="tk-detail tk-detail-two">
        <Skeleton height={420} radius="lg" />
        <Skeleton height={260} radius="lg" />
      </div>
    </div>
  );
}
