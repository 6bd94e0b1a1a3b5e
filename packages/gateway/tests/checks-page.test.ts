// docs/checks.md lists every check with its promise, what to do about its findings, and who looks at each invariant.
import { expect, test } from 'vitest';
import { CHECKS, CHECK_NAMES } from '../src/checks/catalogue.ts';
import { readPage } from './pages/generated.ts';

const page = readPage('checks.md');

test('shows every check with its invariants and its promise', () => {
  expect(rowsOf('## The checks')).toEqual(
    CHECKS.map(({ name, invariants, promise }) => [`\`${name}\``, invariants.join(', '), promise]),
  );
});

test('says for every check what to do', () => {
  const rows = rowsOf('## When one finds something');
  expect(rows.map(([name]) => name)).toEqual(CHECK_NAMES.map((name) => `\`${name}\``));
  expect(rows.every(([, advice = '']) => advice.length > 20)).toBe(true);
});

test('names for every invariant those checks that answer for it', () => {
  const rows = rowsOf('## What must always hold, and who looks');
  for (const [number, property, looked = ''] of rows) {
    const [said = ''] = /(?<=\bchecks? )[^:;]+/.exec(looked) ?? [];
    const named = [...said.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const answering = CHECKS.filter(({ invariants }) => invariants.includes(number ?? ''));
    expect(named.toSorted(), `${number}: ${property}`).toEqual(
      answering.map(({ name }) => name).toSorted(),
    );
  }
  const listed = new Set(rows.map(([number]) => number));
  const missing = CHECKS.flatMap(({ invariants }) => invariants).filter((one) => !listed.has(one));
  // Those are of the other kind, which holds in the end.
  expect([...new Set(missing)].toSorted()).toEqual([
    'M10',
    'M11',
    'M12',
    'M13',
    'M14',
    'M8',
    'N1',
    'N9',
  ]);
});

/** The rows of a section's table, without its head. */
function rowsOf(opening: string): string[][] {
  const [, section = ''] = page.split(`\n${opening}\n`);
  return section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| ?| ?\|$/g, '').trim()));
}
