// Payouts all the way in a sandbox: over HTTP to the simulated bank as it reads pain.001, and back by its pain.002.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import { payoutChore } from '../src/sandbox/payout-door.ts';
import { settleDay } from '../src/settlement/run.ts';
import { settlementWorld, type SettlementWorld } from './settlement-world.ts';

const DAY = '2026-11-30';

let world: SettlementWorld;
let bank: Simulator;
let folder: string;

beforeAll(async () => {
  world = await settlementWorld();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-payouts-'));
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  bank = await startSimulator({
    port: 0,
    dataFolder: folder,
    // Under this Key the world's merchants have their bank.
    partners: [{ key: 'key', secret: 'a-secret-of-the-partner', publicKey: pem }],
    clock: world.clock,
    settings: { fsync: false },
  });
});

afterAll(async () => {
  await bank.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('are paid, refused and come back, and the books say what the bank’s book says', async () => {
  world.at('2026-11-26T03:00:00Z');
  // Ordinary, closed, and one from which money comes back.
  const seller = await world.merchantWith(3, ['900000000001', '900000000007', '900000000009']);
  const [first, closed, wrong] = seller.accounts as [string, string, string];
  const lines = [
    { account: closed, type: 'FIX', value: 20_000n },
    { account: wrong, type: 'FIX', value: 30_000n },
  ] as const;
  await seller.reconcile([await seller.pay(100_000n, 1_000n, lines)]);
  world.at(`${DAY}T05:00:00Z`);
  await settleDay(world.ctx, DAY);
  const chore = payoutChore(new Map([['cimb', bank.url]]));
  const states = () => world.sql('select account, state, reason from payouts order by account');

  await chore.run(world.ctx);
  world.advance(2 * 60_000);
  await chore.run(world.ctx);
  expect(await states()).toEqual([
    { account: first, state: 'paid', reason: null },
    { account: closed, state: 'refused', reason: 'AC04' },
    { account: wrong, state: 'paid', reason: null },
  ]);
  world.advance(25 * 3_600_000);
  await chore.run(world.ctx);
  expect((await states())[2]).toEqual({ account: wrong, state: 'returned', reason: 'AC01' });
  expect(await world.findings()).toEqual([]);
  expect(await world.balances(seller.merchantId)).toEqual({
    // Collected less what was paid for good.
    'cash:cimb': `debit ${100_000n - 49_000n}`,
    fee_revenue: 'credit 1000',
    [`split_payable:cimb:${closed}`]: 'credit 20000',
    [`split_payable:cimb:${wrong}`]: 'credit 30000',
  });
  const book = (await (await fetch(`${bank.url}/sandbox/book?payouts=true`)).json()) as {
    type: string;
    amount: number;
  }[];
  expect(book.map(({ type, amount }) => `${type} ${amount}`).toSorted()).toEqual([
    'PAYOUT 30000',
    'PAYOUT 49000',
    'PAYOUT_RETURN 30000',
  ]);
});
