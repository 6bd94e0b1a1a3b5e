// docs/states.md says what the machines say.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PAYMENT_MACHINE, PAYMENT_STATES } from '../src/payments/payment.ts';
import { REFUND_MACHINE, REFUND_STATES } from '../src/refunds/refund.ts';
import { TOKEN_MACHINE, TOKEN_STATES } from '../src/tokens/token.ts';
import { partNames, readPage, withParts } from './pages/generated.ts';
import { statesParts } from './pages/states.ts';

const page = readPage('states.md');
const parts = statesParts();

describe('docs/states.md', () => {
  test('is what `node scripts/states.ts` writes', () => {
    expect(withParts(page, parts)).toBe(page);
  });

  test('holds every generated part once, and no other', () => {
    expect(partNames(page).toSorted()).toEqual(Object.keys(parts).toSorted());
  });

  test.each([
    ['payment', PAYMENT_MACHINE],
    ['token', TOKEN_MACHINE],
    ['refund', REFUND_MACHINE],
  ] as const)('draws and tables every move of a %s', (name, machine) => {
    const drawn = parts[`${name}-diagram`]!;
    const tabled = parts[`${name}-moves`]!.split('\n');
    for (const [from, moves] of Object.entries<Readonly<Record<string, string>>>(machine)) {
      for (const [event, to] of Object.entries(moves)) {
        expect(
          tabled.filter((row) => row.startsWith(`| \`${from}\` | \`${event}\` | \`${to}\` |`)),
        ).toHaveLength(1);
        expect(drawn).toMatch(new RegExp(`^  ${from} --> ${to}: .*\\b${event}\\b`, 'm'));
      }
    }
  });
});

describe('the database', () => {
  const schema = readFileSync(path.join(import.meta.dirname, '../schema.sql'), 'utf8');

  test.each([
    ['payments', PAYMENT_STATES],
    ['tokens', TOKEN_STATES],
    ['refunds', REFUND_STATES],
  ] as const)('allows the states of %s and no others', (name, states) => {
    const definition = new RegExp(`^create table ${name} \\($[^]*?^\\);`, 'm').exec(schema)?.[0];
    const check = /^  check \(state = any \(array\[([^\]]*)\]\)\),?$/m.exec(definition ?? '')?.[1];
    expect([...(check ?? '').matchAll(/'(\w+)'/g)].map(([, state]) => state)).toEqual([...states]);
  });
});
