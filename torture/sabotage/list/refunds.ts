// Bugs on the way back of the money.
import type { Sabotage } from '../types.ts';

const SEND = 'refunds/send.ts';

const UNCLEAR = `    case 'unclear':
      return { ...base, event: 'bank_unclear', change: {} };`;

export const REFUND_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'refund-sum-not-checked',
    title: 'The sum of refunds is not checked',
    says: 'More is promised back than was paid; only the bank says no.',
    statements: 'alter table payments drop constraint payments_check;',
    sql: [
      {
        file: 'refunds/refunded.sql',
        find: 'and p.refunded + change between 0 and least(p.amount, most);',
        replace: ';',
      },
    ],
    catches: ['M6'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'refunds-in-flight-ignored',
    title: 'The refund sum ignores what is in flight',
    says: 'Only refunds that have succeeded count, so that two at once may take more than there is.',
    statements: 'alter table payments drop constraint payments_check;',
    sql: [
      {
        file: 'refunds/begin.sql',
        find: 'elsif not change_refunded(asked.merchant_id, asked.payment_id, asked.amount, asked.most) then',
        replace: `elsif asked.amount > (
      select p.amount - coalesce((select sum(r.amount) from refunds r
               where r.merchant_id = p.merchant_id and r.payment_id = p.payment_id and r.state = 'succeeded'), 0)
        from payments p where p.merchant_id = asked.merchant_id and p.payment_id = asked.payment_id) then`,
      },
      {
        file: 'refunds/finish.sql',
        find: 'if not given_back then',
        replace: 'if false then',
      },
    ],
    catches: ['M6'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'refund-retried-under-a-new-reference',
    title: 'A refund is sent again under a new reference',
    says: 'After an unclear answer the money goes back twice.',
    patches: [
      {
        file: SEND,
        find: `return outcome.kind === 'not_sent' ? await send() : outcome;`,
        replace: `if (outcome.kind !== 'unclear' && outcome.kind !== 'not_sent') return outcome;
  return await bank.refund(connectionOf(merchant, bank.slug), {
    reference: referenceOf(payment.paymentId),
    bankPaymentId: payment.bankPaymentId,
    refundReference: referenceOf(crypto.randomUUID()),
    amount: refund.amount,
  });`,
      },
    ],
    catches: ['M11', 'M14'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'unclear-refund-is-a-no',
    title: 'A refund without an answer is FAILED',
    says: 'The bank has given the money back; the merchant hears FAILED and may ask again.',
    patches: [
      {
        file: SEND,
        find: UNCLEAR,
        replace: `    case 'unclear':
      return { ...base, event: 'bank_declined', change: { reason: 'bank_refused' } };`,
      },
    ],
    catches: ['S9'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'unclear-refund-is-a-yes',
    title: 'A refund without an answer is SUCCESS',
    says: 'The merchant tells its customer that the money is on its way; the bank knows nothing of it.',
    patches: [
      {
        file: SEND,
        find: UNCLEAR,
        replace: `    case 'unclear':
      return { ...base, event: 'bank_refunded', change: { bankRefundId: '' } };`,
      },
    ],
    catches: ['M11', 'M14', 'S9'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'failed-refund-keeps-its-amount',
    title: 'A failed refund keeps its amount',
    says: 'What the bank refused to give back can never be refunded again.',
    sql: [
      {
        file: 'refunds/finish.sql',
        find: `where i.won and i.fresh and r.state = 'failed' and r.kind = 'merchant'`,
        replace: `where i.won and i.fresh and r.state = 'failed' and r.kind = 'other'`,
      },
    ],
    catches: ['M6'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'suspense-skipped',
    title: 'Late money does not go through suspense',
    says: 'It is noted and given back, and the ledger has only the way out.',
    sql: [
      {
        file: 'payments/late.sql',
        find: `  perform post_journals(lane, at, array[merchant], array['suspenseIn'], array[payment], array[1], array[debit],
                        array[credit], array[note_late_money.amount]);
`,
        replace: '',
      },
    ],
    catches: ['M12'],
    drive: 'late debit',
    budgetSeconds: 90,
  },
];
