// What breaks the money: ledger, bank and answers disagree.
import {
  answer,
  asksStatus,
  bank,
  creates,
  isOf,
  pay,
  question,
  swap,
  told,
  type Corruption,
} from './spoil.ts';

export const MONEY: readonly Corruption[] = [
  ['a transfer is gone', 'M1', (c) => c.sql('delete from ledger_transfers where journal_no = 1')],
  [
    'one side of an account is changed',
    'M2',
    (c) => c.sql(`update ledger_accounts set debits = debits + 1 where account like 'bank%'`),
  ],
  [
    'a balance is not the sum of its transfers',
    'M3',
    (c) => c.sql('update ledger_accounts set debits = debits + 5, credits = credits + 5'),
  ],
  [
    'an amount in the ledger is changed in place',
    'M4',
    (c) => c.sql('update ledger_transfers set amount = amount + 1 where journal_no = 1'),
  ],
  [
    'a journal is gone from the middle',
    'M4',
    (c) =>
      c.sql(`delete from ledger_transfers where journal_no = 2;
             delete from ledger_journals where journal_no = 2`),
  ],
  [
    'a head is moved back',
    'M4',
    (c) => c.sql('update ledger_heads set journal_no = journal_no - 1'),
  ],
  [
    'a payment is of nothing',
    'M5',
    (c, n) =>
      c.sql(`do $$ declare r record; begin for r in select conname from pg_constraint
               where conrelid = 'payments'::regclass and contype = 'c' loop
               execute format('alter table payments drop constraint %I', r.conname); end loop; end $$;
             update payments set amount = 0 where request_id = '${n.paid}'`),
  ],
  [
    'more is given back than was taken',
    'M6',
    (c, n) => c.sql(`update refunds set amount = 100000 where request_id = '${n.refund}'`),
  ],
  [
    'a payment forgets what it gave back',
    'M6',
    (c, n) => c.sql(`update payments set refunded = 0 where request_id = '${n.paid}'`),
  ],
  ['the bank debits twice', 'M7', bank((r) => (r.kind === 'debited' ? [r, r] : r))],
  [
    'the bank debits one Request-Id under two references',
    'M7',
    (c, n) =>
      c.sql(`update payments set request_id = '${n.paid}' where request_id = '${n.timedOut}'`),
  ],
  ['a success that was never debited', 'M8', bank((r) => (r.kind === 'debited' ? undefined : r))],
  [
    'the bank has a payment that we do not know',
    'M8',
    bank((r) =>
      r.kind === 'payment_opened'
        ? [r, { ...r, reference: `9${r.reference.slice(1)}`, partnerReference: `x${r.reference}` }]
        : r,
    ),
  ],
  ['a case of late money is lost', 'M9', (c) => c.sql('delete from late_money')],
  [
    'the bank was asked for another amount',
    'M10',
    bank((r) => (r.kind === 'payment_opened' ? { ...r, amount: '90001' } : r)),
  ],
  [
    'the answer names another amount',
    'M10',
    answer(creates, swap('"amount":90000', '"amount":90001')),
  ],
  [
    'the notification names another amount',
    'M10',
    told(isOf('payment.failed'), (line) => ({
      ...line,
      body: line.body.replace('"amount":90000', '"amount":90001'),
    })),
  ],
  [
    'a status names another amount',
    'M10',
    answer(asksStatus('late'), swap('"amount":90000', '"amount":90001')),
  ],
  [
    'a refund names another amount',
    'M10',
    answer(
      (call, n) => call.requestId === n.refund && call.call === 'payment-refund',
      swap('"amount":40000', '"amount":40001'),
    ),
  ],
  [
    'items that do not come to the amount are accepted',
    'M10',
    question(creates, (call) => ({ ...call, body: call.body.replace('45000', '45001') })),
  ],
  [
    'the bank gives back more than it took',
    'M6',
    bank((r) => (r.kind === 'refunded' ? { ...r, amount: '90001' } : r)),
  ],
  ['the bank gives back twice', 'M11', bank((r) => (r.kind === 'refunded' ? [r, r] : r))],
  [
    'a refund that the bank never made',
    'M11',
    bank((r) => (r.kind === 'refunded' ? undefined : r)),
  ],
  ['late money of another amount', 'M12', (c) => c.sql('update late_money set amount = 1')],
  [
    'late money that stays in suspense',
    'M13',
    (c) => c.sql(`update refunds set state = 'unclear', due_at = now() where kind = 'late'`),
  ],
  [
    'a success is not booked',
    'M14',
    (c, n) =>
      c.sql(`delete from ledger_transfers t using ledger_journals j where j.merchant_id = t.merchant_id
                and j.journal_no = t.journal_no and j.subject_id = ${pay(n.timedOut)}`),
  ],
  [
    'a movement of no template',
    'M15',
    (c, n) =>
      c.sql(`update ledger_journals set template = 'suspenseIn'
              where template = 'paymentSucceeded' and subject_id = ${pay(n.paid)}`),
  ],
];
