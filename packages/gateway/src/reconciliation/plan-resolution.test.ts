// What resolving an exception books: whatever may be resolved, nothing is left in suspense and cash stays where the bank has it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExceptionRow, Resolution } from './exception.ts';
import { RESOLUTIONS } from './exception.ts';
import { planResolution, type Standing } from './plan-resolution.ts';

let ids = 0;

function exception(change: Partial<ExceptionRow>): ExceptionRow {
  ids += 1;
  return {
    merchant_id: 'm',
    exception_id: `x${ids}`,
    bank: 'cimb',
    day: '2026-11-25',
    reason: 'missing_here',
    state: 'open',
    type: 'debit',
    statement_id: 's',
    line_no: ids,
    subject_kind: null,
    subject_id: null,
    amount: 90n,
    expected: null,
    booked: 90n,
    opened_at: 0,
    resolved_at: null,
    resolution: null,
    resolved_day: null,
    explained_by: null,
    evidence: null,
    asked_by: null,
    approved_by: null,
    approval_id: null,
    ...change,
  };
}

const payment = (amount: bigint, state: Standing['state'] = 'waits'): Standing => ({
  kind: 'payment',
  id: 'p',
  amount,
  fee: 3n,
  isLate: false,
  isRefunded: false,
  state,
});
const refund = (amount: bigint): Standing => ({
  ...payment(amount),
  kind: 'refund',
  id: 'r',
  fee: 0n,
});

const differs = (amount: bigint, expected: bigint) =>
  exception({
    reason: 'amount_differs',
    subject_kind: 'payment',
    subject_id: 'p',
    amount,
    expected,
    booked: amount,
  });
const missing = (subject: Standing) =>
  exception({
    reason: 'missing_at_bank',
    type: subject.kind === 'payment' ? 'debit' : 'refund',
    statement_id: null,
    line_no: null,
    subject_kind: subject.kind,
    subject_id: subject.id,
    amount: null,
    expected: subject.amount,
    booked: 0n,
  });
const went = (amount: bigint) => exception({ type: 'refund', amount, booked: -amount });

function plan(
  resolution: Resolution,
  one: ExceptionRow,
  { subject = null, others = [] }: { subject?: Standing | null; others?: ExceptionRow[] } = {},
) {
  return planResolution({ exception: one, resolution, subject, others });
}

