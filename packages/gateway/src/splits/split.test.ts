// Splits to the rupiah: the example of docs/money.md, and for any lines, any refunds in any order, what must come out.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSplit, splitJson } from './json.ts';
import {
  isFault,
  MOST_LINES,
  remainderOf,
  reverse,
  sharesOf,
  splitNet,
  type Split,
  type SplitFault,
  type SplitLine,
} from './split.ts';

const REST = 'SBA-default';
const line = (account: string, type: SplitLine['type'], value: bigint): SplitLine => ({
  account,
  type,
  value,
});
const fix = (account: string, value: bigint) => line(account, 'FIX', value);
const percent = (account: string, value: bigint) => line(account, 'PERCENTAGE', value);

function split(net: bigint, lines: readonly SplitLine[]): Split {
  const made = splitNet(net, lines);
  if (isFault(made)) throw new Error(`${made.line} ${made.part} ${made.rule}`);
  return made;
}

const fault = (net: bigint, lines: readonly SplitLine[]) => splitNet(net, lines) as SplitFault;

/** What each account holds in the end: its shares, less what it gives back for these refunds. */
function left(amount: bigint, made: Split, refunds: readonly bigint[]): Record<string, bigint> {
  const sums: Record<string, bigint> = { [REST]: 0n };
  for (const share of sharesOf(made, REST)) sums[share.account] = share.amount;
  let before = 0n;
  for (const refund of refunds) {
    for (const share of reverse(amount, made, before, refund, REST)) {
      sums[share.account] = (sums[share.account] ?? 0n) - share.amount;
    }
    before += refund;
  }
  return sums;
}

/** A payment with its fee, lines that its net bears, and refunds of all of it or less, as it was cut into parts. */
const payments = fc
  .record({
    amount: fc.oneof(
      fc.bigInt({ min: 1n, max: 200n }),
      fc.bigInt({ min: 1n, max: 999_999_999_999n }),
    ),
    feePart: fc.bigInt({ min: 0n, max: 100n }),
    types: fc.array(fc.tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 100n })), {
      minLength: 1,
      maxLength: MOST_LINES,
    }),
    cuts: fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { maxLength: 12 }),
  })
  .map(({ amount, feePart, types, cuts }) => {
    const net = amount - (amount * feePart) / 100n;
    const lines = types.reduce<SplitLine[]>((kept, [isFix, value], n) => {
      const wish = isFix ? fix(`SBA-${n}`, (net * value) / 300n) : percent(`SBA-${n}`, value);
      const more = [...kept, wish];
      return isFault(splitNet(net, more)) ? kept : more;
    }, []);
    const refunds: bigint[] = [];
    let rest = amount;
    for (const cut of cuts) {
      const refund = (amount * cut) / 3_000n;
      if (refund < 1n || refund > rest) continue;
      refunds.push(refund);
      rest -= refund;
    }
    return { amount, net, lines, refunds, rest };
  })
  .filter(({ lines }) => lines.length > 0);

