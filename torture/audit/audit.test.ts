// The auditor on an honest history, and on spoilt copies of it: each corruption is found under its own number.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asked, ClientLine, Heard, ReceiverLine } from '../logs.ts';
import { audit } from './audit.ts';
import { honestHistory, type Copy, type History, type Names } from './tests/honest-history.ts';

let history: History;

beforeAll(async () => {
  history = await honestHistory();
});

afterAll(() => history.close());

/** All that this history has a subject for. */
const LOOKED =
  'M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 M12 M13 M14 M15 S1 S2 S3 S4 S6 S7 S8 S9 ' +
  'I1 I2 I3 I5 I6 I7 I8 I9 I10 O1 O2 O3 O4 O5 O6 O7 T1 T2 T4 T5 N1 N2 N3 N4 N5 N7 N9 X1 X2';

describe('an honest history', () => {
  test('breaks nothing, and every invariant had something to look at', async () => {
    const { evidence } = history.copy();
    const { violations, figures, looked } = await audit(evidence);
    expect(violations).toEqual([]);
    expect(Object.keys(looked)).toEqual(expect.arrayContaining(LOOKED.split(' ')));
    expect(figures).toMatchObject({
      paymentsAttempted: 10,
      paymentsSucceeded: 5,
      refundsAttempted: 2,
      callsLost: 1,
      lost: 0,
      doubleDebits: 0,
      driftRupiah: 0n,
      contradictions: 0,
      unknown: 3,
      unknownResolved: 3,
      unknownGuessed: 0,
      notificationsOwed: 9,
      notificationsDelivered: 9,
      notificationsRepeated: 1,
      canariesFound: 0,
    });
    expect(figures.unknownLongestMs, `the one that was not found`).toBeGreaterThan(16 * 60_000);
  });

  test('is not judged by what is still to come before it has come to rest', async () => {
    const copy = history.copy();
    copy.sql(`update tokens set state = 'deleting', due_at = now(), version = version - 1 where state = 'deleted';
                    delete from token_events where state = 'deleted';
                    update tokens t set last_move = e.move_id from token_events e
                     where e.token_id = t.token_id and e.version = t.version`);
    copy.rewrite<any[]>('bankJournal', (records) => {
      const [opened] = records;
      if (opened.kind !== 'payment_opened') return [records];
      return [
        records,
        [{ ...opened, reference: 'later', partnerReference: `ahead of us ${opened.reference}` }],
      ];
    });
    const before = await copy.audit({ atRest: false });
    const after = await copy.audit();
    expect(before.violations).toEqual([]);
    expect(new Set(after.violations.map((one) => one.invariant))).toEqual(new Set(['S7', 'M8']));
  });
});

type Spoil = (copy: Copy, names: Names) => void;

/** The payment of a Request-Id, as SQL. */
const pay = (requestId: string): string =>
  `(select payment_id from payments where request_id = '${requestId}')`;

/** Changes the records of the bank's journal one by one. */
function bank(change: (record: any) => any): Spoil {
  return (copy) =>
    copy.rewrite<any[]>('bankJournal', (records) => [records.flatMap((one) => change(one) ?? [])]);
}

/** Changes the first notification line that fits. */
function told(
  fits: (body: any, line: ReceiverLine) => boolean,
  change: (line: ReceiverLine) => ReceiverLine | ReceiverLine[] | undefined,
): Spoil {
  return (copy) => {
    let done = false;
    copy.rewrite<ReceiverLine>('receiverLog', (line) => {
      if (done || !fits(JSON.parse(line.body), line)) return [line];
      done = true;
      const changed = change(line) ?? [];
      return Array.isArray(changed) ? changed : [changed];
    });
    expect(done, `a notification that fits`).toBe(true);
  };
}

/** Changes the n-th answer (from 0) to a call that fits. */
function answer(
  fits: (asked: Asked, names: Names) => boolean,
  change: (heard: Heard) => Heard,
  nth = 0,
): Spoil {
  return (copy, names) => {
    const attempts = new Set<number>();
    let n = 0;
    let done = false;
    copy.rewrite<ClientLine>('clientLog', (line) => {
      if (line.kind === 'asked' && fits(line, names)) attempts.add(line.attempt);
      if (line.kind !== 'heard' || !attempts.has(line.attempt)) return [line];
      n += 1;
      if (n - 1 !== nth) return [line];
      done = true;
      return [change(line)];
    });
    expect(done, `an answer that fits`).toBe(true);
  };
}

