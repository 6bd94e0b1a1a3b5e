// What breaks the promises about notifications.
import { isOf, pay, told, type Corruption } from './spoil.ts';

export const NOTIFICATIONS: readonly Corruption[] = [
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
    'a repeat has the old timestamp and signature',
    'N3',
    told(isOf('payment.failed'), (line) => [line, { ...line, at: line.at + 60_000 }]),
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
];