describe('a split', () => {
  test('is FIX first, percentages of the whole net rounded down, and the rest for the default account', () => {
    const made = split(87_101n, [percent('A', 33n), fix('B', 10_000n), percent('C', 10n)]);
    expect(made.lines.map(({ amount }) => amount)).toEqual([28_743n, 10_000n, 8_710n]);
    expect(remainderOf(made)).toBe(39_648n);
  });

  test('is of the net exactly, whatever its lines', () => {
    fc.assert(
      fc.property(payments, ({ net, lines }) => {
        const made = split(net, lines);
        for (const { type, value, amount } of made.lines) {
          expect(amount).toBe(type === 'FIX' ? value : (net * value) / 100n);
        }
        expect(remainderOf(made) >= 0n).toBe(true);
        const sum = sharesOf(made, REST).reduce((all, share) => all + share.amount, 0n);
        expect(sum).toBe(net);
        expect(readSplit(JSON.parse(JSON.stringify(splitJson(made))))).toEqual(made);
      }),
    );
  });

  test('may be all of the net, and name the default account itself', () => {
    expect(sharesOf(split(100n, [percent('A', 100n)]), REST)).toEqual([
      { account: 'A', amount: 100n },
    ]);
    expect(sharesOf(split(100n, [fix(REST, 60n), fix('A', 30n)]), REST)).toEqual([
      { account: REST, amount: 70n },
      { account: 'A', amount: 30n },
    ]);
  });

  const many = (count: number) => Array.from({ length: count }, (_, n) => fix(`SBA-${n}`, 1n));
  test.each([
    ['no line', [], null, null, 'must be 1 to 50 lines'],
    ['51 lines', many(51), null, null, 'must be 1 to 50 lines'],
    ['an account twice', [fix('A', 1n), percent('A', 1n)], 1, 'account', 'must not be named twice'],
    ['nothing', [fix('A', 0n)], 0, 'value', 'must be 1 or more'],
    [
      'more than 100 %',
      [percent('A', 60n), percent('B', 41n)],
      1,
      'value',
      'must not bring the percentages above 100',
    ],
    [
      'FIX above the net',
      [fix('A', 500n), fix('B', 501n)],
      1,
      'value',
      'must not bring the FIX lines above the net, 1000',
    ],
    [
      'FIX and percentages above the net',
      [fix('A', 500n), percent('B', 51n)],
      1,
      'value',
      'must not bring all lines together above the net, 1000',
    ],
  ])('is refused with %s', (_what, lines, place, part, rule) => {
    expect(fault(1000n, lines)).toEqual({ line: place, part, rule });
    expect(isFault(splitNet(1000n, many(50)))).toBe(false);
  });
});

describe('a refund', () => {
  test('takes back as docs/money.md shows it', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/money.md'), 'utf8');
    const made = split(87_100n, [percent('A', 60n)]);
    const shown = [
      ...page.matchAll(/^\| (?:the payment|a refund of [\d,]+) \| (-?[\d,]+) \| (-?[\d,]+) \|$/gm),
    ];
    const figures = shown.map(([, one = '', other = '']) =>
      [one, other].map((text) => BigInt(text.replaceAll(',', ''))),
    );
    const back = (before: bigint, refund: bigint) =>
      reverse(90_000n, made, before, refund, REST).map(({ amount }) => -amount);
    expect(figures).toEqual([
      sharesOf(made, REST).map(({ amount }) => amount),
      back(0n, 25_000n),
      back(25_000n, 65_000n),
    ]);
  });

  test('takes back exactly what it is, each time', () => {
    fc.assert(
      fc.property(payments, ({ amount, net, lines, refunds }) => {
        const made = split(net, lines);
        let before = 0n;
        for (const refund of refunds) {
          const back = reverse(amount, made, before, refund, REST);
          expect(back.reduce((sum, share) => sum + share.amount, 0n)).toBe(refund);
          for (const share of back)
            if (share.account !== REST) expect(share.amount > 0n).toBe(true);
          before += refund;
        }
      }),
    );
  });

  test('comes to the same in whatever order and parts', () => {
    fc.assert(
      fc.property(payments, ({ amount, net, lines, refunds }) => {
        const made = split(net, lines);
        const sum = refunds.reduce((all, refund) => all + refund, 0n);
        const inParts = left(amount, made, refunds);
        expect(left(amount, made, refunds.toReversed())).toEqual(inParts);
        if (sum > 0n) expect(left(amount, made, [sum])).toEqual(inParts);
      }),
    );
  });

  test('never takes more from a line than it had, and all of it when all is back; the default account bears the fee', () => {
    fc.assert(
      fc.property(payments, ({ amount, net, lines, refunds, rest }) => {
        const made = split(net, lines);
        const some = left(amount, made, refunds);
        for (const { account } of lines) expect((some[account] ?? 0n) >= 0n).toBe(true);
        const all = left(amount, made, rest > 0n ? [...refunds, rest] : refunds);
        for (const { account } of lines) expect(all[account] ?? 0n).toBe(0n);
        expect(all[REST] ?? 0n).toBe(net - amount);
      }),
    );
  });
});
