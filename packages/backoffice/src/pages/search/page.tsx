// Whatever has exactly this reference, by kind, each with the reference that it was found by.
import '../../parts/story/story.css';
import { Button, Skeleton, TextInput } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Money } from '../../parts/money.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { Page } from '../../parts/page.tsx';
import { LEAST_LETTERS } from '../../parts/reference-box.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { placePath } from '../../shell/places.ts';
import { useWorded } from '../../parts/story/worded.ts';
import { byKind, type Hit } from './hits.ts';

export function SearchPage(): ReactNode {
  const { t } = useTranslation('search');
  const { q = '' } = useSearch({ strict: false });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="tk-stack">
        <Box key={q} q={q} />
        {q.length >= LEAST_LETTERS ? (
          <Hits q={q} />
        ) : (
          <div className="tk-card">
            <Empty icon={IconSearch} title={t('begin')}>
              <p>{t('begin_why')}</p>
            </Empty>
          </div>
        )}
      </div>
    </Page>
  );
}

function Box({ q }: { q: string }): ReactNode {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const { workspace } = useWorkspace();
  const [typed, setTyped] = useState(q);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({
      to: '/$workspace/search',
      params: { workspace },
      search: { q: typed.trim() },
    });
  };
  return (
    <form className="tk-inline-form tk-search-form" role="search" onSubmit={submit}>
      <TextInput
        type="search"
        size="md"
        aria-label={t('box')}
        placeholder={t('box')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={typed}
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        autoFocus={q === ''}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="md" disabled={typed.trim().length < LEAST_LETTERS}>
        {t('go')}
      </Button>
    </form>
  );
}

function Hits({ q }: { q: string }): ReactNode {
  const { t } = useTranslation('search');
  const { workspace } = useWorkspace();
  const found = useQuery({
    queryKey: [workspace, 'search', q],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/search', {
          params: { path: { workspace }, query: { q } },
          signal,
        }),
      ),
  });
  if (found.error !== null && found.data === undefined) {
    return <PageError error={found.error} retry={() => void found.refetch()} />;
  }
  if (found.data === undefined) return <Skeleton height={180} radius="lg" />;
  const groups = byKind(found.data.hits);
  if (groups.length === 0) {
    return (
      <div className="tk-card">
        <Empty icon={IconSearchOff} title={t('none')}>
          <p>{t('none_why')}</p>
        </Empty>
      </div>
    );
  }
  return groups.map(({ kind, hits }) => (
    <Section
      key={kind}
      title={t(`kinds.${kind}`)}
      beside={<span className="tk-quiet">{hits.length}</span>}
    >
      <ul className="tk-folds">
        {hits.map((hit) => (
          <li key={hit.id}>
            <HitLine hit={hit} />
          </li>
        ))}
      </ul>
    </Section>
  ));
}

const STATE_OF = {
  payments: 'payment',
  refunds: 'refund',
  tokens: 'token',
  notifications: 'notification',
} as const;

function HitLine({ hit }: { hit: Hit }): ReactNode {
  const { t } = useTranslation('search');
  const { workspace } = useWorkspace();
  const worded = useWorded();
  const title = hit.kind === 'notifications' ? worded('note_types', hit.title) : hit.title;
  return (
    <div className="tk-line-item">
      <div className="tk-line-head">
        <Link
          className="tk-link tk-fold-name"
          to={`${placePath(workspace, hit.kind)}/${encodeURIComponent(hit.id)}` as '.'}
        >
          {title}
        </Link>
        {hit.state !== null &&
          (hit.kind === 'requests' ? (
            <Badge tone="still">{hit.state}</Badge>
          ) : (
            <StateBadge of={STATE_OF[hit.kind]} state={hit.state} />
          ))}
        {hit.amount !== null && <Money digits={hit.amount} />}
        <span className="tk-line-end tk-quiet tk-small">
          <Time at={hit.at} />
        </span>
      </div>
      <p className="tk-quiet tk-small">
        {t('found_by', { by: t(`by.${hit.by}`) })}
        {workspace === 'all' && ` · ${hit.merchant_name}`}
      </p>
    </div>
  );
}
