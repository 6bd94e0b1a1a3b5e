// The auditor on an honest history, and on spoilt copies of it: each corruption is found under its own number.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from './audit.ts';
import { DAYS } from './tests/corrupt-days.ts';
import { MONEY } from './tests/corrupt-money.ts';
import { NOTIFICATIONS } from './tests/corrupt-notifications.ts';
import { REQUESTS } from './tests/corrupt-requests.ts';
import { SECRETS } from './tests/corrupt-secrets.ts';
import { STATES } from './tests/corrupt-states.ts';
import { honestHistory, type History } from './tests/honest-history.ts';
import type { Corruption } from './tests/spoil.ts';

let history: History;

beforeAll(async () => {
  history = await honestHistory();
});

afterAll(() => history.close());

/** All that this history has a subject for. */
const LOOKED =
  'M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 M12 M13 M14 M15 S1 S2 S3 S4 S6 S7 S8 S9 ' +
  'I1 I2 I3 I5 I6 I7 I8 I9 I10 O1 O2 O3 O4 O5 O6 O7 T1 T2 T4 T5 N1 N2 N3 N4 N5 N7 N9 X1 X2 ' +
  'F1 F2 R1 R2 R3 R4 R5 R6 P1 P2 P3 P4 P5 P6';

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

  test('may hold a Request-Id that begins with the digits of a code', async () => {
    const copy = history.copy();
    let otp = '';
    copy.rewrite<{ kind: string; otp: string }[]>('bankJournal', (records) => {
      for (const one of records) if (one.kind === 'payment_otp_sent') otp = one.otp;
      return [records];
    });
    copy.sql(
      `insert into requests (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, created_at)
       select merchant_id, '${otp}ab-cdef', '/cimb-direct-debit/v1/payment-otp', ''::bytea, merchant_id, now(), now()
         from merchants limit 1`,
    );
    const { violations } = await copy.audit();
    expect(violations.filter(({ invariant }) => invariant === 'O5')).toEqual([]);
  });

  test('may repeat a timestamp when a clock was wrong by the time in between', async () => {
    const copy = history.copy();
    let from = 0;
    copy.rewrite<any>('receiverLog', (line) => {
      if (!line.body.includes('"payment.failed"')) return [line];
      from = line.at - 10;
      return [line, { ...line, at: line.at + 60_000 }];
    });
    const { violations } = await copy.audit({ wrongClocks: [{ from, until: from + 500 }] });
    expect(violations.filter(({ invariant }) => invariant === 'N3')).toEqual([]);
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

const CORRUPTIONS: Corruption[] = [
  ...MONEY,
  ...STATES,
  ...REQUESTS,
  ...SECRETS,
  ...NOTIFICATIONS,
  ...DAYS,
];

describe('a corruption is found under its number', () => {
  test.each(CORRUPTIONS)('%s: %s', async (_what, invariant, spoil) => {
    const copy = history.copy();
    spoil(copy, history.names);
    const { violations } = await copy.audit();
    expect(violations.map((one) => one.invariant)).toContain(invariant);
  });
});
