// What is asked for, as a person reads it who must decide: names, before and after, the evidence, and what approving does.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import { Difference } from '../../parts/difference.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { leafText } from '../../parts/differences.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { EVIDENCE_SOURCES } from '../../parts/evidence-fields.tsx';
import { Money } from '../../parts/money.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import type { Approval } from './approval.ts';
import { ROLES } from '../team/abilities.ts';
import { AccountLink } from './account-link.tsx';
import { AskedFee } from './asked-fee.tsx';
import { AskedTerms } from './asked-terms.tsx';
import { PaymentLink } from './payment-link.tsx';
import { SplitAsked } from './split-asked.tsx';

export function AskedFor({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  return (
    <Section title={t('what')}>
      <div className="tk-stack">
        <Words approval={approval} />
        {approval.state === 'pending' && <p className="tk-quiet">{t(`does.${approval.kind}`)}</p>}
      </div>
    </Section>
  );
}

/** A record over the kinds, so that a new one cannot be forgotten. */
const WORDS: Readonly<Record<Approval['kind'], (props: { approval: Approval }) => ReactNode>> = {
  refund: Refund,
  resolve_payment: Resolution,
  rotate_key: NewKey,
  notification_url: Url,
  bank_credentials: Credentials,
  exception: Exception,
  bank_account: BankAccount,
  split: SplitAsked,
  notification_hosts: Hosts,
  fees: AskedFee,
  settlement_terms: AskedTerms,
  four_eyes: FourEyes,
  team_invitation: Invitation,
  team_role: NewRole,
};

function Words({ approval }: { approval: Approval }): ReactNode {
  const Kind = WORDS[approval.kind];
  return <Kind approval={approval} />;
}

function Refund({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  return (
    <Facts
      of={[
        [t('names.amount'), <Money digits={textOf(asked['amount'])} weight="strong" />],
        [t('names.invoice_number'), leafText(asked['invoice_number'])],
        [t('names.bank'), bankName(leafText(asked['bank']))],
        [t('names.payment'), <PaymentLink approval={approval} />],
      ]}
    />
  );
}

function Resolution({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  return (
    <>
      <Facts
        of={[
          [
            t('names.state'),
            <span className="tk-together">
              <StateBadge of="payment" state="unclear" />→
              <StateBadge of="payment" state={textOf(asked['state']) ?? ''} />
            </span>,
          ],
          [t('names.amount'), <Money digits={textOf(asked['amount'])} weight="strong" />],
          [t('names.invoice_number'), leafText(asked['invoice_number'])],
          [t('names.payment'), <PaymentLink approval={approval} />],
        ]}
      />
      <Evidence approval={approval} />
    </>
  );
}

/** What of the bank was seen. */
function Evidence({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation(['approvals', 'parts']);
  const evidence = (approval.asked['evidence'] ?? {}) as Record<string, unknown>;
  const source = textOf(evidence['source']);
  const word = EVIDENCE_SOURCES.find((one) => one === source);
  return (
    <div>
      <h3 className="tk-small-title">{t('evidence')}</h3>
      <Facts
        of={[
          [t('names.source'), word === undefined ? source : t(`parts:evidence.sources.${word}`)],
          [t('names.reference'), leafText(evidence['reference'])],
          [t('names.day'), leafText(evidence['day'])],
          [
            t('names.note'),
            evidence['note'] === undefined ? undefined : leafText(evidence['note']),
          ],
        ]}
      />
    </div>
  );
}

const REASONS = ['missing_at_bank', 'missing_here', 'amount_differs', 'duplicate'] as const;
const RESOLUTIONS = [
  'bank_corrected',
  'payment_reversed',
  'refund_reversed',
  'owed_again',
  'booked_to_account',
  'returned_to_bank',
  'loss_borne',
  'loss_recovered',
  'matched_by_hand',
] as const;

function Exception({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  const reason = REASONS.find((one) => one === asked['reason']);
  const resolution = RESOLUTIONS.find((one) => one === asked['resolution']);
  const others = Array.isArray(asked['others']) ? asked['others'].map((one) => leafText(one)) : [];
  return (
    <>
      <Facts
        of={[
          [t('names.bank'), bankName(leafText(asked['bank']))],
          [t('names.day'), leafText(asked['day'])],
          [t('names.difference'), reason === undefined ? undefined : t(`reasons.${reason}`)],
          [
            t('names.open_difference'),
            <ExceptionLink key="own" approval={approval} exceptionId={approval.subject} />,
          ],
          [t('names.of_bank'), amountOf(asked['amount'])],
          [t('names.of_ours'), amountOf(asked['expected'])],
          [
            t('names.resolution'),
            resolution === undefined ? undefined : t(`resolutions.${resolution}`),
          ],
          [
            t('names.others'),
            others.length === 0 ? undefined : (
              <span className="tk-stack">
                {others.map((one) => (
                  <ExceptionLink key={one} approval={approval} exceptionId={one} />
                ))}
              </span>
            ),
          ],
          [
            t('names.subject'),
            typeof asked['subject_id'] === 'string' ? asked['subject_id'] : undefined,
          ],
        ]}
      />
      <Evidence approval={approval} />
    </>
  );
}

/** A difference of the same merchant, on its own page: the evidence of both sides stands there. */
function ExceptionLink(props: { approval: Approval; exceptionId: string }): ReactNode {
  const { approval, exceptionId } = props;
  const { workspace } = useWorkspace();
  return (
    <Link
      className="tk-link tk-mono"
      to="/$workspace/reconciliation/exceptions/$exception_id"
      params={{ workspace: approval.client_id ?? workspace, exception_id: exceptionId }}
    >
      {exceptionId.slice(-12)}
    </Link>
  );
}

function amountOf(value: unknown): ReactNode {
  const digits = textOf(value);
  return digits === null ? undefined : <Money digits={digits} weight="strong" />;
}

function NewKey({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const hours = approval.asked['overlap_hours'];
  return (
    <Facts
      of={[
        [
          t('names.old_key'),
          <span className="tk-mono">{leafText(approval.asked['newest_key_id'])}</span>,
        ],
        [
          t('names.overlap'),
          typeof hours === 'number' && hours > 0 ? t('hours', { count: hours }) : t('ends_at_once'),
        ],
      ]}
    />
  );
}

function Url({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  return (
    <>
      <Facts of={[[t('names.bank'), bankName(leafText(asked['bank']))]]} />
      <Difference
        before={{ url: asked['from'] }}
        after={{ url: asked['to'] }}
        nameWords={() => t('names.url')}
        valueWords={(_name, value) => (value === null ? t('none') : leafText(value))}
      />
    </>
  );
}

function Credentials({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  const url = asked['notification_url'];
  return (
    <>
      <Difference
        before={{ key: asked['from'] }}
        after={{ key: asked['to'] }}
        nameWords={() => t('names.key')}
      />
      <Facts
        of={[
          [t('names.bank'), bankName(leafText(asked['bank']))],
          [t('names.tested'), asked['tested'] === true ? t('yes') : t('no')],
          [t('names.url'), url === undefined ? undefined : leafText(url)],
        ]}
      />
    </>
  );
}

const WISHES = ['verify', 'make_default', 'close'] as const;

function BankAccount({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  const wish = WISHES.find((one) => one === asked['what']);
  const agree = asked['names_agree'];
  const former = asked['former_default'];
  return (
    <Facts
      of={[
        [t('names.wish'), wish === undefined ? leafText(asked['what']) : t(`wishes.${wish}`)],
        [t('names.account'), <AccountLink approval={approval} />],
        [t('names.bank'), `${leafText(asked['bank_name'])} (${leafText(asked['bank_code'])})`],
        [t('names.number_tail'), leafText(asked['number_tail'])],
        [t('names.names_agree'), agree === true ? t('yes') : t('no')],
        [
          t('names.former_default'),
          typeof former === 'string' ? <span className="tk-mono">{former}</span> : undefined,
        ],
      ]}
    />
  );
}

function Hosts({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { from, to } = approval.asked;
  const words = (value: unknown): string =>
    Array.isArray(value) && value.length > 0 ? value.join(', ') : t('any_host');
  return (
    <Difference
      before={{ hosts: words(from) }}
      after={{ hosts: words(to) }}
      nameWords={() => t('names.hosts')}
    />
  );
}

function Invitation({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  return (
    <Facts
      of={[
        [t('names.email'), leafText(asked['email'])],
        [t('names.role'), <RoleName role={asked['role']} />],
      ]}
    />
  );
}

function NewRole({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { name, email, from, to } = approval.asked;
  return (
    <>
      <Facts
        of={[
          [t('names.person'), leafText(name)],
          [t('names.email'), leafText(email)],
        ]}
      />
      <Difference
        before={{ role: from }}
        after={{ role: to }}
        nameWords={() => t('names.role')}
        valueWords={(_name, value) => <RoleName role={value} />}
      />
    </>
  );
}

function RoleName({ role }: { role: unknown }): ReactNode {
  const { t } = useTranslation('shell');
  const known = ROLES.find((one) => one === role);
  return known === undefined ? leafText(role) : t(`roles.${known}`);
}

const EYES = ['refund_above', 'keys', 'notification_url', 'bank_credentials', 'team'] as const;

function FourEyes({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { from, to } = approval.asked;
  return (
    <Difference
      before={from}
      after={to}
      nameWords={(name) => {
        const known = EYES.find((one) => one === name);
        return known === undefined ? name : t(`names.${known}`);
      }}
      valueWords={(name, value) => {
        if (typeof value === 'boolean') return value ? t('yes') : t('no');
        if (name === 'refund_above' && value === null) return t('no_limit');
        return name === 'refund_above' ? <Money digits={textOf(value)} /> : leafText(value);
      }}
    />
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
