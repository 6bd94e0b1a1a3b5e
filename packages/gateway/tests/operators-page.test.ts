// docs/operators.md says what each role may do, as the code decides it, and which acts need two people.
import { expect, test } from 'vitest';
import { APPROVAL_KINDS } from '../src/operators/approval.ts';
import { partNames, readPage, withParts } from './pages/generated.ts';
import { rolesParts } from './pages/roles.ts';

const page = readPage('operators.md');

test('docs/operators.md is what `node scripts/roles.ts` writes', () => {
  expect(withParts(page, rolesParts())).toBe(page);
  expect(partNames(page)).toEqual(Object.keys(rolesParts()));
});

test('names every kind of approval', () => {
  const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind);
  expect(named).toEqual(APPROVAL_KINDS);
});
