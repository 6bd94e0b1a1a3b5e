// docs/cli.md lists the commands that there are, as their own help describes them.
import { expect, test } from 'vitest';
import { cliParts } from './pages/cli.ts';
import { partNames, readPage, withParts } from './pages/generated.ts';

const page = readPage('cli.md');

test('docs/cli.md is what `node scripts/cli.ts` writes', () => {
  expect(withParts(page, cliParts())).toBe(page);
});

test('docs/cli.md holds the generated part once, and no other', () => {
  expect(partNames(page)).toEqual(Object.keys(cliParts()));
});
