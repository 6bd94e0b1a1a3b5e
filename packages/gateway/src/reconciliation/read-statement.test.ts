// Statement files, good ones and every kind of bad one: each fault is told with its line and its column.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEADER, opened, statementFile, statementLine } from '../../tests/statement-file.ts';
import { CIMB_STATEMENTS } from '../banks/cimb/statement-profile.ts';
import { BadStatement } from './bad-statement.ts';
import { readStatement, type OpenFile } from './read-statement.ts';
import type { StatementLine } from './statement.ts';

const DAY = '2026-11-25';

async function read(open: OpenFile, mostBytes?: number) {
  const lines: StatementLine[] = [];
  const file = await readStatement(open, {
    profile: CIMB_STATEMENTS,
    day: DAY,
    onLines: (batch) => void lines.push(...batch),
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  return { ...file, read: lines };
}

/** Movements enough for several batches. */
const MANY = Array.from({ length: 12_000 }, (_, n) => ({
  reference: n.toString(16).padStart(32, '0'),
  amount: 1,
}));

describe('lines are handed on', () => {
  test('a batch after the other, the next one read meanwhile, and all of them before the end', async () => {
    const taken: number[] = [];
    let under = 0;
    const { lines } = await readStatement(opened(statementFile(DAY, MANY)), {
      profile: CIMB_STATEMENTS,
      day: DAY,
      async onLines(batch) {
        under += 1;
        expect(under).toBe(1);
        await new Promise(setImmediate);
        taken.push(...batch.map(({ lineNo }) => lineNo));
        under -= 1;
      },
    });
    expect(lines).toBe(MANY.length);
    expect(taken).toEqual(MANY.map((_, n) => n + 2));
  });

  test.each([
    ['and a fault of the file is told when nothing is under way any more', true, 'half of it'],
    ['and what fails ends the reading', false, 'no room'],
  ])('%s', async (_, isCut, why) => {
    const whole = statementFile(DAY, MANY);
    let under = 0;
    const reading = readStatement(opened(isCut ? whole.slice(0, whole.indexOf('TOTAL')) : whole), {
      profile: CIMB_STATEMENTS,
      day: DAY,
      async onLines() {
        under += 1;
        await new Promise(setImmediate);
        under -= 1;
        if (!isCut) throw new Error('no room');
      },
    });
    await expect(reading).rejects.toThrow(why);
    expect(under).toBe(0);
  });
});

async function fault(content: string | Buffer, size?: number) {
  const error: unknown = await read(opened(content, size)).then(
    () => 'taken',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BadStatement)) throw new Error(`no fault: ${String(error)}`);
  const { line, column, message } = error;
  return { line, column, message };
}

const MOVEMENTS = [
  { reference: 'a'.repeat(32), amount: 90_000, time: '00:00:00' },
  { reference: 'b'.repeat(32), amount: 25_000, type: 'REFUND', time: '13:05:59' },
  { reference: 'c'.repeat(32), amount: 999_999_999_999n, type: 'PAYOUT', time: '23:59:59' },
  { reference: 'd'.repeat(32), amount: 1, type: 'PAYOUT_RETURN' },
] as const;
const GOOD = statementFile(DAY, MOVEMENTS);

/** The good file with one of its lines, counted from 1, written anew. */
function withLine(lineNo: number, change: (line: string) => string): string {
  const lines = GOOD.split('\r\n');
  lines[lineNo - 1] = change(lines[lineNo - 1] ?? '');
  return lines.join('\r\n');
}

describe('a good file', () => {
  test('is read with its lines, sums, size and hash', async () => {
    const { lines, sums, bytes, read: found } = await read(opened(GOOD));
    expect({ lines, sums, bytes }).toEqual({
      lines: 4,
      sums: { debit: 90_000n, refund: 25_000n, payout: 999_999_999_999n, payout_return: 1n },
      bytes: GOOD.length,
    });
    expect(found[0]).toMatchObject({
      lineNo: 2,
      partner: 'KEY-1',
      type: 'debit',
      reference: 'a'.repeat(32),
      amount: 90_000n,
      at: Date.parse('2026-11-24T17:00:00Z'),
    });
    expect(found.map(({ lineNo }) => lineNo)).toEqual([2, 3, 4, 5]);
  });

  test.each([
    ['ends its lines with LF', GOOD.replaceAll('\r\n', '\n')],
    ['has a byte order mark', `\uFEFF${GOOD}`],
    ['has no end of line after its last', GOOD.slice(0, -2)],
    ['quotes its fields', GOOD.replaceAll(/[^,\r\n]+/g, '"$&"')],
    ['has fields for nothing after its sums', withLine(6, (line) => `${line},`)],
    ['writes its sums as whole numbers', withLine(6, (line) => line.replaceAll('.00', ''))],
  ])('that %s is the same', async (_what, content) => {
    const plain = (await read(opened(GOOD))).read;
    expect((await read(opened(content))).read).toEqual(plain);
    expect((await read(opened(content, 7))).read).toEqual(plain);
  });

  test('of a day on which nothing happened has no line', async () => {
    expect(await read(opened(statementFile(DAY, [])))).toMatchObject({ lines: 0, read: [] });
  });

  test('may have lines of the day before, which the bank has booked late', async () => {
    const late = { reference: 'e'.repeat(32), amount: 5, day: '2026-11-24' };
    expect(await read(opened(statementFile(DAY, [late, ...MOVEMENTS])))).toMatchObject({
      lines: 5,
    });
  });

  test('of any lines, in pieces of any size, is read to the rupiah', async () => {
    const movement = fc.record({
      type: fc.constantFrom('DEBIT' as const, 'REFUND' as const),
      reference: fc.stringMatching(/^[0-9a-f]{32}$/),
      amount: fc.bigInt(1n, 999_999_999_999n),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(movement, { maxLength: 40 }),
        fc.integer({ min: 1, max: 300 }),
        async (movements, size) => {
          const { read: found } = await read(opened(statementFile(DAY, movements), size));
          expect(found.map(({ reference, amount }) => ({ reference, amount }))).toEqual(
            movements.map(({ reference, amount }) => ({ reference, amount })),
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a bad file', () => {
  test.each<
    [
      what: string,
      content: string | Buffer,
      line: number | null,
      column: string | null,
      says: RegExp,
    ]
  >([
    ['nothing at all', '', 1, null, /empty/],
    ['UTF-16', Buffer.from(`\uFEFF${GOOD}`, 'utf16le'), 1, '1', /not in UTF-8/],
    ['UTF-16 without a mark', Buffer.from(GOOD, 'utf16le'), 1, '1', /must be date_time/],
    [
      'Latin-1',
      Buffer.from(
        withLine(3, (line) => line.replace('KEY-1', 'K\xC9Y')),
        'latin1',
      ),
      3,
      '28',
      /UTF-8/,
    ],
    ['a column too few', GOOD.replace(',currency', ''), 1, '7', /currency is missing/],
    ['a column too many', GOOD.replace(',currency', ',currency,note'), 1, '8', /column too many/],
    [
      'columns in another order',
      GOOD.replace('type,bank_reference', 'bank_reference,type'),
      1,
      '3',
      /must be type/,
    ],
    [
      'another header',
      GOOD.replace('date_time', 'date'),
      1,
      '1',
      /must be date_time, and is "date"/,
    ],
    ['no header', GOOD.slice(HEADER.length + 2), 1, '1', /must be date_time/],
    ['a semicolon for a comma', GOOD.replaceAll(',', ';'), 1, '1', /must be date_time/],
    [
      'a line with a field too few',
      withLine(4, (line) => line.replace(',IDR', '')),
      4,
      '7',
      /7 fields, and this one 6/,
    ],
    [
      'a line with a field too many',
      withLine(4, (line) => `${line},x`),
      4,
      '8',
      /7 fields, and this one 8/,
    ],
    ['an empty line', withLine(3, (line) => `\r\n${line}`), 3, '2', /7 fields, and this one 1/],
    [
      'another type',
      withLine(2, (line) => line.replace('DEBIT', 'CREDIT')),
      2,
      'type',
      /one of DEBIT.* "CREDIT"/,
    ],
    [
      'a type in lower case',
      withLine(2, (line) => line.replace('DEBIT', 'debit')),
      2,
      'type',
      /one of/,
    ],
    [
      'an amount with sen',
      withLine(3, (line) => line.replace('.00', '.50')),
      3,
      'amount',
      /whole rupiah/,
    ],
    [
      'an amount without decimals',
      withLine(3, (line) => line.replace('.00', '')),
      3,
      'amount',
      /whole rupiah/,
    ],
    [
      'an amount with separators',
      withLine(3, (line) => line.replace('25000.00', '"25,000.00"')),
      3,
      'amount',
      /rupiah/,
    ],
    [
      'an amount of nothing',
      withLine(3, (line) => line.replace('25000', '0')),
      3,
      'amount',
      /from 1 to/,
    ],
    [
      'an amount below nothing',
      withLine(3, (line) => line.replace('25000', '-1')),
      3,
      'amount',
      /from 1 to/,
    ],
    [
      'an amount too large',
      withLine(3, (line) => line.replace('25000', '1000000000000')),
      3,
      'amount',
      /from 1 to/,
    ],
    [
      'another currency',
      withLine(2, (line) => line.replace('IDR', 'USD')),
      2,
      'currency',
      /must be IDR/,
    ],
    [
      'no reference',
      withLine(2, (line) => line.replace('a'.repeat(32), '')),
      2,
      'partner_reference',
      /1 to 64/,
    ],
    [
      'a reference with a NUL',
      withLine(2, (line) => line.replace('aaaa', 'aa\0a')),
      2,
      'partner_reference',
      /1 to 64/,
    ],
    [
      'a time of another zone',
      withLine(2, (line) => line.replace('+07:00', 'Z')),
      2,
      'date_time',
      /a time like/,
    ],
    [
      'an hour that is none',
      withLine(3, (line) => line.replace('T13', 'T25')),
      3,
      'date_time',
      /a time like/,
    ],
    [
      'a day that is none',
      withLine(3, (line) => line.replace('11-25', '11-31')),
      3,
      'date_time',
      /a time like/,
    ],
    [
      'a line of the day after',
      withLine(3, (line) => line.replace('11-25', '11-26')),
      3,
      'date_time',
      /must be of 2026-11-25/,
    ],
    [
      'a line of two days before',
      withLine(3, (line) => line.replace('11-25', '11-23')),
      3,
      'date_time',
      /must be of/,
    ],
    [
      'the day before',
      statementFile('2026-11-24', MOVEMENTS),
      2,
      'date_time',
      /file of another day/,
    ],
    [
      'half of it, cut between lines',
      GOOD.split('\r\n').slice(0, 4).join('\r\n'),
      5,
      null,
      /half of it is missing/,
    ],
    ['half of it, cut within a line', GOOD.slice(0, 200), 3, null, /7 fields/],
    ['half of it, cut within a quote', `${GOOD.slice(0, 200)},"IDR`, null, null, /./],
    [
      'a line less than its last line says',
      withLine(3, () => '').replace('\r\n\r\n', '\r\n'),
      5,
      '2',
      /3 by the lines, and "4"/,
    ],
    [
      'another sum than its last line says',
      withLine(2, (line) => line.replace('90000', '90001')),
      6,
      '3',
      /90001 by the lines/,
    ],
    [
      'a last line with a sum too many',
      withLine(6, (line) => `${line},7`),
      6,
      '7',
      /fields too many/,
    ],
    [
      'a line after its last',
      `${GOOD}${statementLine(DAY, MOVEMENTS[0])}\r\n`,
      7,
      null,
      /follows the TOTAL of line 6/,
    ],
    [
      'a quote that never ends',
      withLine(3, (line) => line.replace('REFUND', '"REFUND')),
      null,
      null,
      /./,
    ],
    [
      'a character after a quote',
      withLine(3, (line) => line.replace('REFUND', '"REFUND"x')),
      3,
      '3',
      /closing quote/,
    ],
    [
      'a line of megabytes',
      withLine(3, (line) => line.replace('KEY-1', 'K'.repeat(3_000_000))),
      3,
      null,
      /longer than 4096/,
    ],
    ['a file that is one line', 'x'.repeat(100_000), 1, null, /longer than 4096/],
    ['bytes of no text', randomBytes(500), 1, null, /./],
  ])('%s is refused', async (_what, content, line, column, says) => {
    for (const size of [65_536, 11]) {
      const found = await fault(content, size);
      expect(found.message).toMatch(says);
      if (line !== null)
        expect(found).toMatchObject({ line, ...(column === null ? {} : { column }) });
    }
  });

  test('of more bytes than may be is refused before it is read', async () => {
    let handedOut = 0;
    const endless: OpenFile = async function* lines() {
      yield Buffer.from(`${HEADER}\r\n`);
      const line = Buffer.from(`${statementLine(DAY, MOVEMENTS[0])}\r\n`);
      for (;;) {
        handedOut += line.length;
        yield line;
      }
    };
    await expect(read(endless, 100_000)).rejects.toThrow(/too large: a statement has 100000 bytes/);
    expect(handedOut).toBeLessThan(300_000);
  });

  test('names what it found, and never at length', async () => {
    const { message } = await fault(withLine(2, (line) => line.replace('DEBIT', 'D'.repeat(500))));
    expect(message.length).toBeLessThan(200);
    expect(message).toMatch(/^line 2, column type: must be one of DEBIT.*…"$/);
  });
});
