// Lists as files: whole, streamed, masked like the list, and harmless in a spreadsheet.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { timeIn, zoneWords } from '../src/backoffice/csv/words.ts';
import { safeText } from '../src/base/safe-text.ts';
import { PAYMENT_ROUTES } from '../src/backoffice/payments/index.ts';
import { REFUND_ROUTES } from '../src/backoffice/refunds/index.ts';
import { TOKEN_ROUTES } from '../src/backoffice/tokens/index.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { sealDetails } from '../src/payments/view.ts';
import { diceOf, makeRows, type Made } from './backoffice-rows.ts';
import { startOffice, type Office } from './backoffice-world.ts';
import { openTestDb } from './database.ts';

let office: Office;
let merchant: Merchant;
let made: Made;
let finance: string;

beforeAll(async () => {
  office = await startOffice([...PAYMENT_ROUTES, ...TOKEN_ROUTES, ...REFUND_ROUTES]);
  merchant = await office.merchant();
  made = await makeRows(office, merchant, diceOf(7), { tokens: 4, payments: 30 });
  finance = office.member('finance_maker', merchant);
});

afterAll(() => office.close());

const file = (query = '', cookie = finance, kind = 'payments') =>
  office.ask(`/${merchant.clientId}/${kind}.csv${query}`, cookie);

/** The lines of a file; no field of these tests has a line break in it. */
async function linesOf(answer: Response): Promise<string[]> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
  return bytes.subarray(3).toString().trimEnd().split('\n');
}

