// Every check finds what it is there for: rows spoilt by hand in books that held, at once by what is new, and by a full look.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECK_NAMES } from '../src/checks/catalogue.ts';
import { checkBooks, runChecks } from '../src/checks/check.ts';
import {
  finders,
  rolledBack,
  startWorldOfEverything,
  type Everything,
} from './books-of-everything.ts';
import type { FaultyWorld } from './faulty-world.ts';
import type { World } from './world.ts';

let faulty: FaultyWorld;
let world: World;
let happened: Everything;

beforeAll(async () => {
  ({ faulty, happened } = await startWorldOfEverything((empty) =>
    runChecks(empty.db, empty.clock, { isWorker: true }),
  ));
  ({ world } = faulty);
});

afterAll(() => world.close());

const posted = (
  template: string,
  credit: string,
  debit = 'bank_receivable:cimb',
  subject = 'gen_random_uuid()',
) => `select post_journals(:merchant, now(), array[:merchant], array['${template}'], array[${subject}],
                array[1], array['${debit}'], array['${credit}'], array[7])`;
const ofPaid = (template: string, debit: string, credit: string) =>
  posted(template, credit, debit, ':paid');

/** What is done to the books, and which checks must find it: `:name` stands for an id of {@link Everything}. */
type Spoilt = readonly [what: string, by: readonly string[], statements: readonly string[]];

