// What breaks the bank's days: fees and shares, statements, settlement, payouts, closed days.
import { bank, pay, type Corruption } from './spoil.ts';

export const DAYS: readonly Corruption[] = [
  [
    'a fee is a rupiah short',
    'F1',
    (c, n) => c.sql(`update payments set fee = fee - 1 where request_id = '${n.timedOut}'`),
  ],
  [
    'a share is a rupiah more',
    'F2',
    (c, n) =>
      c.sql(`update payments set splits = jsonb_set(splits, '{lines,0,amount}', '"29000"')
              where request_id = '${n.paid}'`),
  ],
  [
    'a payment is divided, and nobody has asked for it',
    'F2',
    (c, n) =>
      c.sql(`update payments set splits = '{"net": "88667", "lines": []}'
              where request_id = '${n.timedOut}'`),
  ],
  [
    'a line of a statement is gone',
    'R1',
    (c, n) => c.sql(`delete from statement_lines where subject_id = ${pay(n.paid)}`),
  ],
  [
    'a line of a statement is of another amount',
    'R1',
    (c) => c.sql(`update statement_lines set amount = amount + 1 where status = 'duplicate'`),
  ],
  [
    'a line that agrees is called strange',
    'R2',
    (c, n) =>
      c.sql(`update statement_lines set status = 'missing_here', chunk_id = null
              where subject_id = ${pay(n.paid)}`),
  ],
  [
    'a line that is there twice is matched twice',
    'R2',
    (c) =>
      c.sql(`drop index statement_lines_matched;
             update statement_lines l set status = 'matched', chunk_id = m.chunk_id from statement_lines m
              where l.status = 'duplicate' and m.subject_id = l.subject_id and m.status = 'matched'`),
  ],
  [
    'a chunk counts a rupiah more than its lines',
    'R3',
    (c) => c.sql('update reconciled_chunks set taken = taken + 1'),
  ],
  [
    'what is missing is forgotten',
    'R4',
    (c) => c.sql(`delete from exceptions where reason = 'missing_at_bank'`),
  ],
  [
    'a difference is forgotten',
    'R5',
    (c) => c.sql(`delete from exceptions where reason = 'amount_differs'`),
  ],
  [
    'a difference has another reason',
    'R5',
    (c) => c.sql(`update exceptions set reason = 'missing_here' where reason = 'duplicate'`),
  ],
  [
    'more lies in suspense than the line says',
    'R5',
    (c) => c.sql(`update exceptions set booked = booked + 1 where reason = 'missing_here'`),
  ],
  [
    'a wrong debit is called taken back, and its payment stands',
    'R5',
    (c) =>
      c.sql(`update exceptions set state = 'resolved', resolved_at = now(), resolution = 'payment_reversed',
                                   asked_by = gen_random_uuid(), approved_by = gen_random_uuid()
              where reason = 'amount_differs'`),
  ],
  [
    'a closed day is sealed anew',
    'R6',
    (c) => c.sql(`update closed_days set heads_hash = sha256('anything')`),
  ],
  [
    'what was written down of a closed day is changed',
    'R6',
    (c) => c.sql('update closed_heads set journal_no = journal_no - 1'),
  ],
  [
    'something counts on a closed day afterwards',
    'R6',
    (c) =>
      c.sql(
        `update exceptions e set day = d.day, opened_at = d.closed_at + interval '1 day' from closed_days d`,
      ),
  ],
  [
    'more is settled than was paid',
    'P1',
    (c, n) =>
      c.sql(`update settlement_items set amount = amount + 1 where item_id = ${pay(n.paid)}`),
  ],
  [
    'what no line has shown is settled',
    'P1',
    (c, n) =>
      c.sql(
        `update settlement_items set chunk_id = gen_random_uuid() where item_id = ${pay(n.paid)}`,
      ),
  ],
  [
    'what a line has shown is never settled',
    'P1',
    (c, n) => c.sql(`delete from settlement_items where item_id = ${pay(n.paid)}`),
  ],
  [
    'an account is given a rupiah of another one',
    'P2',
    (c, n) =>
      c.sql(`update settlement_lines l set amount = amount + case l.line_no when 1 then 1 when 2 then -1 else 0 end
              where item_id = ${pay(n.paid)}`),
  ],
  [
    'a batch says more than its items',
    'P2',
    (c) => c.sql('update settlement_batches set gross = gross + 1, net = net + 1'),
  ],
  [
    'a batch is booked before its day',
    'P3',
    (c) => c.sql(`update settlement_batches set day = day + 21`),
  ],
  [
    'something is settled before it is due',
    'P3',
    (c) => c.sql(`update settlement_batches set day = day - 21`),
  ],
  ['a payout is forgotten', 'P4', (c) => c.sql(`delete from payouts where state = 'paid'`)],
  [
    'a payout is of another amount',
    'P5',
    (c) => c.sql(`update payouts set amount = amount + 1 where state = 'paid'`),
  ],
  ['the bank pays a payout twice', 'P5', bank((r) => (r.kind === 'payouts_taken' ? [r, r] : r))],
  [
    'the bank pays something out that nobody ordered',
    'P5',
    bank((r) =>
      r.kind === 'payouts_taken'
        ? [
            r,
            {
              ...r,
              payouts: r.payouts.map((one: any) => ({
                ...one,
                endToEndId: `b${one.endToEndId.slice(1)}`,
              })),
            },
          ]
        : r,
    ),
  ],
  [
    'a payout that the bank never paid is called paid',
    'P5',
    bank((r) => (r.kind === 'payouts_taken' ? undefined : r)),
  ],
  [
    'an account is paid again that has refused',
    'P6',
    (c) =>
      c.sql(`insert into payouts (merchant_id, payout_id, batch_id, bank, account, amount, state, created_at, changed_at)
             select merchant_id, gen_random_uuid(), gen_random_uuid(), bank, account, amount, 'ready',
                    changed_at + interval '1 day', changed_at + interval '1 day'
               from payouts where state = 'refused'`),
  ],
  [
    'a payout is booked for nobody',
    'M14',
    (c) =>
      c.sql(
        `update ledger_journals set subject_id = gen_random_uuid() where template = 'payoutSent'`,
      ),
  ],
];
