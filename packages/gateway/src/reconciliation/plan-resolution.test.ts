// What resolving an exception books: whatever may be resolved, nothing is left in suspense and cash stays where the bank has it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExceptionRow, Resolution } from './exception.ts';
import { RESOLUTIONS } from './exception.ts';
import { planResolution, wantedOf, type Standing } from './plan-resolution.ts';
import type { WhyNot } from './why-not.ts';

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
  borne: 0n,
  returnedBy: null,
  account: null,
  cameBack: null,
  state,
});
const refund = (amount: bigint): Standing => ({
  ...payment(amount),
  kind: 'refund',
  id: 'r',
  fee: 0n,
});

const payout = (amount: bigint): Standing => ({
  ...payment(amount),
  kind: 'payout',
  id: 'o',
  fee: 0n,
  account: 'SBA',
  cameBack: null,
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
    type: subject.kind === 'payment' ? 'debit' : subject.kind,
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
      refused: 'left_over',
      leftOver: 1n,
    });
    expect(plan('returned_to_bank', exception({}))).toMatchObject({
      refused: 'name_line',
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
      expect(plan('bank_corrected', differs(101n, 90n), by)).toEqual({
        refused: 'left_over',
        leftOver: 1n,
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
      refused: 'nothing_lost',
    });
    expect(plan('loss_borne', went(25n))).toMatchObject({
      claims: null,
      givenBack: 25n,
      loss: 25n,
    });
    expect(plan('loss_borne', exception({}))).toMatchObject({ refused: 'nothing_lost' });
  });

  test('of what the bank never moved is taken back, once, where nothing was seen', () => {
    const paid = payment(90n);
    expect(plan('payment_reversed', missing(paid), { subject: paid })).toMatchObject({
      reverses: [{ kind: 'payment', id: paid.id, amount: 90n, fee: 3n }],
    });
    expect(plan('refund_reversed', missing(paid), { subject: paid })).toMatchObject({
      refused: 'other_kind',
    });
    const seen = payment(90n, 'seen');
    expect(plan('payment_reversed', missing(seen), { subject: seen })).toMatchObject({
      refused: 'not_missing',
    });
    expect(plan('payment_reversed', exception({}), { subject: paid })).toEqual({
      refused: 'line_shows_it',
    });
  });

  test('of a wrong amount that the bank took back wholly is taken back here too, and in no other case', () => {
    const paid = payment(90n);
    const wrong = differs(100n, 90n);
    const reverse = (subject: Standing, others: ExceptionRow[], one = wrong) =>
      plan('payment_reversed', one, { subject, others });
    const back = went(100n);
    expect(reverse(paid, [back])).toMatchObject({
      claims: null,
      taken: 0n,
      givenBack: 0n,
      loss: 0n,
      reverses: [
        { kind: 'payment', id: 'p', amount: 90n, fee: 3n, exceptionId: wrong.exception_id },
      ],
      closes: [wrong, back],
    });
    const parts = [went(60n), went(40n)];
    expect(reverse(paid, parts)).toMatchObject({ closes: [wrong, ...parts] });
    expect(reverse(paid, [])).toEqual({ refused: 'name_line' });
    expect(reverse(paid, [went(99n)])).toEqual({ refused: 'left_over', leftOver: 1n });
    // That the difference alone went back leaves what was owed.
    expect(reverse(paid, [went(10n)])).toEqual({ refused: 'left_over', leftOver: 90n });
    expect(reverse(payment(90n, 'seen'), [back])).toEqual({ refused: 'not_missing' });
    expect(reverse({ ...paid, isRefunded: true }, [back])).toEqual({ refused: 'refunds_first' });
    expect(plan('refund_reversed', wrong, { subject: paid, others: [back] })).toEqual({
      refused: 'other_kind',
    });

    const wrongBack = exception({
      ...differs(30n, 25n),
      type: 'refund',
      subject_kind: 'refund',
      subject_id: 'r',
      booked: -30n,
    });
    const again = exception({ amount: 30n, booked: 30n });
    expect(
      plan('refund_reversed', wrongBack, { subject: refund(25n), others: [again] }),
    ).toMatchObject({ reverses: [{ kind: 'refund', id: 'r', amount: 25n }], closes: [{}, again] });
    const ofLate = { ...refund(25n), isLate: true };
    expect(plan('refund_reversed', wrongBack, { subject: ofLate, others: [again] })).toEqual({
      refused: 'by_a_line_only',
    });

    const late: Standing = { ...paid, isLate: true };
    const returned: Standing = { ...late, returnedBy: { id: 'r', state: 'waits' } };
    const itsReturn = missing({ ...refund(90n), isLate: true });
    expect(reverse(late, [back])).toMatchObject({ reverses: [{ isLate: true }] });
    expect(reverse(returned, [back])).toEqual({ refused: 'name_return' });
    expect(reverse(returned, [itsReturn])).toEqual({ refused: 'name_line' });
    expect(reverse(returned, [back, itsReturn])).toMatchObject({
      reverses: [{ kind: 'payment' }, { kind: 'refund', exceptionId: itsReturn.exception_id }],
      closes: [wrong, back, itsReturn],
    });
  });

  test('says what lines that are named for it must come to', () => {
    const about = { exception: differs(100n, 90n), subject: payment(90n) };
    expect(wantedOf({ ...about, resolution: 'returned_to_bank' })).toBe(-10n);
    expect(wantedOf({ ...about, resolution: 'bank_corrected' })).toBe(-10n);
    expect(wantedOf({ ...about, resolution: 'payment_reversed' })).toBe(-100n);
    const seen = { ...about, subject: payment(90n, 'seen') };
    expect(wantedOf({ ...seen, resolution: 'bank_corrected' })).toBe(-100n);
  });

  test('of late money that never came is taken back, unless it was given back', () => {
    const late = { ...payment(90n), isLate: true };
    const reverse = (returnedBy: Standing['returnedBy'], others: ExceptionRow[] = []) =>
      plan('payment_reversed', missing(late), { subject: { ...late, returnedBy }, others });
    expect(reverse(null)).toMatchObject({ reverses: [{ id: 'p', isLate: true }] });
    expect(reverse({ id: 'r', state: 'under_way' })).toEqual({ refused: 'refunds_first' });
    expect(reverse({ id: 'r', state: 'seen' })).toEqual({ refused: 'was_returned' });
    expect(reverse({ id: 'r', state: 'waits' })).toEqual({ refused: 'name_return' });
    const back = missing({ ...refund(90n), isLate: true });
    expect(reverse({ id: 'r', state: 'waits' }, [back])).toMatchObject({
      reverses: [
        { kind: 'payment', id: 'p' },
        { kind: 'refund', id: 'r', exceptionId: back.exception_id, amount: 90n, isLate: true },
      ],
      closes: [{}, back],
    });
    const stranger = missing({ ...refund(90n), id: 'other' });
    expect(reverse({ id: 'r', state: 'waits' }, [stranger])).toEqual({
      refused: 'other_by_itself',
    });
    expect(plan('refund_reversed', back, { subject: { ...refund(90n), isLate: true } })).toEqual({
      refused: 'by_a_line_only',
    });
  });

  test('of a payout is owed again as far as the bank has not paid it, and its rest is borne', () => {
    const whole = missing(payout(90n));
    expect(plan('owed_again', whole, { subject: payout(90n) })).toMatchObject({
      reverses: [{ kind: 'payout', id: 'o' }],
      owed: 0n,
    });
    expect(plan('loss_borne', whole, { subject: payout(90n) })).toEqual({
      refused: 'nothing_lost',
    });
    const shown = (amount: bigint) =>
      exception({
        reason: 'amount_differs',
        type: 'payout',
        subject_kind: 'payout',
        subject_id: 'o',
        amount,
        expected: 90n,
        booked: 90n - amount,
      });
    expect(plan('owed_again', shown(80n), { subject: payout(90n) })).toMatchObject({
      claims: { id: 'o' },
      owed: 10n,
      taken: 0n,
      givenBack: 0n,
    });
    expect(plan('owed_again', shown(91n), { subject: payout(90n) })).toEqual({
      refused: 'too_much',
    });
    expect(plan('loss_borne', shown(91n), { subject: payout(90n) })).toMatchObject({
      claims: { id: 'o' },
      loss: 1n,
    });
    const rest = exception({ type: 'payout', reason: 'duplicate', amount: 10n, booked: -10n });
    expect(
      plan('bank_corrected', shown(80n), { subject: payout(90n), others: [rest] }),
    ).toMatchObject({ claims: { id: 'o' }, taken: 0n, givenBack: 0n });
    const garbled = exception({ type: 'payout', amount: 90n, booked: -90n });
    expect(plan('matched_by_hand', garbled, { subject: payout(90n) })).toMatchObject({
      claims: { id: 'o' },
      givenBack: 0n,
    });
    expect(plan('matched_by_hand', garbled, { subject: refund(90n) })).toEqual({
      refused: 'other_kind',
    });
  });

  test('of a payout that came back by its report ends with its return, when the bank has shown neither', () => {
    const left = missing(payout(90n));
    const came = exception({
      ...missing(payout(90n)),
      type: 'payout_return',
      exception_id: 'came',
    });
    const again = (cameBack: Standing['cameBack'], others: ExceptionRow[] = []) =>
      plan('owed_again', left, { subject: { ...payout(90n), cameBack }, others });
    expect(again('missing', [came])).toMatchObject({
      claims: null,
      owed: 0n,
      loss: 0n,
      reverses: [{ kind: 'payout', id: 'o' }],
      closes: [left, came],
    });
    expect(again('missing')).toEqual({ refused: 'name_payout_return' });
    expect(again('seen')).toEqual({ refused: 'by_itself' });
    expect(again('to_come')).toEqual({ refused: 'return_to_come' });
    expect(again('missing', [came, went(1n)])).toEqual({ refused: 'nothing_explains_it' });
    expect(again('missing', [went(90n)])).toEqual({ refused: 'nothing_explains_it' });
    const stranger = exception({ ...came, subject_id: 'other' });
    expect(again('missing', [stranger])).toEqual({ refused: 'other_by_itself' });
    expect(again(null, [came])).toEqual({ refused: 'nothing_explains_it' });
    const subject = { ...payout(90n), cameBack: 'missing' as const };
    expect(plan('owed_again', came, { subject, others: [left] })).toMatchObject({
      refused: 'other_by_itself',
    });
    expect(plan('owed_again', came, { subject })).toEqual({ refused: 'with_its_payout' });
    const short = exception({
      reason: 'amount_differs',
      type: 'payout',
      subject_kind: 'payout',
      subject_id: 'o',
      amount: 80n,
      expected: 90n,
      booked: 10n,
    });
    expect(plan('owed_again', short, { subject })).toEqual({ refused: 'owed_already' });
    // Money of a line is not ended by what never was.
    const shown = { ...short, type: 'payout_return' as const };
    for (const reason of ['amount_differs', 'missing_here', 'duplicate'] as const) {
      const line = exception({ ...shown, reason });
      expect(again('missing', [line])).toEqual({ refused: 'nothing_explains_it' });
    }
  });

  test('of what is missing is ended by no other line than its own, also where others come to nothing', () => {
    const subject = payment(90n);
    const others = [exception({ amount: 5n, booked: 5n }), went(5n)];
    for (const resolution of ['bank_corrected', 'returned_to_bank'] as const) {
      expect(plan(resolution, missing(subject), { subject, others })).toEqual({
        refused: 'by_itself',
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
      refused: 'left_over',
      leftOver: 1n,
    });
    expect(plan('matched_by_hand', exception({}))).toMatchObject({ refused: 'name_subject' });
    expect(plan('matched_by_hand', exception({}), { subject: payment(90n, 'seen') })).toMatchObject(
      {
        refused: 'seen_already',
      },
    );
  });

  test.each<[string, WhyNot, ExceptionRow, ExceptionRow[]]>([
    ['that is resolved', 'resolved_already', exception({ state: 'resolved' }), [went(90n)]],
    [
      'by one that is resolved',
      'resolved_already',
      exception({}),
      [exception({ ...went(90n), state: 'resolved' })],
    ],
    [
      'by one of another bank',
      'two_banks',
      exception({}),
      [exception({ ...went(90n), bank: 'other' })],
    ],
    [
      'by another one that waits for its own',
      'other_by_itself',
      exception({}),
      [missing(payment(90n))],
    ],
  ])('%s is refused', (_what, why, one, others) => {
    expect(plan('returned_to_bank', one, { others })).toMatchObject({ refused: why });
  });

  test('of a payout once more than is booked is its bank account’s, by which it is owed less, or more', () => {
    const line = { subject_kind: 'payout', subject_id: 'o', amount: 90n, expected: 90n } as const;
    const left = exception({ ...line, type: 'payout', booked: -90n });
    const subject = payout(90n);
    subject.state = 'not_succeeded';
    expect(plan('booked_to_account', left, { subject })).toMatchObject({
      toAccount: { account: 'SBA', amount: -90n },
      claims: null,
      loss: 0n,
      closes: [left],
    });
    expect(plan('loss_borne', left, { subject })).toEqual({ refused: 'owed_too' });
    const came = exception({ ...line, type: 'payout_return', booked: 90n });
    expect(plan('booked_to_account', came, { subject })).toMatchObject({
      toAccount: { account: 'SBA', amount: 90n },
    });
    const refused: [WhyNot, ExceptionRow, Standing][] = [
      ['other_kind', left, payment(90n)],
      ['no_line', missing(subject), subject],
      ['part_of_it', { ...left, reason: 'amount_differs' }, subject],
    ];
    for (const [why, one, of] of refused) {
      expect(plan('booked_to_account', one, { subject: of })).toEqual({ refused: why });
    }
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
          if (made.claims !== null || made.reverses.length > 0) expect(state).toBe('waits');
          // What is reversed was never shown, or went back as it came: it is not claimed too.
          if (made.reverses.length > 0) expect([made.claims, inSuspense]).toEqual([null, 0n]);
          const named = others.reduce((sum, { booked }) => sum + booked, 0n);
          if (made.loss === 0n && resolution !== 'matched_by_hand' && others.length > 0) {
            expect(named).toBe(wantedOf({ exception: one, subject, resolution }));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
