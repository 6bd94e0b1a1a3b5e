// One call of the API: what was sent and answered, the verdict on its signature, and the call as a command.
import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconRepeat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useSession, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { lengthText } from '../../parts/instant.ts';
import { JsonTree } from '../../parts/json-tree.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { StringLines } from '../developers/string-lines.tsx';
import '../developers/developers.css';
import { Replay } from './replay.tsx';
import { Status } from './status.tsx';
import { Subject } from './subject.tsx';

export type Whole = Answer<'getCall'>;

export function RequestPage(): ReactNode {
  const { workspace } = useWorkspace();
  const { call_id } = useParams({ from: '/signed-in/$workspace/requests/$call_id' });
  const query = useQuery({
    queryKey: [workspace, 'requests', call_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/requests/{call_id}', {
          params: { path: { workspace, call_id } },
          signal,
        }),
      ),
  });
  return <Loaded query={query}>{(whole) => <OneCall whole={whole} />}</Loaded>;
}

function OneCall({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('requests');
  const { workspace } = useWorkspace();
  const { sandbox } = useSession();
  const may = useMay();
  const { call } = whole;
  return (
    <DetailPage
      title={`${call.method} ${call.path} · ${t('title')}`}
      back={
        <Link to="/$workspace/requests" params={{ workspace }}>
          {t('back')}
        </Link>
      }
      heading={
        <span className="tk-call-name tk-mono">
          {call.method} {call.path}
        </span>
      }
      state={<Status status={call.status} />}
      ids={
        call.request_id !== null && (
          <span>
            {t('request_id')}: <CopyText text={call.request_id} what={t('request_id')} />
          </span>
        )
      }
      actions={
        sandbox && may('requests.replay') && call.signature === 'right' && <Replay call={call} />
      }
      notice={
        call.replayed && (
          <p className="tk-note tk-tone-still">
            <IconRepeat size={18} aria-hidden />
            {t('replayed_why')}
          </p>
        )
      }
      side={<Side whole={whole} />}
    >
      <Refusal whole={whole} />
      <Verdict whole={whole} />
      <Bodies whole={whole} />
      <Curl text={whole.curl} />
    </DetailPage>
  );
}

function Side({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('requests');
  const { call } = whole;
  return (
    <>
      {whole.subject !== null && <Subject subject={whole.subject} call={call} />}
      <Section title={t('facts')}>
        <Facts
          of={[
            [t('at'), <Time at={call.at} as="full" />],
            [t('took'), lengthText(call.took_ms, spoken())],
            [t('signature'), <StateBadge of="signature" state={call.signature} />],
            [t('merchant'), call.merchant_name],
            [t('address'), <span className="tk-mono">{call.address ?? '–'}</span>],
          ]}
        />
      </Section>
    </>
  );
}

function Refusal({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('requests');
  if (whole.call.code === null) return null;
  return (
    <Section title={t('refusal')}>
      <Facts
        of={[
          [t('code'), <span className="tk-mono">{whole.call.code}</span>],
          [t('message'), whole.message],
          [
            t('field'),
            whole.field === null ? undefined : <span className="tk-mono">{whole.field}</span>,
          ],
        ]}
      />
    </Section>
  );
}

function Verdict({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('requests');
  const { workspace } = useWorkspace();
  const may = useMay();
  const { signature } = whole.call;
  if (signature === 'right') return null;
  return (
    <Section
      title={t('verdict')}
      beside={
        may('keys.view') && (
          <Link className="tk-link" to="/$workspace/signature" params={{ workspace }}>
            {t('debug')}
          </Link>
        )
      }
    >
      <div className="tk-stack">
        <p className="tk-quiet">{t(`${signature}_why`)}</p>
        {whole.string_to_sign !== null && <StringLines text={whole.string_to_sign} />}
      </div>
    </Section>
  );
}

function Bodies({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <>
      {(['request', 'answer'] as const).map((name) => (
        <Section
          key={name}
          title={t(name)}
          beside={<span className="tk-quiet tk-small tk-desk-only">{t('masked')}</span>}
        >
          {whole[name] === null || whole[name] === undefined ? (
            <p className="tk-quiet">{t('no_body')}</p>
          ) : (
            <JsonTree value={whole[name]} label={t(name)} open={3} />
          )}
        </Section>
      ))}
    </>
  );
}

function Curl({ text }: { text: string }): ReactNode {
  const { t } = useTranslation('requests');
  const { t: parts } = useTranslation('parts');
  return (
    <Section
      title={t('curl')}
      beside={
        <CopyButton value={text} timeout={1500}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
            >
              {copied ? parts('copied') : parts('copy')}
            </Button>
          )}
        </CopyButton>
      }
    >
      <div className="tk-stack">
        <p className="tk-quiet tk-small">{t('curl_why')}</p>
        <pre className="tk-pre tk-mono" tabIndex={0} aria-label={t('curl')}>
          {text}
        </pre>
      </div>
    </Section>
  );
}