/** Changes the n-th question (from 0) that fits. */
function question(
  fits: (asked: Asked, names: Names) => boolean,
  change: (asked: Asked) => Asked,
  nth = 0,
): Spoil {
  return (copy, names) => {
    let n = 0;
    copy.rewrite<ClientLine>('clientLog', (line) => {
      if (line.kind !== 'asked' || !fits(line, names)) return [line];
      n += 1;
      return [n - 1 === nth ? change(line) : line];
    });
  };
}

const swap = (from: string | RegExp, to: string) => (heard: Heard) => ({
  ...heard,
  text: heard.text.replace(from, to),
});
const creates = (call: Asked, names: Names) =>
  call.call === 'payment' && call.requestId === names.paid;
const asksStatus = (of: keyof Names) => (call: Asked, names: Names) =>
  call.call === 'status' && call.requestId === names[of] && call.clientId === names.clientId;
const isOf = (type: string) => (body: any) => body.event.type === type;

const CORRUPTIONS: [what: string, invariant: string, spoil: Spoil][] = [
  // Money
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
      c.sql(`update ledger_journals set template = 'feeCharged' where subject_id = ${pay(n.paid)}`),
  ],
  // States
  [
    'a move along no edge',
    'S1',
    (c, n) =>
      c.sql(`update payment_events set event = 'otp_resent' where version = 2
                and payment_id = ${pay(n.paidWithOtp)}`),
  ],
  [
    'a success is taken back',
    'S2',
    (c, n) =>
      c.sql(`insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
             select merchant_id, payment_id, version + 1, gen_random_uuid(), 'bank_declined', 'failed', 'bank', '{}', now()
               from payments where request_id = '${n.paid}'`),
  ],
  [
    'a callback flips what has failed',
    'S3',
    (c, n) =>
      c.sql(`insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
             select merchant_id, payment_id, version + 1, gen_random_uuid(), 'bank_paid', 'succeeded', 'callback',
                    '{"operation":"callback","http":null,"code":"00"}', now()
               from payments where request_id = '${n.unlucky}'`),
  ],
  [
    'a callback moves backwards',
    'S5',
    (c, n) =>
      c.sql(`insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
             select merchant_id, payment_id, version + 1, gen_random_uuid(), 'otp_required', 'awaiting_otp', 'callback',
                    '{"operation":"callback","http":null,"code":"01"}', now()
               from payments where request_id = '${n.paid}'`),
  ],
  [
    'an event is gone',
    'S4',
    (c, n) =>
      c.sql(`delete from payment_events where version = 2 and payment_id = ${pay(n.paidWithOtp)}`),
  ],
  [
    'a state is flipped without an event',
    'S4',
    (c, n) => c.sql(`update payments set state = 'failed' where request_id = '${n.timedOut}'`),
  ],
  [
    'what waits is never looked at again',
    'S6',
    (c) =>
      c.sql(`do $$ declare r record; begin for r in select conname from pg_constraint
               where conrelid = 'tokens'::regclass and contype = 'c' loop
               execute format('alter table tokens drop constraint %I', r.conname); end loop; end $$;
             update tokens set state = 'deleting', due_at = null where state = 'deleted'`),
  ],
  [
    'a payment rests where it must not',
    'S7',
    (c, n) =>
      c.sql(`update payments set state = 'unclear', finished_at = null, due_at = now()
              where request_id = '${n.timedOut}'`),
  ],
  [
    'out of unclear without evidence',
    'S8',
    (c, n) =>
      c.sql(`update payment_events set evidence = null where event = 'bank_paid'
                and payment_id = ${pay(n.timedOut)}`),
  ],
  [
    'failed on a time-out',
    'S9',
    (c, n) =>
      c.sql(`update payment_events set evidence = '{"operation":"pay","http":504,"code":"5045400","note":null}'
              where event = 'bank_declined' and payment_id = ${pay(n.unlucky)}`),
  ],
  [
    'failed without any answer',
    'S9',
    (c, n) =>
      c.sql(`update payment_events set evidence = '{"operation":"pay","http":null,"code":null,"note":"reset"}'
              where event = 'bank_declined' and payment_id = ${pay(n.unlucky)}`),
  ],
  [
    'failed on a wrong OTP',
    'S9',
    (c, n) =>
      c.sql(`update payment_events
                set evidence = '{"operation":"verify_otp","http":404,"code":"4040415","note":null}'
              where event = 'bank_declined' and payment_id = ${pay(n.unlucky)}`),
  ],
  [
    'the first "not found" is believed',
    'S9',
    (c, n) =>
      c.sql(`update payment_events set at = at - interval '61 seconds' where event = 'bank_declined'
                and payment_id = ${pay(n.late)}`),
  ],
  [
    'expired while a carried OTP may still come to its end',
    'S9',
    (c, n) =>
      c.sql(`update payment_events set event = 'otp_window_closed', state = 'expired',
                    evidence = '{"operation":"inquire","http":null,"code":null,"note":"reset"}'
              where event = 'bank_paid' and payment_id = ${pay(n.paidWithOtp)}`),
  ],
  [
    'a payment begins with a token whose deletion was heard',
    'S10',
    (copy, names) => {
      let order = '';
      let first = 0;
      copy.rewrite<ClientLine>('clientLog', (line) => {
        if (line.kind === 'asked' && line.requestId === names.timedOut) order ||= line.body;
        return [line];
      });
      const debit_card = { token_id: JSON.parse(order).payment.token_id };
      copy.rewrite<ClientLine>('clientLog', (line) => {
        if (line.kind === 'asked' && line.call === 'tokens' && first === 0) {
          first = line.attempt;
          return [{ ...line, call: 'token-delete', body: JSON.stringify({ debit_card }) }];
        }
        const isAnswer = line.kind === 'heard' && line.attempt === first;
        return [isAnswer ? { ...line, text: '{"debit_card":{"status":"SUCCESS"}}' } : line];
      });
    },
  ],
  // Request-Ids and answers
  [
    'one Request-Id is two payments',
    'I1',
    (c, n) =>
      c.sql(`update payments set request_id = '${n.paid}' where request_id = '${n.expired}'`),
  ],
  ['a repeat differs in one byte', 'I2', answer(creates, swap('Tea', 'tea'), 1)],
  ['a repeat has another status', 'I2', answer(creates, (h) => ({ ...h, status: 200 }), 1)],
  ['an answer is not signed', 'I2', answer(creates, (h) => ({ ...h, verified: false }))],
  [
    'another body gets an answer',
    'I3',
    answer(
      creates,
      (h) => ({ ...h, retryAfter: false, text: '{"payment":{"status":"SUCCESS"}}' }),
      2,
    ),
  ],
  [
    'a Request-Id is burnt by an attempt that was refused',
    'I5',
    answer(
      (call, n) => call.call === 'payment' && call.requestId === n.unlucky,
      (h) => ({ ...h, status: 409, text: '{"error":{"code":"idempotent_request"}}' }),
    ),
  ],
  [
    'a notification contradicts an answer',
    'I6',
    told(isOf('payment.succeeded'), (line) => ({
      ...line,
      body: line.body.replace('"status":"SUCCESS"', '"status":"FAILED"'),
    })),
  ],
  [
    'a status contradicts what was said before',
    'I6',
    answer(asksStatus('paidWithOtp'), swap('"status":"SUCCESS"', '"status":"FAILED"')),
  ],
  [
    'a status takes a final word back',
    'I6',
    answer(asksStatus('paid'), swap('"status":"SUCCESS"', '"status":"PENDING"')),
  ],
  [
    'an error says another end than the payment has',
    'I6',
    answer(
      (call, n) => call.call === 'payment' && call.requestId === n.timedOut,
      (h) => ({
        ...h,
        status: 400,
        text: '{"error":{"code":"payment_declined","message":"The bank declined"}}',
      }),
    ),
  ],
  [
    'an acknowledged payment is gone',
    'I7',
    (c, n) =>
      c.sql(`delete from payment_events where payment_id = ${pay(n.expired)};
             delete from payments where request_id = '${n.expired}'`),
  ],
  [
    'an acknowledged Request-Id is forgotten',
    'I7',
    (c, n) => c.sql(`delete from requests where request_id = '${n.refund}'`),
  ],
  [
    'a payment to which no Request-Id leads',
    'I8',
    (c) => c.sql(`delete from requests where request_id = 'R-unheard'`),
  ],
  [
    'an item is repeated wrongly',
    'I9',
    answer(creates, swap('"session_id":"S-1"', '"session_id":"S-2"')),
  ],
  [
    'two live payments of one invoice',
    'I10',
    (c, n) =>
      c.sql(`drop index payments_invoice; update payments set invoice_number =
               (select invoice_number from payments where request_id = '${n.paid}')
              where request_id = '${n.timedOut}'`),
  ],
  // OTPs and tokens
  [
    'a try is not counted',
    'O1',
    (c, n) => c.sql(`update payments set otp_tries = 1 where request_id = '${n.paidWithOtp}'`),
  ],
  [
    'the bank hears more OTPs than were carried',
    'O1',
    bank((r) => (r.kind === 'payment_otp_wrong' ? [r, r] : r)),
  ],
  [
    'the bank hears too many wrong OTPs',
    'O2',
    bank((r) => (r.kind === 'payment_otp_wrong' ? [r, r, r, r] : r)),
  ],
  [
    'an OTP pays after its time',
    'O3',
    bank((r) => (r.kind === 'payment_otp_sent' ? { ...r, expiresAt: r.at - 900_000 } : r)),
  ],
  [
    'an OTP is carried after its time',
    'O3',
    (c, n) =>
      c.sql(`update payment_events set at = at + interval '6 minutes' where event = 'otp_submitted'
                and payment_id = ${pay(n.paidWithOtp)}`),
  ],
  ['an OTP pays twice', 'O4', bank((r) => (r.kind === 'debited' ? [r, r] : r))],
  [
    'an OTP is printed',
    'O5',
    (c) => {
      let otp = '';
      c.rewrite<any[]>('bankJournal', (records) => {
        for (const one of records) if (one.kind === 'payment_otp_sent') otp = one.otp;
        return [records];
      });
      c.print(JSON.stringify({ level: 'debug', body: `{"payment":{"otp":"${otp}"}}` }));
    },
  ],
  [
    'an OTP is stored',
    'O5',
    (c) => {
      let otp = '';
      c.rewrite<any[]>('bankJournal', (records) => {
        for (const one of records) if (one.kind === 'payment_otp_sent') otp = one.otp;
        return [records];
      });
      c.sql(
        `update payment_events set evidence = evidence || '{"otp":"${otp}"}' where evidence is not null`,
      );
    },
  ],
  [
    'the bank sends more OTPs than were asked for',
    'O6',
    bank((r) => (r.kind === 'payment_otp_sent' ? [r, r] : r)),
  ],
  [
    'a resend is about another payment',
    'O7',
    answer((call) => call.call === 'payment-otp', swap(/"token":"/, '"token":"x')),
  ],
  [
    "another merchant's token pays",
    'T1',
    (c) =>
      c.sql(`update tokens t set merchant_id = m.merchant_id from merchants m where m.merchant_id <> t.merchant_id
                    and m.client_id in (select client_id from merchants where merchant_id in (select merchant_id from tokens))`),
  ],
  [
    "another merchant's payment has a status",
    'T1',
    question(asksStatus('paid'), (call) => ({ ...call, clientId: 'somebody-else' })),
  ],
  [
    "another customer's token pays",
    'T2',
    question(
      (call) => call.call === 'tokens',
      (call) => ({ ...call, body: '{"customer":{"id":"C-somebody"}}' }),
    ),
  ],
  [
    'a deleted token is listed',
    'T4',
    (copy) => {
      let first = '';
      let last = 0;
      copy.rewrite<ClientLine>('clientLog', (line) => {
        if (line.kind === 'asked' && line.call === 'tokens') last = line.attempt;
        if (line.kind === 'asked' && line.call === 'token-delete') {
          first = JSON.parse(line.body).debit_card.token_id;
        }
        return [line];
      });
      copy.rewrite<ClientLine>('clientLog', (line) => {
        if (line.kind !== 'heard' || line.attempt !== last) return [line];
        const entry = { debit_card: { token_id: first, account_no: 'XXXXXXXX0004' } };
        return [{ ...line, text: JSON.stringify([entry]) }];
      });
    },
  ],
  [
    'a list shows a whole account number',
    'T5',
    answer((call) => call.call === 'tokens', swap('XXXXXXXX0003', '800000000003')),
  ],
  // Notifications
  [
    'a notification is dropped',
    'N1',
    (c, n) =>
      c.sql(`delete from notification_attempts where notification_id in
               (select notification_id from notifications where subject_id = ${pay(n.paid)});
             delete from notifications where subject_id = ${pay(n.paid)}`),
  ],
  [
    'a merchant that wants to hear of refunds does not',
    'N1',
    (c, n) =>
      c.sql(`update merchants set settings = settings || '{"notifyRefunds": true}'
              where client_id = '${n.clientId}'`),
  ],
  ['a notification never comes', 'N1', told(isOf('payment.failed'), () => undefined)],
  [
    'news of a state that was never committed',
    'N2',
    told(isOf('payment.failed'), (line) => [
      line,
      {
        ...line,
        headers: { ...line.headers, 'request-id': 'made-up' },
        body: line.body.replace(/"id":"[0-9a-f-]{36}","sequence"/, '"id":"made-up","sequence"'),
      },
    ]),
  ],
  [
    'a repeat has another body',
    'N3',
    told(isOf('payment.failed'), (line) => [line, { ...line, body: line.body.replace('{', '{ ') }]),
  ],
  [
    'a new id for every attempt',
    'N3',
    told(isOf('payment.failed'), (line) => ({
      ...line,
      headers: { ...line.headers, 'request-id': 'another' },
    })),
  ],
  [
    'a notification is signed wrongly',
    'N4',
    told(isOf('payment.failed'), (l) => ({ ...l, verified: false })),
  ],
  [
    'a notification comes to another path',
    'N4',
    told(isOf('payment.failed'), (l) => ({ ...l, target: '/somewhere' })),
  ],
  [
    'two notifications with one sequence',
    'N5',
    (c, n) =>
      c.sql(
        `update notifications set subject_id = ${pay(n.paid)} where subject_id = ${pay(n.timedOut)}`,
      ),
  ],
  [
    'a redirect is followed',
    'N7',
    told(isOf('payment.failed'), (l) => [l, { ...l, target: '/elsewhere?from=/notifications' }]),
  ],
  [
    'a refusal counts as delivered',
    'N7',
    told(isOf('payment.failed'), (l) => ({ ...l, answered: 302 })),
  ],
  [
    'a notification rests in the outbox',
    'N9',
    (c) => c.sql(`update notifications set state = 'pending', due_at = now() where sequence = 1`),
  ],
  [
    'an attempt is not kept',
    'N9',
    (c) => c.sql('delete from notification_attempts where attempt = 1'),
  ],
  // Security
  [
    'an unsound attempt is carried out',
    'X1',
    answer(
      (call) => !call.sound,
      (h) => ({ ...h, status: 201, text: '{"payment":{}}' }),
    ),
  ],
  [
    'an unsound attempt has begun a payment',
    'X1',
    question(
      (call, n) => call.call === 'payment' && call.requestId === n.expired,
      (call) => ({ ...call, sound: false }),
    ),
  ],
  ['a canary is printed', 'X2', (c) => c.print('a customer called Canary Kusuma has paid')],
  [
    'a canary is stored in plain',
    'X2',
    (c) => c.sql(`update payments set sealed_details = 'name: Canary Kusuma'::bytea`),
  ],
  [
    "a merchant's secret is printed",
    'X2',
    (c) => c.print(`signing with ${c.evidence.merchants[0]?.secret}`),
  ],
  ['an account number is printed', 'X2', (c) => c.print('debit of 800000000001 refused')],
  [
    'shed after the bank was asked',
    'X7',
    answer(
      (call, n) => call.call === 'payment' && call.requestId === n.timedOut,
      (h) => ({
        ...h,
        status: 503,
        retryAfter: true,
        text: '{"error":{"code":"server_unavailable","message":"The gateway is busy; nothing was done"}}',
      }),
    ),
  ],
];

describe('a corruption is found under its number', () => {
  test.each(CORRUPTIONS)('%s: %s', async (_what, invariant, spoil) => {
    const copy = history.copy();
    spoil(copy, history.names);
    const { violations } = await copy.audit();
    expect(violations.map((one) => one.invariant)).toContain(invariant);
  });
});
