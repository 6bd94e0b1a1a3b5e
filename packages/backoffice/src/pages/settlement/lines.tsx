// The lines of a batch: which payment or refund gave which account how much.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { components } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { clockText } from '../../parts/instant.ts';
import { Money } from '../../parts/money.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { minus } from './sums.ts';

type Line = components['schemas']['SettlementLineRow'];

/** The lines page by page, so many at once. */
export function useLines(batchId: string, limit: number) {
  const { workspace } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: [workspace, 'settlement', 'lines', batchId, limit],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/batches/{batch_id}/lines', {
          params: {
            path: { workspace, batch_id: batchId },
            query: { limit, ...(pageParam === null ? {} : { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return { ...query, lines: query.data?.pages.flatMap((page) => page.rows) };
}

interface LinesProps {
  lines: readonly Line[];
  /** Times in this zone, and not in the reader's: on paper. */
  zone?: string;
}

export function LinesTable({ lines, zone }: LinesProps): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <div className="tk-scroll" role="region" aria-label={t('lines')} tabIndex={0}>
      <table className="tk-table tk-table-plain tk-lines-table">
        <thead>
          <tr>
            <th scope="col">{t('line')}</th>
            <th scope="col">{t('succeeded')}</th>
            <th scope="col" className="tk-right">
              {t('amount')}
            </th>
            <th scope="col" className="tk-right">
              {t('sums.fees')}
            </th>
            <th scope="col">{t('account')}</th>
            <th scope="col" className="tk-right">
              {t('share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.item_id} ${line.line_no}`}>
              <td>
                <Item line={line} />
              </td>
              <td>{line.line_no === 1 && <When at={line.succeeded_at} zone={zone} />}</td>
              <td className="tk-right">
                {line.amount !== null && (
                  <Money digits={line.kind === 'refund' ? minus(line.amount) : line.amount} />
                )}
              </td>
              <td className="tk-right">
                {line.fee !== null && line.fee !== '0' && <Money digits={minus(line.fee)} />}
              </td>
              <td>
                <span className="tk-mono tk-small">{line.account}</span>
                {line.instead_of !== null && (
                  <span className="tk-second-line">
                    {t('instead_of', { account: line.instead_of })}
                  </span>
                )}
              </td>
              <td className="tk-right">
                <Money digits={line.share} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function When({ at, zone }: { at: string | null; zone: string | undefined }): ReactNode {
  if (zone === undefined || at === null) return <Time at={at} />;
  return (
    <time className="tk-time" dateTime={at}>
      {clockText(at, spoken(), zone)}
    </time>
  );
}

/** Named in its first line alone. */
function Item({ line }: { line: Line }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  if (line.kind === null) return <Badge tone="still">{t('kinds.balance')}</Badge>;
  if (line.line_no !== 1) return <span className="tk-hidden">{line.invoice_number}</span>;
  return (
    <span className="tk-line-item-name">
      {line.payment_id === null ? (
        line.invoice_number
      ) : (
        <Link
          className="tk-link"
          to="/$workspace/payments/$payment_id"
          params={{ workspace, payment_id: line.payment_id }}
        >
          {line.invoice_number}
        </Link>
      )}
      {line.kind === 'refund' && <Badge tone="wait">{t('kinds.refund')}</Badge>}
    </span>
  );
}
