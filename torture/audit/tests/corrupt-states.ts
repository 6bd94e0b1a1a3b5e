// What breaks the states: edges, events, evidence.
import type { ClientLine } from '../../logs.ts';
import { pay, type Corruption } from './spoil.ts';

export const STATES: readonly Corruption[] = [
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
];
