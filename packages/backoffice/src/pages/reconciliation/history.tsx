// What was asked about a difference, by whom, and how it ended.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { EVIDENCE_SOURCES } from '../../parts/evidence-fields.tsx';
import { dayText } from '../../parts/instant.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import type { Whole } from './exception.tsx';

export function AskedAbout({ asked }: Pick<Whole, 'asked'>): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const may = useMay();
  return (
    <Section title={t('asked')}>
      {asked.length === 0 ? (
        <p className="tk-quiet">{t('asked_none')}</p>
      ) : (
        <ul className="tk-ways">
          {asked.map((one) => (
            <li key={one.approval_id}>
              <div className="tk-way-words">
                <p className="tk-way-name">
                  {one.resolution !== null && t(`resolutions.${one.resolution}`)}
                </p>
                <p className="tk-small">
                  {t('asked_by', { name: one.asked_by.name })} · <Time at={one.asked_at} />
                </p>
                <p className="tk-quiet tk-small">{one.reason}</p>
                {one.decided_by !== null && (
                  <p className="tk-small">
                    {t('decided_by', { name: one.decided_by.name })} · <Time at={one.decided_at} />
                  </p>
                )}
                {may('approvals.view') && (
                  <Link
                    className="tk-link tk-small"
                    to="/$workspace/approvals/$approval_id"
                    params={{ workspace, approval_id: one.approval_id }}
                  >
                    {t('asked_open')}
                  </Link>
                )}
              </div>
              <StateBadge of="approval" state={one.state} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function Ended({ whole }: { whole: Whole }): ReactNode {
  const { resolved } = whole;
  const { t } = useTranslation(['reconciliation', 'parts']);
  const { workspace } = useWorkspace();
  if (resolved === null) return null;
  const { evidence } = resolved;
  const said = (name: string): string | undefined =>
    typeof evidence?.[name] === 'string' ? evidence[name] : undefined;
  const source = EVIDENCE_SOURCES.find((one) => one === said('source'));
  return (
    <Section title={t('ended_title')}>
      {resolved.asked_by === null && <p>{t('ended_by_line')}</p>}
      <Facts
        of={[
          [t('resolution'), t(`resolutions.${resolved.resolution}`)],
          [t('time'), <Time key="at" at={resolved.at} as="full" />],
          [t('counted_on'), resolved.day === null ? undefined : dayText(resolved.day, spoken())],
          [t('asked_by_name'), resolved.asked_by?.name],
          [t('approved_by'), resolved.approved_by?.name],
          [
            t('parts:evidence.source'),
            source === undefined ? undefined : t(`parts:evidence.sources.${source}`),
          ],
          [t('parts:evidence.reference'), said('reference') ?? said('bankReference')],
          [t('parts:evidence.day'), said('day')],
          [
            t('ended_with'),
            resolved.explained_by === null ? undefined : (
              <Link
                className="tk-link tk-mono"
                to="/$workspace/reconciliation/exceptions/$exception_id"
                params={{ workspace, exception_id: resolved.explained_by }}
              >
                {resolved.explained_by.slice(-12)}
              </Link>
            ),
          ],
        ]}
      />
    </Section>
  );
}
