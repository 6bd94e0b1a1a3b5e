// What people have proved counts as a word only when two of them have seen something of the bank, about what was unclear.
import { describe, expect, test } from 'vitest';
import { faultOfCause, type EventRow } from './causes.ts';

const PROOF = {
  operation: 'operator',
  http: null,
  code: null,
  note: 'bank_statement: STMT-77, 2026-11-25',
  source: 'bank_statement',
  reference: 'STMT-77',
  day: '2026-11-25',
  askedBy: 'a',
  decidedBy: 'b',
};

function faultOf(evidence: object, actor = 'operator', state = 'unclear') {
  const event: EventRow = {
    ref: 'r',
    version: 3,
    moveId: 'm',
    event: 'proved_paid',
    state: 'succeeded',
    actor,
    evidence,
    at: 1000,
  };
  return faultOfCause('payment', event, { state, askedAt: 0, tries: 0 }, 0)?.invariant ?? null;
}

describe('a proof', () => {
  test('by two people ends what is unclear', () => {
    expect(faultOf(PROOF)).toBeNull();
  });

  test('by one, by nobody, of nothing, or by a program ends nothing', () => {
    expect(faultOf({ ...PROOF, decidedBy: 'a' })).toBe('S9');
    expect(faultOf({ ...PROOF, decidedBy: undefined })).toBe('S9');
    expect(faultOf({ ...PROOF, reference: '' })).toBe('S9');
    expect(faultOf(PROOF, 'bank')).toBe('S9');
    expect(faultOf({})).toBe('S8');
  });

  test('says nothing about a payment that is not unclear', () => {
    expect(faultOf(PROOF, 'operator', 'awaiting_otp')).toBe('S9');
  });
});