describe('a file', () => {
  test('has every row that the filters find, its times in a zone that the head names', async () => {
    const answer = await file('?state=succeeded');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(
        `^attachment; filename="payments-${merchant.clientId}-start-to-[0-9-]{10}\\.csv"$`,
      ),
    );
    const [head, ...rows] = await linesOf(answer);
    expect(head).toMatch(/^"?created_at \(Asia\/Jakarta, UTC\+7\)/);
    const paid = made.payments.filter((row) => row.state === 'succeeded');
    expect(rows).toHaveLength(paid.length);
    const newest = paid
      .map((row) => row.created_at as string)
      .toSorted()
      .at(-1)!;
    expect(rows[0]).toContain(timeIn(Date.parse(newest), 'Asia/Jakarta'));
    expect(rows[0]).toMatch(/,\d+000,\d+,succeeded,/);
  });

  test('speaks of other zones when asked to, and of none that there is not', async () => {
    const [head] = await linesOf(await file('?zone=Asia/Jayapura'));
    expect(head).toContain('Asia/Jayapura, UTC+9');
    const refused = await file('?zone=Mars/Olympus');
    expect(await refused.json()).toMatchObject({ error: { code: 'field_invalid', field: 'zone' } });
  });

  test('of tokens and refunds has as many rows as there are', async () => {
    for (const kind of ['tokens', 'refunds'] as const) {
      const [, ...rows] = await linesOf(await file('', finance, kind));
      expect(rows).toHaveLength(made[kind].length);
    }
  });

  test('is for who may export, of their own merchants, and leaves a note', async () => {
    expect((await file('', office.member('viewer', merchant))).status).toBe(403);
    expect((await file('', office.member('finance_maker', await office.merchant()))).status).toBe(
      404,
    );
    const [note] = await office.sql<{ act: string; after: unknown }>(
      `select act, after from audit_entries where merchant_id = $1 order by entry_no limit 1`,
      [merchant.merchantId],
    );
    expect(note).toMatchObject({ act: 'payments.exported', after: { state: ['succeeded'] } });
  });

  test('of one customer leaves a note that does not say who', async () => {
    await file('?customer_id=budi@gmail.com');
    const [note] = await office.sql<{ after: unknown }>(
      `select after from audit_entries where merchant_id = $1 and act = 'payments.exported' order by entry_no desc limit 1`,
      [merchant.merchantId],
    );
    expect(note).toMatchObject({ after: { customer_id: '***' } });
  });

  test('has no cell that a spreadsheet would run, whatever a merchant wrote', async () => {
    const mine = await office.merchant();
    const { payments } = await makeRows(office, mine, diceOf(8), { tokens: 1, payments: 1 });
    const [row] = payments;
    const name = `=cmd|' /C calc'!A0`;
    const sealed = sealDetails(office.ctx, mine.merchantId, row!.payment_id as string, {
      customer: { id: '+1-2', name },
      otpLifeMs: 1,
    });
    await office.sql(
      `update payments set sealed_details = $2, invoice_number = '@SUM(1)' where payment_id = $1`,
      [row!.payment_id, sealed],
    );
    const answer = await office.ask(
      `/${mine.clientId}/payments.csv`,
      office.member('finance_maker', mine),
    );
    const [, line] = await linesOf(answer);
    expect(line).toContain(`,'@SUM(1),`);
    expect(line).toContain(`,'+1-2,`);
    expect(line).toContain(`,'=cmd|`);
  });

  test('of 100,000 rows is streamed within bounded memory, and stops when its reader leaves', async () => {
    const mine = await office.merchant();
    const { payments } = await makeRows(office, mine, diceOf(9), { tokens: 1, payments: 1 });
    await fill(mine, payments[0]!.payment_id as string, 99_999);
    const reader = office.member('finance_maker', mine);
    const path = `/${mine.clientId}/payments.csv`;

    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    let lines = 0;
    for await (const chunk of (await office.ask(path, reader)).body!) {
      lines += Buffer.from(chunk).toString('latin1').split('\n').length - 1;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(lines).toBe(100_001);
    expect((most - before) / 2 ** 20).toBeLessThan(150);

    const leaving = new AbortController();
    const begun = await fetch(`${office.url}/backoffice/api${path}`, {
      headers: { cookie: reader },
      signal: leaving.signal,
    });
    await begun.body!.getReader().read();
    leaving.abort();
    await expect
      .poll(async () =>
        office.sql(
          `select 1 from pg_stat_activity where application_name = 'tarik back office'
              and state = 'idle in transaction' and datname = current_database()`,
        ),
      )
      .toEqual([]);
  }, 120_000);

  test('whose reader leaves before its first row gives its place to the next', async () => {
    const other = openTestDb(office.databaseUrl);
    for (let n = 0; n < 3; n += 1) {
      const leaving = new AbortController();
      await other.transaction(async (tx) => {
        await tx.rows({ name: '', text: 'lock table tokens in access exclusive mode', values: [] });
        const asked = fetch(`${office.url}/backoffice/api/${merchant.clientId}/tokens.csv`, {
          headers: { cookie: finance },
          signal: leaving.signal,
        });
        await expect.poll(() => readersThat('Lock')).toBe(1);
        leaving.abort();
        await expect(asked).rejects.toThrow('aborted');
      });
      await expect.poll(() => readersThat('Lock')).toBe(0);
    }
    await expect.poll(async () => (await file('', finance, 'tokens')).status).toBe(200);
    await expect.poll(() => readersThat('Client', 'idle in transaction')).toBe(0);
    await other.close();
  });
});

describe('the words of a file', () => {
  test.each(['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '\u0000=1'])(
    '%j is made safe',
    (text) => expect(safeText(text)).toBe(`'${text}`),
  );

  test.each(['INV-1', 'a=b', 'budi@gmail.com', '1-2', ''])('%j stays', (text) =>
    expect(safeText(text)).toBe(text),
  );

  test('name the zone with its offset', () => {
    const summer = Date.UTC(2026, 6, 1);
    expect(zoneWords('Asia/Jakarta', summer)).toBe('Asia/Jakarta, UTC+7');
    expect(zoneWords('Asia/Kolkata', summer)).toBe('Asia/Kolkata, UTC+5:30');
    expect(zoneWords('America/New_York', summer)).toBe('America/New_York, UTC-4');
    expect(zoneWords('UTC', summer)).toBe('UTC, UTC+0');
    expect(timeIn(Date.UTC(2026, 10, 26, 17, 4, 5), 'Asia/Jakarta')).toBe('2026-11-27 00:04:05');
  });
});

/** How many connections of the door for reading wait for this. */
async function readersThat(wait: string, state = 'active'): Promise<number> {
  const rows = await office.sql(
    `select 1 from pg_stat_activity where application_name = 'tarik back office' and datname = current_database()
        and wait_event_type = $1 and state = $2`,
    [wait, state],
  );
  return rows.length;
}

/** Makes a merchant's payments many, each with details of its own. */
async function fill({ merchantId }: Merchant, like: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 10_000) {
    const ids = Array.from({ length: Math.min(10_000, count - done) }, () =>
      office.ctx.random.id(),
    );
    const sealed = ids.map((id) =>
      sealDetails(office.ctx, merchantId, id, {
        customer: { id: 'C-1', name: 'Budi' },
        otpLifeMs: 1,
      }),
    );
    await office.sql(
      `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number,
         request_id, customer_key, sealed_details, asked_at, created_at, finished_at)
       select p.merchant_id, i.id, p.bank, p.token_id, 'failed', 1, i.id, 7000, i.id::text, i.id::text, p.customer_key,
              i.sealed, p.asked_at, now() - n * interval '1 ms', now()
         from payments p, unnest($2::uuid[], $3::bytea[]) with ordinality as i (id, sealed, n) where p.payment_id = $1`,
      [like, ids, sealed],
    );
  }
}
