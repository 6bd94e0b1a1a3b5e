// What breaks the promises about OTPs, tokens and secrets.
import type { ClientLine } from '../../logs.ts';
import { answer, asksStatus, bank, pay, question, swap, type Corruption } from './spoil.ts';

export const SECRETS: readonly Corruption[] = [
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
