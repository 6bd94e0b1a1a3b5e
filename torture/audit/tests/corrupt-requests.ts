// What breaks the promises about Request-Ids and answers.
import { answer, asksStatus, creates, isOf, pay, swap, told, type Corruption } from './spoil.ts';

export const REQUESTS: readonly Corruption[] = [
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
];