const SPOILT: readonly Spoilt[] = [
  [
    'a balance that is not the sum of its transfers',
    ['balances'],
    [
      `update ledger_accounts set debits = debits + 1, credits = credits + 1
        where merchant_id = :merchant and account = 'merchant_payable'`,
    ],
  ],
  [
    'a balance on one side alone',
    ['balances'],
    [
      `update ledger_accounts set credits = credits + 1
        where merchant_id = :merchant and account = 'merchant_payable'`,
    ],
  ],
  [
    'an account that is gone',
    ['balances'],
    [`delete from ledger_accounts where merchant_id = :merchant and account = 'merchant_payable'`],
  ],
  [
    'an hour of which another sum is kept',
    ['sums'],
    [
      `update ledger_sums set debits = debits + 1 where merchant_id = :merchant and span = 'hour'
          and account = 'merchant_payable' and template = 'refundRequested'`,
    ],
  ],
  [
    'an hour of which nothing is kept of one account',
    ['sums'],
    [
      `delete from ledger_sums where merchant_id = :merchant and span = 'hour' and account = 'fee_revenue'
          or merchant_id = :merchant and span = 'hour' and account = 'refund_in_transit'`,
    ],
  ],
  [
    'an hour of which nothing at all is kept',
    ['sums'],
    [`delete from ledger_sums where merchant_id = :merchant and span = 'hour'`],
  ],
  [
    'an hour whose journals are looked for too late in the chain',
    ['sums'],
    [
      `update ledger_sums set first_no = last_no where merchant_id = :merchant and span = 'hour' and first_no < last_no`,
    ],
  ],
  [
    'a sum of an hour in which nothing was booked',
    ['sums'],
    [
      `insert into ledger_sums (merchant_id, account, span, at, template, journals, debits, credits, first_no, last_no)
       select merchant_id, account, k.span, date_trunc('day', at, 'Asia/Jakarta') - interval '9 days', 'lossBorne', 1, 7, 0, 1, 1
         from (select * from ledger_sums where merchant_id = :merchant limit 1) s
        cross join (values ('hour'), ('day')) as k (span)`,
    ],
  ],
  [
    'a day that is not the sum of its hours',
    ['sums'],
    [
      `update ledger_sums set credits = credits + 1, journals = journals + 1
        where merchant_id = :merchant and span = 'day' and account = 'merchant_payable'`,
    ],
  ],
  [
    'a day of which nothing is kept',
    ['sums'],
    [`delete from ledger_sums where merchant_id = :merchant and span = 'day'`],
  ],
  [
    'journals that are called summed and are not there',
    ['sums'],
    [`update ledger_marks set journal_no = journal_no + 5 where merchant_id = :merchant`],
  ],
  [
    'an entry of the audit that was changed',
    ['audit'],
    [
      `update audit_entries set after = '{"amount":"2"}' where merchant_id = :merchant and entry_no = 1`,
    ],
  ],
  [
    'an entry of the audit that is gone',
    ['audit'],
    [`delete from audit_entries where merchant_id = :merchant and entry_no = 2`],
  ],
  ['a journal of an unknown template', ['journals'], [posted('madeUp', 'merchant_payable')]],
  ['a journal for nothing', ['journals'], [posted('paymentSucceeded', 'merchant_payable')]],
  [
    'a journal without lines',
    ['balances', 'sums', 'journals', 'chain', 'payments'],
    [
      `delete from ledger_transfers t using ledger_journals j
        where j.merchant_id = t.merchant_id and j.journal_no = t.journal_no and j.subject_id = :paid`,
    ],
  ],
  [
    'a journal between other accounts',
    ['balances', 'sums', 'journals', 'chain'],
    [
      `update ledger_transfers t set credit = 'suspicious' from ledger_journals j
        where j.merchant_id = t.merchant_id and j.journal_no = t.journal_no and j.subject_id = :paid`,
    ],
  ],
  [
    'a journal that was dated back',
    ['sums', 'chain'],
    [`update ledger_journals set made_at = made_at - interval '1 day' where subject_id = :paid`],
  ],
  [
    'a head that says another hash',
    ['chain'],
    [`update ledger_heads set hash = sha256('x') where merchant_id = :merchant`],
  ],
  [
    'a payment of another amount than was booked',
    ['payments', 'settlement'],
    [`update payments set amount = amount + 1 where payment_id = :paid`],
  ],
  [
    'a fee that was never booked',
    ['fees', 'settlement'],
    [`update payments set fee = 7 where payment_id = :paid`],
  ],
  [
    'a fee of a payment that has none',
    ['fees'],
    [ofPaid('feeCharged', 'merchant_payable', 'fee_revenue')],
  ],
  [
    'a fee into another account',
    ['journals', 'fees'],
    [ofPaid('feeCharged', 'merchant_payable', 'fee_revenues')],
  ],
  [
    'a split of another net',
    ['splits'],
    [
      `update payments set splits = '{"net":"1","lines":[{"account":"SBA-1","type":"FIX","value":"1","amount":"1"}]}'
        where payment_id = :paid`,
    ],
  ],
  [
    'a split of more than the net',
    ['splits'],
    [
      `update payments set splits = jsonb_build_object('net', amount::text, 'lines', jsonb_build_array(jsonb_build_object(
         'account', 'SBA-1', 'type', 'FIX', 'value', (amount + 1)::text, 'amount', (amount + 1)::text)))
        where payment_id = :paid`,
    ],
  ],
  [
    'a line of a split that is not what its rule says',
    ['splits'],
    [
      `update payments set splits = jsonb_build_object('net', amount::text, 'lines', jsonb_build_array(jsonb_build_object(
         'account', 'SBA-1', 'type', 'PERCENTAGE', 'value', '10', 'amount', (amount / 10 + 1)::text)))
        where payment_id = :paid`,
    ],
  ],
  [
    'a split that is none',
    ['splits'],
    [`update payments set splits = '{"net":"1"}' where payment_id = :paid`],
  ],
  [
    'a refund in transit that nobody asked for',
    ['journals', 'refund_in_transit'],
    [posted('refundRequested', 'refund_in_transit', 'merchant_payable')],
  ],
  [
    'a refund that was decided and is still in transit',
    ['balances', 'sums', 'chain', 'refunds', 'refund_in_transit'],
    [
      `delete from ledger_transfers t using ledger_journals j
        where j.merchant_id = t.merchant_id and j.journal_no = t.journal_no and j.subject_id = :refund
          and j.template = 'refundSucceeded'`,
      `delete from ledger_journals where subject_id = :refund and template = 'refundSucceeded'`,
      `update ledger_accounts set debits = debits - 25000
        where merchant_id = :merchant and account = 'refund_in_transit'`,
    ],
  ],
  [
    "a refund that succeeded and is the merchant's again",
    ['journals', 'refunds', 'refund_in_transit'],
    [posted('refundFailed', 'merchant_payable', 'refund_in_transit', ':refund')],
  ],
  [
    'a payment that says it gave back more',
    ['refunded'],
    [`update payments set refunded = refunded + 1 where payment_id = :paid`],
  ],
  [
    'a refund of another amount than was booked',
    ['refunds'],
    [
      `update refunds set amount = amount - 1 where refund_id = :refund`,
      `update payments set refunded = refunded - 1 where payment_id = :refunded`,
    ],
  ],
  [
    'a payment that no statement of its day shows, and no exception speaks of',
    ['receivable'],
    [
      `insert into statements (statement_id, bank, day, sha256, state, imported_by, imported_at, matched_at, judged_at)
       select gen_random_uuid(), 'cimb', (j.made_at at time zone 'Asia/Jakarta')::date, sha256('x'), 'matched', 'test',
              now(), now(), now()
         from ledger_journals j where j.subject_id = :paid and j.template = 'paymentSucceeded'`,
    ],
  ],
  [
    'a chunk of lines that there are not',
    ['receivable'],
    [
      `insert into reconciled_chunks (merchant_id, chunk_id, statement_id, bank, day, taken, given_back, made_at)
       values (:merchant, gen_random_uuid(), gen_random_uuid(), 'cimb', current_date, 5, 0, now())`,
    ],
  ],
  [
    'an exception that has put nothing into suspense',
    ['suspense', 'receivable'],
    [
      `insert into exceptions (merchant_id, exception_id, bank, day, reason, type, statement_id, line_no, amount, booked,
                               opened_at)
       values (:merchant, gen_random_uuid(), 'cimb', current_date, 'missing_here', 'debit', gen_random_uuid(), 2, 5, 5,
               now())`,
    ],
  ],
  [
    'a head that was sealed and is another now',
    ['receivable'],
    [
      `insert into closed_heads (merchant_id, bank, day, journal_no, hash)
       values (:merchant, 'cimb', current_date, 1, sha256('x'))`,
    ],
  ],
  [
    'an exception that nobody has approved to be resolved',
    ['receivable'],
    [
      `insert into exceptions (merchant_id, exception_id, bank, day, reason, state, type, subject_kind, subject_id, expected,
                               booked, opened_at, resolved_at, resolution, asked_by, approved_by, approval_id)
       values (:merchant, gen_random_uuid(), 'cimb', current_date, 'missing_at_bank', 'resolved', 'debit', 'payment',
               :paid, 90000, 0, now(), now(), 'loss_borne', gen_random_uuid(), gen_random_uuid(), gen_random_uuid())`,
    ],
  ],
  [
    'late money of another amount than its payment',
    ['late_money'],
    [`update payments set amount = amount + 1 where payment_id = :late`],
  ],
  [
    'late money whose refund is unknown',
    ['refunds', 'late_money', 'suspense'],
    [`update late_money set refund_id = gen_random_uuid() where payment_id = :late`],
  ],
  [
    'money in suspense without a case',
    ['journals', 'suspense'],
    [posted('suspenseIn', 'suspense')],
  ],
  ...['payment', 'refund', 'token'].map((noun): Spoilt => [
    `a ${noun} with a version too many`,
    ['events'],
    [
      `update ${noun}s set version = version + 1
          where ${noun}_id = ${noun === 'payment' ? ':paid' : `:${noun}`}`,
    ],
  ]),
  [
    'an event before the one that it follows',
    ['events'],
    [
      `update payment_events set at = at - interval '5 minutes'
        where payment_id = :withOtp and event = 'bank_paid'`,
    ],
  ],
  [
    'an event that is gone from the middle',
    ['events', 'moves'],
    [`delete from payment_events where payment_id = :withOtp and event = 'otp_required'`],
  ],
  [
    'a move of a payment along no edge',
    ['moves'],
    [
      `update payment_events set event = 'otp_resent'
        where payment_id = :withOtp and event = 'otp_required'`,
    ],
  ],
  [
    'a payment that came to be in the middle',
    ['moves'],
    [`update payment_events set event = 'begun' where payment_id = :paid and version = 1`],
  ],
  [
    'a move after a final state',
    ['moves'],
    [
      `insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
       select merchant_id, payment_id, version + 1, gen_random_uuid(), 'bank_paid', 'succeeded', 'bank', evidence, at
         from payment_events where payment_id = :paid and event = 'bank_paid'`,
      `update payments set version = version + 1 where payment_id = :paid`,
    ],
  ],
  [
    'a move of a refund along no edge',
    ['moves'],
    [`update refund_events set event = 'sent_again' where refund_id = :refund and version = 2`],
  ],
  [
    'a move of a token along no edge',
    ['moves'],
    [`update token_events set event = 'unbound' where token_id = :token and event = 'bound'`],
  ],
  ...[
    ['nothing', 'null'],
    ['silence', `'{"http":null,"code":null}'`],
    ['504', `'{"http":504,"code":"5045400"}'`],
    ['202', `'{"http":202,"code":"2025400"}'`],
    ['409', `'{"http":409,"code":"4095400"}'`],
  ].flatMap(([name, evidence]): Spoilt[] =>
    [
      ['success', ':paid', 'bank_paid'],
      ['failure', ':late', 'bank_declined'],
    ].map(([end, id, event]) => [
      `a ${end} on ${name}`,
      ['evidence'],
      [
        `update payment_events set evidence = ${evidence}
          where payment_id = ${id} and event = '${event}'`,
      ],
    ]),
  ),
  [
    'a payment that was called unsent after an answer',
    ['moves', 'evidence'],
    [
      `update payment_events set event = 'not_sent', evidence = '{"http":504,"code":null,"operation":"pay"}'
        where payment_id = :late and event = 'bank_declined'`,
      `update payment_events set state = 'created' where payment_id = :late and event = 'bank_unclear'`,
    ],
  ],
  [
    'a refund on silence',
    ['evidence'],
    [
      `update refund_events set evidence = '{"http":null,"code":null}'
        where refund_id = :refund and event = 'bank_refunded'`,
    ],
  ],
  [
    'an account bound on silence',
    ['evidence'],
    [`update token_events set evidence = null where token_id = :token and event = 'bound'`],
  ],
  [
    'a payment before its token was active',
    ['token_use'],
    [
      `update token_events set at = at + interval '1 year' where token_id = :token and event = 'bound'`,
    ],
  ],
  [
    "a payment with another customer's token",
    ['token_use'],
    [`update payments set customer_key = sha256('x') where payment_id = :paid`],
  ],
  [
    'an OTP that was not counted',
    ['otp'],
    [`update payments set otp_tries = 0 where payment_id = :withOtp`],
  ],
  ['a Request-Id that is free again', ['claims'], [`delete from requests where claim_id = :paid`]],
  [
    'a Request-Id that will be forgotten',
    ['claims'],
    [`update requests set keep_until = now() where claim_id = :paid`],
  ],
  [
    "a refund's Request-Id that is another's",
    ['claims'],
    [`update requests set claim_id = gen_random_uuid() where claim_id = :refund`],
  ],
  [
    'a notification that vanished',
    ['notifications'],
    [
      `delete from notification_attempts where notification_id in
         (select notification_id from notifications where subject_id = :paid)`,
      `delete from notifications where subject_id = :paid`,
    ],
  ],
  [
    'a payment of which nobody was told',
    ['notifications'],
    [
      `delete from notification_attempts where notification_id in
         (select notification_id from notifications where subject_id = :paid)`,
      `delete from notifications where subject_id = :paid`,
      `update payments set notified = 0, notification_url = 'https://shop.example/n'
        where payment_id = :paid`,
    ],
  ],
  [
    'a number left out',
    ['notifications'],
    [`update notifications set sequence = 2 where subject_id = :paid`],
  ],
  [
    'a notification of what never was',
    ['outbox'],
    [`update notifications set type = 'payment.expired' where subject_id = :paid`],
  ],
  [
    'a delivery that was not acknowledged',
    ['outbox'],
    [
      `update notification_attempts set status = 302 where notification_id in
         (select notification_id from notifications where subject_id = :paid)`,
    ],
  ],
  [
    'an attempt that vanished',
    ['outbox'],
    [`update notifications set attempts = 2 where subject_id = :paid`],
  ],
  [
    'a line that gives an account more',
    ['settlement'],
    [`update settlement_lines set amount = amount + 1 where item_id = :paid`],
  ],
  [
    'an item in a batch without its lines',
    ['settlement'],
    [`delete from settlement_lines where item_id = :paid`],
  ],
  [
    'an item of another fee than its payment',
    ['settlement'],
    [`update settlement_items set fee = fee + 1 where item_id = :paid`],
  ],
  [
    'a batch that gives an account more than it has booked',
    ['settlement'],
    [`update settlement_shares set amount = amount + 1 where batch_id = :batch`],
  ],
  [
    'a batch that was booked and is open again',
    ['journals', 'settlement'],
    [
      `update settlement_batches set state = 'collecting', booked_at = null, began_at = now() where batch_id = :batch`,
    ],
  ],
  [
    'a payout that was never booked as paid',
    ['payouts'],
    [`update payouts set state = 'paid', file_id = gen_random_uuid() where payout_id = :payout`],
  ],
  [
    'a payout of another amount than was ordered',
    ['settlement', 'payouts'],
    [`update payouts set amount = amount + 1 where payout_id = :payout`],
  ],
  [
    'a bank account that was moved by hand',
    ['bank_accounts'],
    [`update bank_accounts set version = version + 1 where merchant_id = :merchant`],
  ],
  [
    'a bank account that was verified before a bank has named it',
    ['bank_accounts'],
    [
      `delete from bank_account_events where merchant_id = :merchant and event = 'named'`,
      `update bank_account_events set version = 2 where merchant_id = :merchant and event = 'verified'`,
      `update bank_accounts set version = 2 where merchant_id = :merchant`,
    ],
  ],
  [
    'a bank account that one person verified alone',
    ['bank_accounts'],
    [
      `update bank_account_events set operator_id = gen_random_uuid() where merchant_id = :merchant and event = 'verified'`,
    ],
  ],
  [
    'a bank account that was verified by a request that there never was',
    ['bank_accounts'],
    [
      `update bank_account_events set operator_id = gen_random_uuid(), approval_id = gen_random_uuid()
        where merchant_id = :merchant and event = 'verified'`,
    ],
  ],
  [
    'a bank account that was verified by a request about another one',
    ['bank_accounts'],
    [
      `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at,
         decided_by, decided_at)
       select :merchant, :paid, 'bank_account', 'done', 'SBA-0001-000000001', '{"what":"verify"}', 'x', :refund, now(),
              now(), :late, now()`,
      `update bank_account_events set operator_id = :late, approval_id = :paid
        where merchant_id = :merchant and event = 'verified'`,
    ],
  ],
  [
    'two default accounts, one of them not verified',
    ['bank_accounts', 'rules'],
    [
      `drop index bank_accounts_default`,
      `alter table bank_accounts drop constraint bank_accounts_check`,
      `insert into bank_accounts (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, number_key,
         is_default, created_at)
       values (:merchant, 'SBA-0001-000000002', '014', 'BCA', 'x', '0002', 'x', true, now())`,
      `insert into bank_account_events (merchant_id, account_id, version, event, status, is_default, at)
       values (:merchant, 'SBA-0001-000000002', 1, 'added', 'new', true, now())`,
    ],
  ],
  [
    'a payout to an account that nobody has verified',
    ['settlement', 'bank_accounts'],
    [`update payouts set account = 'SBA-0001-000000404' where payout_id = :payout`],
  ],
  [
    'a payout to an account that was verified only afterwards',
    ['bank_accounts'],
    [
      `update bank_account_events set at = at + interval '1 hour' where merchant_id = :merchant and event = 'verified'`,
    ],
  ],
  ['an index that is gone', ['rules'], [`drop index payments_invoice`]],
  [
    'a bound that is gone',
    ['rules'],
    [`alter table payments drop constraint payments_otp_tries_check`],
  ],
  [
    'a bound that holds for new rows alone',
    ['rules'],
    [
      `alter table payments drop constraint payments_otp_tries_check`,
      `alter table payments add check (otp_tries >= 0 and otp_tries <= 3) not valid`,
    ],
  ],
];

