// The catalogue of bad input as a table, over real HTTP: every row is answered as it says, asks the bank for nothing and
// changes no row, unless it says so. Rows 89 to 91 are about the Back Office.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ANY_ENDPOINT, slowCallers } from './bad-input/any-endpoint.ts';
import { CALLBACKS } from './bad-input/callbacks.ts';
import { OTP } from './bad-input/otp.ts';
import { PAYMENTS } from './bad-input/payments.ts';
import { REFUNDS } from './bad-input/refunds.ts';
import { startStage, type Case, type Row, type Stage } from './bad-input/stage.ts';
import { TOKENS } from './bad-input/tokens.ts';
import { booksOf } from './world.ts';

const ROWS = [...ANY_ENDPOINT, ...TOKENS, ...PAYMENTS, ...OTP, ...REFUNDS, ...CALLBACKS].toSorted(
  (a, b) => a.n - b.n,
);

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
  slowCallers(stage);
});

afterAll(() => stage.close());

test('every row of the catalogue is in the table, once', () => {
  expect(ROWS.map(({ n }) => n)).toEqual(Array.from({ length: 88 }, (_, n) => n + 1));
});

test('a row without a case says whose it is', () => {
  expect(ROWS.filter((row) => row.elsewhere !== undefined).map(({ n }) => n)).toEqual([43, 58, 59]);
});

describe('bad input', () => {
  afterEach(async () => {
    await stage.rest();
    expect(await booksOf(stage.world)).toEqual({ findings: [], differences: [] });
  });

  test.each(ROWS.map((row) => [titleOf(row), row] as const))('%s', async (_title, row) => {
    const cases = await row.cases(stage);
    if (row.elsewhere === undefined) expect(cases.length).toBeGreaterThan(0);
    for (const one of cases) await hold(one);
  });
});

async function hold(one: Case): Promise<void> {
  const before = await stage.picture();
  const asked = stage.asked.length;
  const told = await one.send();
  const [status, code] = one.answer;
  expect({ case: one.what, status: told.status, code: told.json?.error?.code }).toEqual({
    case: one.what,
    status,
    code,
  });
  const after = await stage.picture();
  const tables = [...after.keys()].filter((table) => after.get(table) !== before.get(table));
  const { leaves = 'nothing', asks = [] } = one;
  if (leaves === 'nothing')
    expect({ case: one.what, tables }).toEqual({ case: one.what, tables: [] });
  if (leaves === 'answer') {
    expect({ case: one.what, tables }).toEqual({ case: one.what, tables: ['requests'] });
  }
  const askedFor = [...new Set(stage.asked.slice(asked))];
  expect({ case: one.what, askedFor }).toEqual({ case: one.what, askedFor: [...asks] });
  await one.check?.(told);
}

function titleOf({ n, says, elsewhere }: Row): string {
  return `${n}. ${says}${elsewhere === undefined ? '' : ` (${elsewhere})`}`;
}
