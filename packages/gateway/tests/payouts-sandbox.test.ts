// Payouts all the way in a sandbox: over HTTP to the simulated bank as it reads pain.001, and back by its pain.002.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import type { FaultName } from '../../simulator/src/faults.ts';
import { openPayoutDoor, payoutChore } from '../src/sandbox/payout-door.ts';
import { contentPlace } from '../src/settlement/file-payouts.ts';
import { settleDay } from '../src/settlement/run.ts';
import { sendPayouts } from '../src/settlement/send-files.ts';
import { listFiles } from '../src/settlement/store-files.ts';
import { schemaFaults } from './schemas/validate.ts';
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

const MINUTE = 60_000;

const ask = async (path: string, body?: object): Promise<any> => {
  const asked = { method: 'POST', body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${bank.url}${path}`, body === undefined ? {} : { ...asked, headers });
  expect(answer.ok).toBe(true);
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return await (isJson ? answer.json() : answer.text());
};

/** A payout of this much that is ready to leave. */
async function ordered(amount: bigint): Promise<{ merchantId: string; reference: string }> {
  world.at('2026-11-26T03:00:00Z');
  const { merchantId, ...seller } = await world.merchantWith(1, ['900000000001']);
  await seller.reconcile([await seller.pay(amount)]);
  world.at(`${DAY}T05:00:00Z`);
  await settleDay(world.ctx, DAY, { merchantId });
  const [row] = await world.sql<{ payout_id: string }>(
    'select payout_id from payouts where merchant_id = $1',
    [merchantId],
  );
  return { merchantId, reference: row!.payout_id.replaceAll('-', '') };
}

/** What the bank's book says of a payout. */
const movesOf = async (reference: string): Promise<string[]> =>
  ((await ask('/sandbox/book?payouts=true')) as Record<string, string>[])
    .filter((one) => one['partner_reference'] === reference)
    .map((one) => `${one['type']} ${one['amount']}`);

describe('a file is sent until the bank has it, and paid once, when the bank', () => {
  const HAND_OVER: readonly FaultName[] = [
    'refuse',
    'unauthorized',
    'hang',
    'hang_after',
    'timeout_before',
    'timeout_after',
    'error_500',
    'error_500_after',
    'html',
    'truncated',
    'reset',
    'reset_after',
    'slow',
    'duplicate',
    'half_file',
  ];
  test.for(HAND_OVER)('answers it with %s', async (fault) => {
    const { merchantId, reference } = await ordered(7_000n);
    const door = openPayoutDoor(new Map([['cimb', bank.url]]), 300);
    await ask('/sandbox/faults', { operation: 'payouts', fault, delay_ms: 10 });
    await sendPayouts(world.ctx, door);
    // Another worker, and the next turns: before it is time nothing is sent, then all of it again.
    for (const minutes of [0, 0, 16, 2]) {
      world.advance(minutes * MINUTE);
      await sendPayouts(world.ctx, door);
    }
    expect(await movesOf(reference)).toEqual(['PAYOUT 7000']);
    const [payout] = await world.sql(
      `select p.state, f.state as of_file, f.reason from payouts p join payout_files f using (file_id)
        where p.merchant_id = $1`,
      [merchantId],
    );
    expect(payout).toEqual({ state: 'paid', of_file: 'sent', reason: null });
    expect(await world.balances(merchantId)).toEqual({});
    expect(await world.findings(merchantId)).toEqual([]);
  });

  const REPORT: readonly FaultName[] = [
    'hang',
    'error_500',
    'html',
    'truncated',
    'reset',
    'refuse',
  ];
  test.for(REPORT)('reports on it with %s', async (fault) => {
    const { merchantId, reference } = await ordered(8_000n);
    const door = openPayoutDoor(new Map([['cimb', bank.url]]), 300);
    await sendPayouts(world.ctx, door);
    await ask('/sandbox/faults', { operation: 'payout_report', fault });
    for (const minutes of [2, 2]) {
      world.advance(minutes * MINUTE);
      await sendPayouts(world.ctx, door);
    }
    expect(await movesOf(reference)).toEqual(['PAYOUT 8000']);
    const [payout] = await world.sql('select state from payouts where merchant_id = $1', [
      merchantId,
    ]);
    expect(payout).toEqual({ state: 'paid' });
    expect(await world.balances(merchantId)).toEqual({});
  });
});

test('what went to the bank, and what it reported, is valid against the schemas of their messages', async () => {
  const files: Record<string, string> = {};
  const reports: Record<string, string> = {};
  for (const { fileId, messageId, sealedContent } of await listFiles(world.db, 100)) {
    const xml = world.ctx.sealer.open(contentPlace(fileId), sealedContent).toString();
    files[`${messageId}.xml`] = xml;
    reports[`${messageId}.xml`] = await ask(`/sandbox/payouts/${messageId}`);
  }
  expect(Object.keys(files).length).toBeGreaterThan(10);
  expect(await schemaFaults('pain.001.001.09', files)).toEqual([]);
  expect(await schemaFaults('pain.002.001.10', reports)).toEqual([]);
  const [name = '', report = ''] = Object.entries(reports)[0] ?? [];
  const spoilt = { [name]: report.replace('<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>', '') };
  expect(await schemaFaults('pain.002.001.10', spoilt)).toEqual([name]);
});
