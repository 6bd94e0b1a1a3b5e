// The narrow cards of a payment's page: its facts, its refunds, what was bought.
import { IconArrowBackUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { JsonTree } from '../../parts/json-tree.tsx';
import { Money } from '../../parts/money.tsx';
import { useReasonWords } from '../../parts/refusal-words.ts';
import { rupiah } from '../../parts/rupiah.ts';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { bankName, tailText } from '../../parts/story/worded.ts';

type Whole = Answer<'getPayment'>;

export function PaymentFacts({ whole }: { whole: Whole }): ReactNode {
  const { payment, token, waiting } = whole;
  const { t } = useTranslation(['story', 'payments']);
  const { workspace } = useWorkspace();
  const reasons = useReasonWords();
  return (
    <Section title={t('story:facts')}>
      <Facts
        of={[
          [t('story:reason'), payment.reason === null ? undefined : reasons(payment.reason)],
          [
            t('story:bank_code'),
            payment.bank_code === null ? undefined : (
              <span className="tk-mono">{payment.bank_code}</span>
            ),
          ],
          [t('story:merchant'), workspace === 'all' ? payment.merchant_name : undefined],
          [
            t('payments:refunded'),
            payment.refunded === '0' ? undefined : <Money digits={payment.refunded} />,
          ],
          [t('story:bank'), bankName(payment.bank)],
          [
            t('story:account'),
            <Link
              key="token"
              className="tk-link"
              to="/$workspace/tokens/$token_id"
              params={{ workspace, token_id: token.token_id }}
            >
              {tailText(token.account_tail)}
            </Link>,
          ],
          [t('story:created_at'), <Time key="made" at={payment.created_at} as="full" />],
          [
            t('story:finished_at'),
            payment.finished_at === null ? undefined : <Time at={payment.finished_at} as="full" />,
          ],
          [
            t('story:next_look'),
            waiting.next_look_at === null ? undefined : (
              <Time at={waiting.next_look_at} as="full" />
            ),
          ],
          [t('story:looks'), waiting.looks === 0 ? undefined : waiting.looks],
        ]}
      />
    </Section>
  );
}

export function RefundsCard({ refunds }: Pick<Whole, 'refunds'>): ReactNode {
  const { t } = useTranslation(['story', 'payments']);
  const { workspace } = useWorkspace();
  return (
    <Section title={t('refunds')}>
      {refunds.length === 0 ? (
        <p className="tk-quiet">{t('refunds_none')}</p>
      ) : (
        <ul className="tk-folds">
          {refunds.map((one) => (
            <li key={one.refund_id}>
              <div className="tk-line-item">
                <div className="tk-line-head">
                  <Link
                    className="tk-link"
                    to="/$workspace/refunds/$refund_id"
                    params={{ workspace, refund_id: one.refund_id }}
                  >
                    <Money digits={one.amount} />
                  </Link>
                  <StateBadge of="refund" state={one.state} />
                  {one.kind === 'late' && <Badge tone="unsure">{t('payments:late')}</Badge>}
                  <span className="tk-line-end tk-quiet tk-small">
                    <Time at={one.created_at} />
                  </span>
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Money that came after the payment had ended, and went back: the payment itself does not tell of it. */
export function LateReturned({ refunds }: Pick<Whole, 'refunds'>): ReactNode {
  const { t } = useTranslation('payments');
  return refunds
    .filter(({ kind, state }) => kind === 'late' && state === 'succeeded')
    .map((one) => (
      <div key={one.refund_id} className="tk-note tk-tone-wait">
        <IconArrowBackUp size={18} aria-hidden />
        <p>{t('late_returned', { amount: rupiah(one.amount) })}</p>
      </div>
    ));
}

/** Refunds that have not ended: the payment itself waits for nothing, but its money does. */
export function OpenRefunds({ refunds }: Pick<Whole, 'refunds'>): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  return refunds
    .filter(
      ({ state, kind }) => kind === 'merchant' && (state === 'requested' || state === 'unclear'),
    )
    .map((one) => (
      <div key={one.refund_id} className="tk-note tk-tone-wait">
        <IconArrowBackUp size={18} aria-hidden />
        <p>
          {t('refund_open', { amount: rupiah(one.amount) })}{' '}
          <Link
            className="tk-link"
            to="/$workspace/refunds/$refund_id"
            params={{ workspace, refund_id: one.refund_id }}
          >
            {t('refund_see')}
          </Link>
        </p>
      </div>
    ));
}

/** Nothing where the merchant said nothing about what was bought. */
export function ItemsCard({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('payments');
  const { line_items: items, additional_info: more } = whole;
  const told = more !== null && more !== undefined;
  return (
    <>
      {items.length > 0 && (
        <Section title={t('items')} flush>
          <div className="tk-scroll" role="region" aria-label={t('item')} tabIndex={0}>
            <table className="tk-table tk-table-plain">
              <thead>
                <tr>
                  <th scope="col">{t('item')}</th>
                  <th scope="col" className="tk-right">
                    {t('quantity')}
                  </th>
                  <th scope="col" className="tk-right">
                    {t('price')}
                  </th>
                  <th scope="col" className="tk-right">
                    {t('total')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((item, place) => (
                  <tr key={place}>
                    <td>{item.name ?? '–'}</td>
                    <td className="tk-right">{item.quantity ?? '–'}</td>
                    <td className="tk-right">
                      <Money digits={item.price} />
                    </td>
                    <td className="tk-right">
                      <Money digits={lineTotal(item)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
      {told && (
        <Section title={t('additional')}>
          <JsonTree value={more} label={t('additional')} />
        </Section>
      )}
    </>
  );
}

function lineTotal({ price, quantity }: Whole['line_items'][number]): string | null {
  if (price === null || quantity === null) return null;
  return (BigInt(price) * BigInt(quantity)).toString();
}
