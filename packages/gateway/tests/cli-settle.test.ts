// `tarik settle` and `tarik statement` as a clerk uses them: a day from what is due to a payout that came back.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceOf } from '../src/base/reference.ts';
import { run } from '../src/cli/main.ts';
import { createScreen } from '../src/cli/screen.ts';
import { contentPlace } from '../src/settlement/file-payouts.ts';
import { settlementWorld, type Seller, type SettlementWorld } from './settlement-world.ts';

const DAY = '2026-11-30';

let world: SettlementWorld;
let seller: Seller;
let folder: string;

beforeAll(async () => {
  world = await settlementWorld();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-settle-'));
  world.at('2026-11-26T03:00:00Z');
  seller = await world.merchantWith(2);
  const lines = [{ account: seller.accounts[1]!, type: 'FIX', value: 60_000n }] as const;
  await seller.reconcile([await seller.pay(90_000n, 1_500n, lines)]);
  await moveTo(`${DAY}T05:00:00Z`);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

/** Moves time for the commands as well, which go by the sandbox's clock. */
async function moveTo(instant: string): Promise<void> {
  world.at(instant);
  await world.sql(
    `insert into sandbox_clock (single, offset_ms) values (true, $1)
     on conflict (single) do update set offset_ms = excluded.offset_ms`,
    [world.clock.offset()],
  );
}

async function tarik(
  ...argv: string[]
): Promise<{ code: number; out: string; err: string; json: any }> {
  let [out, err] = ['', ''];
  const screen = createScreen({ out: (text) => (out += text), err: (text) => (err += text) });
  const code = await run(argv, {
    screen,
    env: () => ({
      TARIK_MODE: 'sandbox',
      DATABASE_URL: world.databaseUrl,
      TARIK_MASTER_KEYS: world.keys.master.toString('base64'),
      TARIK_INDEX_KEY: world.keys.index.toString('base64'),
    }),
  });
  return { code, out, err, json: argv.includes('--json') ? JSON.parse(out || 'null') : null };
}

describe('a day', () => {
  test('is foreseen, settled, and told by its statement, in words and as data', async () => {
    const foreseen = await tarik('settle', '--day', DAY, '--dry-run', '--json');
    expect(foreseen.json).toEqual({
      day: DAY,
      dry_run: true,
      batches: [
        {
          merchant_id: seller.merchantId,
          client_id: seller.merchant.clientId,
          name: seller.merchant.name,
          bank: 'cimb',
          day: DAY,
          accounts: [
            {
              account: seller.accounts[0],
              carried: '0',
              share: '28500',
              payout: '28500',
              unpaid: null,
            },
            {
              account: seller.accounts[1],
              carried: '0',
              share: '60000',
              payout: '60000',
              unpaid: null,
            },
          ],
          items: 1,
          gross: '90000',
          fees: '1500',
          refunds: '0',
          net: '88500',
          reason: null,
        },
      ],
    });
    const { name, clientId } = seller.merchant;
    const [first = '', second = ''] = seller.accounts;
    const blank = ' '.repeat(`${name}  ${clientId}  cimb`.length);
    expect((await tarik('settle', '--day', DAY, '--dry-run')).out).toBe(`\
MERCHANT  ${'CLIENT-ID'.padEnd(clientId.length)}  BANK  ${'ACCOUNT'.padEnd(first.length)}  CARRIED   SHARE  PAYOUT  WHY NOT
${name}  ${clientId}  cimb  ${first}        0  28,500  28,500
${blank}  ${second}        0  60,000  60,000

1 batch would be booked for ${DAY} (WIB): 90,000 less fees 1,500 less refunds 0 is 88,500, 88,500 rupiah in 2 payouts
`);
    const settled = await tarik('settle', '--day', DAY, '--merchant', clientId);
    expect(settled).toMatchObject({ code: 0, err: '' });
    expect(settled.out).toContain(
      `\n1 batch booked for ${DAY} (WIB), 88,500 rupiah in 2 payouts\n`,
    );
    expect((await tarik('settle', '--day', DAY)).out).toMatch(
      /^nothing was due on .* settled already\n$/,
    );
    const statement = await tarik('statement', seller.merchant.clientId, DAY, '--json');
    expect(statement.json.batches[0]).toMatchObject({ net: '88500', items: 1 });
    expect(statement.json.batches[0].accounts[1]).toMatchObject({
      bank_name: 'BCA',
      number_tail: '7802',
      payout: { amount: '60000', state: 'ready' },
    });
    expect((await tarik('statement', clientId, DAY)).out).toMatch(
      /^Merchant \(MCH-.*\), cimb, 2026-11-30 \(Asia\/Jakarta, UTC\+7\): 1 payment or refund\n/,
    );
    const csv = await tarik('statement', seller.merchant.clientId, DAY, '--csv');
    expect(csv.out.split('\n')).toHaveLength(4);
  });

  test('goes out in a file for its owner’s eyes, and comes back as a report', async () => {
    const looked = await tarik('settle', 'payouts', '--dry-run', '--out', folder, '--json');
    expect([looked.json.files, readdirSync(folder)]).toEqual([[], []]);
    const { json } = await tarik('settle', 'payouts', '--out', folder, '--json');
    const [file] = json.files;
    expect(file).toMatchObject({ bank: 'cimb', state: 'ready', payouts: 2, amount: '88500' });
    const [name] = readdirSync(folder);
    const xml = readFileSync(path.join(folder, name!), 'utf8');
    expect(xml).toContain('<InstdAmt Ccy="IDR">60000.00</InstdAmt>');
    expect(xml).toContain('<Id>900000000000</Id>');
    expect(xml).toContain('<Nm>CIMB Niaga</Nm>');
    expect(statSync(path.join(folder, name!)).mode & 0o777).toBe(0o600);
    expect((await tarik('settle', 'sent', file.file_id, '--dry-run')).code).toBe(0);
    expect((await tarik('settle', 'sent', file.file_id)).code).toBe(0);
    expect((await tarik('settle', 'sent', file.file_id)).code).toBe(1);

    const payouts = await world.sql<{ payout_id: string }>(
      'select payout_id from payouts order by amount',
    );
    const said = payouts.map(
      ({ payout_id: id }, n) =>
        `<TxInfAndSts><OrgnlEndToEndId>${referenceOf(id)}</OrgnlEndToEndId><TxSts>${n === 0 ? 'ACSC' : 'RJCT'}</TxSts></TxInfAndSts>`,
    );
    const report = path.join(folder, 'report.xml');
    writeFileSync(
      report,
      `<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${file.message_id}</OrgnlMsgId></OrgnlGrpInfAndSts>
       <OrgnlPmtInfAndSts>${said.join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`,
    );
    const results = { paid: 1, refused: 1, returned: 0, known: 0, open: 0 };
    expect((await tarik('settle', 'results', report, '--dry-run', '--json')).json).toMatchObject(
      results,
    );
    expect((await tarik('settle', 'results', report, '--json')).json).toMatchObject(results);
    expect((await tarik('settle', 'results', report, '--json')).json).toMatchObject({
      paid: 0,
      known: 2,
    });
    const refused = payouts[1]!.payout_id;
    const release = [
      'settle',
      'release',
      seller.merchant.clientId,
      refused,
      '--reason',
      'account unblocked',
    ];
    expect((await tarik(...release, '--dry-run')).code).toBe(0);
    expect((await tarik(...release)).code).toBe(0);
    expect((await tarik(...release)).code).toBe(6);
    expect(await world.findings()).toEqual([]);
  });
});

test('every file that was not handed over is written, also behind many that were', async () => {
  const old = randomUUID();
  const content = world.ctx.sealer.seal(contentPlace(old), 'old');
  await world.sql(
    `insert into payout_files (file_id, bank, day, message_id, state, payouts, amount, sealed_content, created_at, sent_at)
     select case when n = 0 then $1 else gen_random_uuid() end, 'cimb', '2026-11-30', 'M-' || n,
            case when n = 0 then 'ready' else 'sent' end, 1, 1, $2, now() + n * interval '1 second',
            case when n = 0 then null else now() end
       from generate_series(0, 60) n`,
    [old, content],
  );
  await tarik('settle', 'payouts', '--out', folder);
  expect(readFileSync(path.join(folder, 'cimb-2026-11-30-M-0.xml'), 'utf8')).toBe('old');
});

describe('the calendar and the terms', () => {
  test('are shown and changed, and each change is in the audit', async () => {
    const holidays = await tarik('settle', 'holidays', '--json');
    expect(holidays.json.holidays).toContainEqual({
      day: '2026-12-25',
      name: 'Kelahiran Yesus Kristus',
      kind: 'national',
      provisional: false,
    });
    const add = [
      'settle',
      'holidays',
      '--add',
      '2027-03-09',
      '--name',
      'Cuti bersama',
      '--kind',
      'joint_leave',
    ];
    expect((await tarik(...add, '--dry-run')).out).not.toContain('2027-03-09');
    expect((await tarik(...add)).out).toContain('2027-03-09');
    expect((await tarik('settle', 'holidays', '--remove', '2027-03-09')).out).not.toContain(
      '2027-03-09',
    );
    const terms = ['settle', 'terms', seller.merchant.clientId, 'cimb'];
    expect((await tarik(...terms)).out).toBe('cimb: T+2 working days, no minimum\n');
    await tarik(...terms, '--minimum', '7', '--dry-run');
    await tarik(...terms, '--minimum', '50000', '--working-days', '1');
    expect((await tarik(...terms, '--json')).json).toMatchObject({
      working_days: 1,
      minimum: '50000',
    });
    const acts = await world.sql<{ act: string }>(
      'select act from audit_entries order by at, entry_no',
    );
    expect(acts.map(({ act }) => act)).toEqual(
      expect.arrayContaining([
        'holiday.added',
        'holiday.removed',
        'settlement_terms.changed',
        'payout.released',
      ]),
    );
  });
});

test('a payment is previewed: its fee, its shares and its day, or what is wrong with its lines', async () => {
  const { clientId } = seller.merchant;
  const ask = ['settle', 'preview', clientId, 'cimb', '90001'];
  const split = ['--split', `${seller.accounts[1]}:PERCENTAGE:33`];
  expect((await tarik(...ask, ...split, '--json')).json).toEqual({
    amount: '90001',
    fee: '0',
    net: '90001',
    shares: [
      { account: seller.accounts[1], amount: '29700' },
      { account: seller.accounts[0], amount: '60301' },
    ],
    due_day: expect.stringMatching(/^2026-12-0[12]$/),
  });
  expect((await tarik(...ask)).out).toContain('90,001 less a fee of 0 is 90,001');
  const unknown = await tarik(...ask, '--split', 'SBA-0001-123123123:FIX:1');
  expect(unknown).toMatchObject({ code: 2, out: '' });
  expect(unknown.err).toMatch(/account must be a bank account of the merchant/);
});

test.each([
  [['settle', 'preview', 'MCH-NOBODY', 'cimb', '1'], 6, /no merchant/],
  [['settle', 'preview', 'MCH-NOBODY', 'cimb', '1', '--split', 'a:fix:1'], 2, /is no line/],
  [['settle'], 2, /needs --day/],
  [['settle', '--day', '30-11-2026'], 2, /is no day/],
  [['settle', '--day', '2026-02-30'], 2, /is no day/],
  [['settle', '--day', '2026-11-29'], 1, /no working day/],
  [['settle', '--day', '2027-11-30'], 1, /has not come/],
  [['settle', '--day', DAY, '--merchant', 'MCH-NOBODY'], 6, /no merchant/],
  [['settle', 'sent', 'x'], 2, /uuid/],
  [['settle', 'results', '/does/not/exist'], 2, /cannot be read/],
  [['settle', 'holidays', '--add', '2027-01-07'], 2, /needs --name/],
  [
    ['settle', 'holidays', '--add', '2027-01-07', '--name', 'x', '--kind', 'feast'],
    2,
    /one of national/,
  ],
  [['settle', 'holidays', '--remove', '2027-01-07'], 2, /must be a holiday/],
  [['settle', 'terms', 'MCH-NOBODY', 'cimb'], 6, /no merchant/],
  [['statement', 'MCH-NOBODY', DAY], 6, /no merchant/],
])('%j ends with %i', async (argv, code, words) => {
  const ended = await tarik(...argv);
  expect({ code: ended.code, out: ended.out }).toEqual({ code, out: '' });
  expect(ended.err).toMatch(words);
});

test('the accounts of a file that was refused wholly are released in one act', async () => {
  const again = await world.merchantWith(1);
  await again.reconcile([await again.pay(10_000n)]);
  await moveTo('2026-12-02T05:00:00Z');
  await tarik('settle', '--day', '2026-12-02');
  const { json } = await tarik('settle', 'payouts', '--json');
  const file = json.files.find((one: { state: string }) => one.state === 'ready');
  const report = path.join(folder, 'refused.xml');
  writeFileSync(
    report,
    `<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${file.message_id}</OrgnlMsgId><GrpSts>RJCT</GrpSts>
       <StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`,
  );
  await tarik('settle', 'results', report);
  const release = ['settle', 'release-file', file.file_id, '--reason', 'our account was covered'];
  const looked = await tarik(...release, '--dry-run');
  expect(looked.out).toContain("BANK'S REASON  PAYOUTS");
  expect(looked.out).toMatch(new RegExp(`\\nAM04 +${file.payouts} `));
  expect((await tarik(...release, '--held-for', 'AC04')).code).toBe(1);
  expect((await tarik(...release)).out).toMatch(/accounts? (is|are) paid again\n$/);
  expect((await tarik(...release, '--json')).json).toEqual({
    file_id: file.file_id,
    released: 0,
    held: [],
  });
  expect((await tarik('settle', 'release-file', randomUUID(), '--reason', 'x')).code).toBe(6);
  expect(await world.findings()).toEqual([]);
});
