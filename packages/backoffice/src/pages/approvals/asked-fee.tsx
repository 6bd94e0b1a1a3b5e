// A change of fees as who decides it reads it: the terms before and after, the day, and what payments cost by each.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/detail-page.tsx';
import { Difference } from '../../parts/difference.tsx';
import { leafText } from '../../parts/differences.ts';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { BeforeAfter } from '../fees/before-after.tsx';
import { useSentence } from '../fees/sentence.ts';
import type { Terms } from '../fees/terms.ts';
import type { Approval } from './approval.ts';

/** What rests with the request; the gateway wrote it. */
interface Asked {
  what: 'add' | 'withdraw';
  valid_from: string;
  terms: Terms;
  before: Terms | null;
  costs: { amount: string; before: string; after: string }[];
}

export function AskedFee({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation(['approvals', 'fees']);
  const sentence = useSentence();
  const asked = approval.asked as unknown as Asked;
  const other = asked.before === null ? t('fees:none') : sentence(asked.before);
  const own = sentence(asked.terms);
  const adds = asked.what === 'add';
  return (
    <>
      <Facts
        of={[
          [
            t('approvals:names.wish'),
            t(adds ? 'approvals:names.fee_add' : 'approvals:names.fee_withdraw'),
          ],
          [t('approvals:names.bank'), bankName(leafText(approval.asked['bank']))],
          [t('approvals:names.valid_from'), <Time at={asked.valid_from} as="full" />],
        ]}
      />
      <Difference
        before={{ fee: adds ? other : own }}
        after={{ fee: adds ? own : other }}
        nameWords={() => t('approvals:names.fee')}
      />
      <BeforeAfter rows={asked.costs} />
    </>
  );
}
