// A file that its reader takes too slowly: it is cut off so that nobody takes a part of it for the whole.
import { afterEach, expect, test } from 'vitest';
import type { StreamLimits } from '../src/base/reading-stream.ts';
import { CsvQuery } from '../src/backoffice/contract/payments.ts';
import { InWorkspace } from '../src/backoffice/contract/words.ts';
import { sendCsv } from '../src/backoffice/csv/send.ts';
import { peopleRoutes } from '../src/backoffice/people/index.ts';
import { CARRYING } from '../src/backoffice/routes.ts';
import { route, shape } from '../src/backoffice/route.ts';
import { startOffice, type Office } from './backoffice-world.ts';

/** A file of so many thousand rows of a kilobyte, each made when it is asked for. */
const fileOf = (name: string, thousands: number) =>
  route(
    shape({
      method: 'GET',
      path: `/:workspace/${name}.csv`,
      summary: 'A file',
      permission: 'export',
      params: InWorkspace,
      query: CsvQuery,
      answer: 'csv',
    }),
    (call) =>
      sendCsv<{ n: number }, { n: number }>(call, {
        name: 'x',
        columns: [
          ['n', ({ n }) => BigInt(n)],
          ['pad', () => 'x'.repeat(1000)],
        ],
        query: {
          name,
          text: 'select b.n from generate_series(1, $1::int) as a (n), generate_series(1, 1000) as b (n)',
          values: [thousands],
        },
        word: (row) => row,
      }),
  );
/** Far more than the buffers between two processes hold, and than is sent in a moment. */
const LONG = fileOf('x-long', 2000);
const SHORT = fileOf('x-short', 20);
const NEVER = 600_000;

let office: Office;

async function open(limits: StreamLimits): Promise<[where: string, cookie: string]> {
  office = await startOffice([LONG, SHORT, ...peopleRoutes(CARRYING)], {}, limits);
  const merchant = await office.merchant();
  return [`/${merchant.clientId}`, office.member('admin', merchant)];
}

afterEach(() => office.close());

async function cuts(): Promise<Record<string, number>> {
  const { values } = await office.ctx.metrics.cutFiles.get();
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.why), value]));
}

test('a reader who stands still loses the connection, and the file has no end', async () => {
  const [where, cookie] = await open({ wholeMs: NEVER, stillMs: 300 });
  const answer = await office.ask(`${where}/x-long.csv`, cookie);
  expect(answer.status).toBe(200);
  await expect.poll(cuts).toEqual({ still: 1 });
  await expect(answer.text()).rejects.toThrow('terminated');
  expect(office.logged()).toContain('a file was cut off');
  expect(office.logged()).not.toContain('an export broke off');
  expect((await office.ctx.metrics.bugs.get()).values[0]?.value).toBe(0);
});

test('a reader who goes on and on is cut off when the file has taken too long', async () => {
  const [where, cookie] = await open({ wholeMs: 1500, stillMs: NEVER });
  const answer = await office.ask(`${where}/x-long.csv`, cookie);
  await expect(answer.text()).rejects.toThrow('terminated');
  await expect.poll(cuts).toEqual({ whole: 1 });
});

test('the audit is cut off as every other file', async () => {
  const [where, cookie] = await open({ wholeMs: NEVER, stillMs: 300 });
  const [merchant] = await office.sql<{ merchant_id: string }>(
    'select merchant_id from merchants where client_id = $1',
    [where.slice(1)],
  );
  await office.sql(
    `insert into audit_entries (merchant_id, entry_no, at, by, act, subject, reason, hash)
     select $1, n, now(), 'backoffice', 'x.done', 'x', repeat('x', 1000), '\\x00' from generate_series(1000, 40000) as n`,
    [merchant?.merchant_id],
  );
  const answer = await office.ask(`${where}/audit.csv`, cookie);
  await expect.poll(cuts).toEqual({ still: 1 });
  await expect(answer.text()).rejects.toThrow('terminated');
  expect((await office.ctx.metrics.bugs.get()).values[0]?.value).toBe(0);
});

test('who is quick enough gets all of it, with the id of the call', async () => {
  const [where, cookie] = await open({ wholeMs: NEVER, stillMs: NEVER });
  const answer = await office.ask(`${where}/x-short.csv`, cookie);
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect((await answer.text()).split('\n')).toHaveLength(20_002);
  expect(await cuts()).toEqual({});
});