test('nothing is found where nothing was spoilt', async () => {
  expect(await checkBooks(world.db)).toEqual([]);
  expect(await finders(world, world.db, { remember: false })).toEqual([]);
});

describe('found by what is new, and by a full look:', () => {
  test.each(SPOILT)('%s', async (_what, by, statements) => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      for (const text of statements) {
        const { rowCount, command } = await client.query(named(text));
        if (command !== 'ALTER' && command !== 'DROP') expect(rowCount).toBeGreaterThan(0);
      }
      const fresh = await finders(world, db, { remember: false });
      return { fresh, full: await finders(world, db, { full: true, remember: false }) };
    });
    expect(found).toEqual({ fresh: by, full: by });
  });

  test('every check has something above that it finds, but `due`, which has its own', () => {
    const covered = new Set(SPOILT.flatMap(([, by]) => by));
    expect(CHECK_NAMES.filter((name) => !covered.has(name))).toEqual(['due']);
  });
});

describe('what is due and passed by', () => {
  const overdue = (noun: 'payment' | 'refund' | 'token', id: keyof Everything) =>
    `update ${noun}s set due_at = to_timestamp(:past), lease_until = null where ${noun}_id = :${id}`;

  test.each([
    ['payment', overdue('payment', 'paid')],
    ['refund', overdue('refund', 'refund')],
    ['token', overdue('token', 'token')],
    [
      'late money',
      `update late_money set refund_id = null, due_at = to_timestamp(:past) where payment_id = :late`,
    ],
  ])('%s: found when a worker has looked since and ten minutes are over', async (_noun, text) => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      const past = (world.clock.now() - 3 * 3_600_000) / 1000;
      await client.query(named(text).replaceAll(':past', `${past}`));
      const only = ['due'];
      const unseen = await finders(world, db, { only });
      await finders(world, db, { only, isWorker: true });
      const justSeen = await finders(world, db, { only });
      await client.query(`update check_marks set looked_at = now() - interval '1 hour'`);
      const passedBy = await finders(world, db, { only, isWorker: true });
      const still = await finders(world, db, { only, isWorker: true });
      return { unseen, justSeen, passedBy, still };
    });
    expect(found).toEqual({ unseen: [], justSeen: [], passedBy: ['due'], still: ['due'] });
  });

  test('what somebody works on, or became due since, is not', async () => {
    const found = await rolledBack(world.databaseUrl, async (db, client) => {
      const now = world.clock.now() / 1000;
      await client.query(
        named(`update payments set due_at = to_timestamp(${now - 7200}), lease_until = to_timestamp(${now})
                where payment_id = :paid`),
      );
      await client.query(
        named(
          `update payments set due_at = to_timestamp(${now - 1800}) where payment_id = :withOtp`,
        ),
      );
      await finders(world, db, { only: ['due'], isWorker: true });
      await client.query(`update check_marks set looked_at = now() - interval '1 hour'`);
      return await finders(world, db, { only: ['due'] });
    });
    expect(found).toEqual([]);
  });
});

function named(text: string): string {
  return text.replaceAll(/:(\w+)/g, (whole, name: string) => {
    const id = (happened as unknown as Record<string, string>)[name];
    return id === undefined ? whole : `'${id}'::uuid`;
  });
}
