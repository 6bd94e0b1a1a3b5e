// Client-Id and Secret Keys: which there are, a new one beside the old, the end of an old one, and one that waits to be collected.
import './developers.css';
import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { CollectKey } from './collect-key.tsx';
import { EndKey } from './end-key.tsx';
import { RotateKey } from './rotate-key.tsx';
import { Only } from '../nothing/no-access.tsx';

export type Key = Answer<'listKeys'>['keys'][number];

export function KeysPage(): ReactNode {
  return (
    <Only may="keys.view">
      <KeysOfMerchant />
    </Only>
  );
}

function KeysOfMerchant(): ReactNode {
  const { t } = useTranslation('developers');
  return (
    <OneMerchant title={t('keys')}>
      <Keys />
    </OneMerchant>
  );
}

function Keys(): ReactNode {
  const { t } = useTranslation('developers');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [rotating, setRotating] = useState(false);
  const query = useQuery({
    queryKey: [workspace, 'keys'],
    queryFn: ({ signal }) =>
      ask(api.GET('/backoffice/api/{workspace}/keys', { params: { path: { workspace } }, signal })),
  });
  return (
    <Page
      title={t('keys')}
      lead={t('keys_lead')}
      actions={
        may('keys.rotate') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setRotating(true)}>
            {t('rotate')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ client_id, keys }) => (
          <div className="tk-stack">
            {may('approvals.view') && <CollectKey />}
            <section className="tk-card tk-client-id" aria-label={t('client_id')}>
              <div>
                <h2 className="tk-card-title">{t('client_id')}</h2>
                <p className="tk-quiet">{t('client_id_why')}</p>
              </div>
              <CopyText text={client_id} what={t('client_id')} />
            </section>
            <Section title={t('secret_key')} flush>
              <KeyRows keys={keys} />
            </Section>
          </div>
        )}
      </Loaded>
      <RotateKey opened={rotating} onClose={() => setRotating(false)} />
    </Page>
  );
}

function KeyRows({ keys }: { keys: readonly Key[] }): ReactNode {
  const { t } = useTranslation('developers');
  const may = useMay();
  const [ending, setEnding] = useState<Key>();
  return (
    <div className="tk-table-cards" role="group" aria-label={t('secret_key')} tabIndex={0}>
      <table className="tk-table tk-table-list">
        <thead>
          <tr>
            <th scope="col">{t('key')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('from')}</th>
            <th scope="col">{t('until')}</th>
            <th scope="col">{t('used')}</th>
            <th scope="col">
              <span className="tk-hidden">{t('end')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.key_id} className={key.state === 'ended' ? 'tk-row-quiet' : undefined}>
              <td>
                <span className="tk-key-name">
                  <IconKey size={16} aria-hidden />
                  <CopyText text={key.key_id} what={t('key')} short />
                </span>
              </td>
              <td data-label={t('state')}>
                <StateBadge of="key" state={key.state} />
              </td>
              <td data-label={t('from')}>
                <Time at={key.valid_from} />
              </td>
              <td data-label={t('until')}>
                {key.valid_until === null ? (
                  <span className="tk-quiet">{t('until_open')}</span>
                ) : (
                  <Time at={key.valid_until} />
                )}
              </td>
              <td data-label={t('used')}>
                {key.last_used_at === null ? (
                  <span className="tk-quiet">{t('used_never')}</span>
                ) : (
                  <Time at={key.last_used_at} as="ago" />
                )}
              </td>
              <td className="tk-right">
                {key.state === 'ending' && may('keys.rotate') && (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    onClick={() => setEnding(key)}
                  >
                    {t('end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <EndKey ending={ending} onClose={() => setEnding(undefined)} />
    </div>
  );
}