describe('an exception', () => {
  test('of a line that went back is closed by the line by which it went', () => {
    const back = went(90n);
    expect(plan('returned_to_bank', exception({}), { others: [back] })).toMatchObject({
      claims: null,
      taken: 0n,
      givenBack: 0n,
      loss: 0n,
      closes: [{}, back],
    });
    expect(plan('returned_to_bank', exception({}), { others: [went(89n)] })).toEqual({
      refused: 'it does not come to nothing: 1 rupiah are left over',
    });
    expect(plan('returned_to_bank', exception({}))).toMatchObject({
      refused: /name the exception/,
    });
  });

  test('of another amount is settled for what it was, when the rest is explained', () => {
    const subject = payment(90n);
    expect(
      plan('returned_to_bank', differs(100n, 90n), { subject, others: [went(10n)] }),
    ).toMatchObject({
      claims: subject,
      taken: 90n,
      loss: 0n,
    });
    const more = exception({ ...differs(10n, 90n), exception_id: 'more' });
    expect(plan('bank_corrected', differs(80n, 90n), { subject, others: [more] })).toMatchObject({
      claims: subject,
      taken: 90n,
    });
  });

  test('of another amount is closed by the line by which it went back, where a right line came or nothing was owed', () => {
    for (const state of ['seen', 'closed', 'not_succeeded'] as const) {
      const subject = payment(90n, state);
      const by = { subject, others: [went(100n)] };
      expect(plan('returned_to_bank', differs(100n, 90n), by)).toMatchObject({
        claims: null,
        taken: 0n,
        givenBack: 0n,
        closes: [{}, {}],
      });
      expect(plan('bank_corrected', differs(101n, 90n), by)).toMatchObject({
        refused: /1 rupiah are left over/,
      });
    }
  });

  test('of too little may be borne, and of too much may not', () => {
    const subject = payment(90n);
    expect(plan('loss_borne', differs(80n, 90n), { subject })).toMatchObject({
      claims: subject,
      taken: 80n,
      loss: 10n,
    });
    expect(plan('loss_borne', differs(100n, 90n), { subject })).toMatchObject({
      refused: /nothing is lost/,
    });
    expect(plan('loss_borne', went(25n))).toMatchObject({
      claims: null,
      givenBack: 25n,
      loss: 25n,
    });
    expect(plan('loss_borne', exception({}))).toMatchObject({ refused: /nothing is lost/ });
  });

  test('of what the bank never moved is taken back, once, where nothing was seen', () => {
    const paid = payment(90n);
    expect(plan('payment_reversed', missing(paid), { subject: paid })).toMatchObject({
      reverses: paid,
    });
    expect(plan('refund_reversed', missing(paid), { subject: paid })).toMatchObject({
      refused: /about no refund/,
    });
    const seen = payment(90n, 'seen');
    expect(plan('payment_reversed', missing(seen), { subject: seen })).toMatchObject({
      refused: /not missing any more/,
    });
    const late = { ...paid, isLate: true };
    expect(plan('payment_reversed', missing(late), { subject: late })).toMatchObject({
      refused: /customer is owed/,
    });
    expect(plan('payment_reversed', differs(80n, 90n), { subject: paid })).toMatchObject({
      refused: /a line of the bank shows it/,
    });
  });

  test('of what is missing is ended by no other line than its own, also where others come to nothing', () => {
    const subject = payment(90n);
    const others = [exception({ amount: 5n, booked: 5n }), went(5n)];
    for (const resolution of ['bank_corrected', 'returned_to_bank'] as const) {
      expect(plan(resolution, missing(subject), { subject, others })).toMatchObject({
        refused: /by itself/,
      });
    }
  });

  test('of a garbled reference is matched by hand with what it is, to the rupiah', () => {
    const subject = payment(90n);
    expect(plan('matched_by_hand', exception({}), { subject })).toMatchObject({
      claims: subject,
      taken: 90n,
    });
    expect(plan('matched_by_hand', went(25n), { subject: refund(25n) })).toMatchObject({
      givenBack: 25n,
    });
    expect(plan('matched_by_hand', exception({}), { subject: payment(91n) })).toMatchObject({
      refused: /1 rupiah are left over/,
    });
    expect(plan('matched_by_hand', exception({}))).toMatchObject({ refused: /name the payment/ });
    expect(plan('matched_by_hand', exception({}), { subject: payment(90n, 'seen') })).toMatchObject(
      {
        refused: /a line has shown it already/,
      },
    );
  });

  test.each<[string, RegExp, ExceptionRow, ExceptionRow[]]>([
    ['that is resolved', /resolved already/, exception({ state: 'resolved' }), [went(90n)]],
    [
      'by one that is resolved',
      /resolved already/,
      exception({}),
      [exception({ ...went(90n), state: 'resolved' })],
    ],
    [
      'by one of another bank',
      /two banks/,
      exception({}),
      [exception({ ...went(90n), bank: 'other' })],
    ],
    ['by another one that waits for its own', /by itself/, exception({}), [missing(payment(90n))]],
  ])('%s is refused', (_what, why, one, others) => {
    expect(plan('returned_to_bank', one, { others })).toMatchObject({ refused: why });
  });

  test('resolved in any way at all leaves nothing in suspense, loses nothing silently, and moves no cash', () => {
    const amounts = fc.bigInt(1n, 200n);
    fc.assert(
      fc.property(
        fc.constantFrom(...RESOLUTIONS),
        fc.constantFrom<ExceptionRow['reason']>(
          'missing_here',
          'amount_differs',
          'duplicate',
          'missing_at_bank',
        ),
        amounts,
        amounts,
        fc.array(fc.tuple(amounts, fc.boolean()), { maxLength: 2 }),
        fc.constantFrom<Standing['state']>('waits', 'seen', 'closed', 'not_succeeded'),
        (resolution, reason, amount, expected, more, state) => {
          const subject = payment(expected, state);
          const one =
            reason === 'missing_at_bank'
              ? missing(subject)
              : exception({ reason, amount, booked: amount });
          const others = more.map(([of, isOut]) => (isOut ? went(of) : exception({ booked: of })));
          const made = plan(resolution, one, { subject, others });
          if ('refused' in made) return;
          const inSuspense = made.closes.reduce((sum, { booked }) => sum + booked, 0n);
          const waitedFor = made.claims === null ? 0n : made.claims.amount;
          // Suspense is emptied into cash, and cash pays what was taken and given back: it must not move.
          expect(made.taken - made.givenBack).toBe(inSuspense);
          // What we waited for is taken, or borne, and no more.
          expect(made.taken - made.givenBack + made.loss).toBe(waitedFor);
          expect(made.loss >= 0n).toBe(true);
          if (made.claims !== null || made.reverses !== null) expect(state).toBe('waits');
          if (made.reverses !== null) expect(made.closes).toHaveLength(1);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
