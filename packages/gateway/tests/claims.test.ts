// Chores and flows meet at the same rows: whatever order the rows are due in, they are locked in one order, so that
// nobody waits for somebody who waits for him.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleDuePayments } from '../src/payments/settle-unclear.ts';
import { settleDueRefunds } from '../src/refunds/settle-unclear.ts';
import { settleDueTokens } from '../src/tokens/chores.ts';
import { quiet } from './quiet.ts';
import { BANK, booksOf, paymentBody, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({}, 300);
});

afterAll(async () => {
  await quiet(world);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  await world.close();
});

const two = <T>(make: () => Promise<T>) => Promise.all([make(), make()]);

/** Two rows of each kind that a chore has to look at. */
const KINDS = [
  {
    table: 'payments',
    id: 'payment_id',
    chore: () => settleDuePayments(world.ctx),
    async make() {
      const bound = await world.token(world.one, '800000000001');
      await two(() => world.one.post(`${BANK}/payment`, paymentBody(bound)));
    },
  },
  {
    table: 'refunds',
    id: 'refund_id',
    chore: () => settleDueRefunds(world.ctx),
    async make() {
      const bound = await world.token(world.one, '800000000003');
      const paid = await world.one.post(`${BANK}/payment`, paymentBody(bound));
      const fault = { operation: 'refund', fault: 'reset', count: 2 };
      await world.sandbox('/sandbox/faults', fault);
      await two(() =>
        world.one.post(`${BANK}/payment-refund`, {
          order: { invoice_number: paid.json.order.invoice_number },
          payment: { original_request_id: paid.requestId },
          refund: { amount: 1 },
        }),
      );
    },
  },
  {
    table: 'tokens',
    id: 'token_id',
    chore: () => settleDueTokens(world.ctx),
    make: async () => {
      await two(() =>
        world.one.post(`${BANK}/token`, {
          customer: { id: 'C-claims' },
          debit_card: { account_mobile_phone: '6281234567890' },
        }),
      );
    },
  },
];

test.each(KINDS)('a chore on $table and a flow never wait for each other', async (kind) => {
  const { table, id, chore, make } = kind;
  await quiet(world);
  await make();
  const flow = new pg.Client({ connectionString: world.databaseUrl });
  const watch = new pg.Client({ connectionString: world.databaseUrl });
  await Promise.all([flow.connect(), watch.connect()]);
  try {
    const { rows } = await watch.query<{ id: string }>(
      `select ${id} as id from ${table} where due_at is not null order by ${id}`,
    );
    expect(rows).toHaveLength(2);
    const [first, second] = rows.map((row) => row.id);
    // The later id is due first, and both are due.
    world.advance(3600);
    await watch.query(
      `update ${table} set due_at = $1::timestamptz + case ${id} when $2 then interval '1 s' else interval '0' end
        where ${id} in ($2, $3)`,
      [new Date(world.clock.now() - 60_000), first, second],
    );
    const lock = (one: string | undefined) =>
      flow.query(`select 1 from ${table} where ${id} = $1 for update`, [one]);
    await flow.query('begin');
    await lock(first);
    const work = chore();
    const waits = async () => {
      const waiting = await watch.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.rowCount;
    };
    await expect.poll(waits, { interval: 10 }).toBe(1);
    await lock(second);
    await flow.query('commit');
    expect(await work).toBe(2);
  } finally {
    await Promise.all([flow.end(), watch.end()]);
  }
});
