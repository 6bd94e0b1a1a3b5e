// What the bench of the Back Office asks for: every route that a page reads from.
import { expect, test } from 'vitest';
import { casesOf } from './cases.ts';
import { uncovered } from './covered.ts';
import type { Samples } from './samples.ts';

const ID = '019ac000-0000-7000-8000-000000000000';
const SAMPLES: Samples = {
  now: Date.UTC(2026, 0, 1),
  payments: [{ id: ID, invoice: 'INV-1', request: 'REQ-1', bankId: '1' }],
  tokens: [ID],
  refunds: [{ id: ID, request: 'RFD-1', bankId: 'R1' }],
  notifications: [ID],
  calls: [ID],
  approvals: [ID],
};
const paths = casesOf(SAMPLES).map((one) => one.path(0));

test('every GET of the contract is measured, or is named with a reason why not', () => {
  expect(uncovered(paths)).toEqual([]);
});

test('a route whose cases are taken away is missed', () => {
  const without = (part: RegExp) => uncovered(paths.filter((path) => !part.test(path)));
  expect(without(/payments\/sum/)).toEqual(['/:workspace/payments/sum']);
  expect(without(/\/search\?/)).toEqual(['/:workspace/search']);
  expect(without(/refunds\/0/)).toEqual(['/:workspace/refunds/:refund_id']);
});

test('a case has one name, whatever its database and whenever loaded', () => {
  const names = (other: Partial<Samples>) =>
    casesOf({ ...SAMPLES, ...other }).map(({ name }) => name);
  expect(names({ now: Date.UTC(2026, 5, 3, 4, 5, 6, 789) })).toEqual(names({}));
  expect(names({ tokens: ['019ac001-1111-7222-8333-444444444444'] })).toEqual(names({}));
});

test('no two cases have one name', () => {
  const names = casesOf(SAMPLES).map(({ name }) => name);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});
