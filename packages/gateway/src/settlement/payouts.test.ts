// Payouts against a real database: into files once, to the bank as often as it takes, and forward only by what it says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  settlementWorld,
  type Seller,
  type SettlementWorld,
} from '../../tests/settlement-world.ts';
import { schemaFaults } from '../../tests/schemas/validate.ts';
import { idOfReference, referenceOf } from '../base/reference.ts';
import type { Context } from '../context.ts';
import { changeTerms } from './edit-calendar.ts';
import { contentPlace, filePayoutsReady } from './file-payouts.ts';
import { foreseeDay } from './foresee.ts';
import type { PayoutDoor } from './payout-door.ts';
import { ReportRefused } from './payout-report.ts';
import { readPayoutResults } from './read-results.ts';
import { releaseFile, ReleaseRefused } from './release-file.ts';
import { releaseAccount } from './release.ts';
import { settleDay } from './run.ts';
import { sendPayouts } from './send-files.ts';
import { findFile, listFiles, listReady, type PayoutFile } from './store-files.ts';

let world: SettlementWorld;

beforeAll(async () => {
  world = await settlementWorld();
});

/** Every file that was made here, for the schema. */
const files: Record<string, string> = {};

afterAll(() => world.close());

const BY = { operatorId: null, by: 'cli', role: null, address: null, reason: 'seen to' } as const;
const DAY = '2026-11-30';

/** Nothing is left of what tests before have ordered. */
beforeEach(async () => {
  for (const file of await listFiles(world.db, 100)) files[`${file.fileId}.xml`] = xmlOf(file);
  await world.sql('delete from payout_events');
  await world.sql('delete from payouts');
  await world.sql('delete from payout_files');
  world.at('2026-11-26T03:00:00Z');
});

/** A seller whose payouts of 30,000 and 60,000 are ordered. */
async function ordered(): Promise<Seller> {
  world.at('2026-11-26T03:00:00Z');
  const seller = await world.merchantWith(2);
  const lines = [{ account: seller.accounts[1]!, type: 'FIX', value: 60_000n }] as const;
  await seller.reconcile([await seller.pay(90_000n, 0n, lines)]);
  world.at(`${DAY}T05:00:00Z`);
  await settleDay(world.ctx, DAY, { merchantId: seller.merchantId });
  return seller;
}

interface Row {
  payout_id: string;
  amount: bigint;
  state: string;
  version: number;
  file_id: string | null;
}

const payoutsOf = ({ merchantId }: Seller): Promise<Row[]> =>
  world.sql(
    'select payout_id, amount, state, version, file_id from payouts where merchant_id = $1 order by amount',
    [merchantId],
  );
const statesOf = async (seller: Seller): Promise<string[]> =>
  (await payoutsOf(seller)).map(({ state }) => state);

const xmlOf = (file: PayoutFile): string =>
  world.ctx.sealer.open(contentPlace(file.fileId), file.sealedContent).toString();

function report(file: PayoutFile, said: Readonly<Record<string, string>>, ofFile = ''): string {
  const each = Object.entries(said).map(
    ([id, status]) =>
      `<TxInfAndSts><OrgnlEndToEndId>${referenceOf(id)}</OrgnlEndToEndId><TxSts>${status}</TxSts></TxInfAndSts>`,
  );
  return `<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${file.messageId}</OrgnlMsgId>${ofFile}</OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>${file.messageId}</OrgnlPmtInfId>${each.join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
}

/** A bank that takes files, and remembers what it was handed. */
function pretendBank(first: 'taken' | 'unclear' | 'refused' = 'taken') {
  const files: string[] = [];
  const reports = new Map<string, string>();
  const door: PayoutDoor = {
    async send(_bank, _messageId, xml) {
      files.push(xml);
      const kind = files.length === 1 ? first : 'taken';
      return kind === 'refused' ? { kind, reason: 'PmtInf is wrong' } : { kind };
    },
    report: async (_bank, messageId) => reports.get(messageId) ?? null,
  };
  return { door, files, reports };
}

describe('payouts that are ready', () => {
  test('are put into a file once, also by two at once, and it names each of them, sealed', async () => {
    const seller = await ordered();
    const made = await Promise.all([filePayoutsReady(world.ctx), filePayoutsReady(world.ctx)]);
    expect(made.flat()).toHaveLength(1);
    const [file] = made.flat();
    const xml = xmlOf(file!);
    for (const payout of await payoutsOf(seller)) {
      expect(payout).toMatchObject({ state: 'ready', file_id: file!.fileId });
      expect(xml).toContain(`<EndToEndId>${referenceOf(payout.payout_id)}</EndToEndId>`);
    }
    expect(xml).toContain('<CtrlSum>90000.00</CtrlSum>');
    expect(xml).toContain('<Id>1234567802</Id>');
    const [stored] = await world.sql<{ content: string }>(
      `select encode(sealed_content, 'escape') as content from payout_files`,
    );
    expect(stored!.content).not.toContain('1234567802');
    expect(await filePayoutsReady(world.ctx)).toEqual([]);
  });

  test('on a day of rest are to be paid on the next working day', async () => {
    await ordered();
    world.at('2026-12-24T05:00:00Z');
    const [file] = await filePayoutsReady(world.ctx);
    expect(file!.day).toBe('2026-12-28');
    expect(xmlOf(file!)).toContain('<Dt>2026-12-28</Dt>');
  });

  test('to an account that was closed meanwhile go back to what is owed, and with the next batch to the default account', async () => {
    const seller = await ordered();
    await seller.setAccount(seller.accounts[1]!, 'closed');
    const [file] = await filePayoutsReady(world.ctx);
    expect(file!.amount).toBe(30_000n);
    expect(await statesOf(seller)).toEqual(['ready', 'refused']);
    expect(await world.findings(seller.merchantId)).toEqual([]);
    world.at('2026-11-30T06:00:00Z');
    await seller.reconcile([await seller.pay(1_000n)]);
    world.at('2026-12-02T05:00:00Z');
    const [batch] = await settleDay(world.ctx, '2026-12-02', { merchantId: seller.merchantId });
    expect(batch!.positions).toMatchObject([
      { payout: 61_000n },
      { carried: 60_000n, share: -60_000n },
    ]);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });
});

test('payouts to an account that is closed at the last moment are in no file', async () => {
  const seller = await ordered();
  const closing: Context = {
    ...world.ctx,
    db: {
      ...world.db,
      async transaction(work) {
        await seller.setAccount(seller.accounts[1]!, 'closed');
        return await world.db.transaction(work);
      },
    },
  };
  expect(await filePayoutsReady(closing)).toEqual([]);
  const [file] = await filePayoutsReady(world.ctx);
  expect([file!.amount, await statesOf(seller)]).toEqual([30_000n, ['ready', 'refused']]);
});

test('money that was to go to a closed account goes to the default one, also where nothing else is due', async () => {
  const seller = await ordered();
  const { merchantId } = seller;
  await seller.setAccount(seller.accounts[1]!, 'closed');
  await filePayoutsReady(world.ctx);
  world.at('2026-12-01T05:00:00Z');
  const [batch] = await settleDay(world.ctx, '2026-12-01', { merchantId });
  expect(batch!.positions).toMatchObject([
    { carried: 0n, share: 60_000n, payout: 60_000n },
    { carried: 60_000n, share: -60_000n, payout: null },
  ]);
  world.at('2026-12-02T05:00:00Z');
  expect(await settleDay(world.ctx, '2026-12-02', { merchantId })).toEqual([]);
  expect(await world.findings(merchantId)).toEqual([]);
});

describe('a file', () => {
  test('is handed over as the same bytes until the bank has it, and is sent then', async () => {
    const seller = await ordered();
    const bank = pretendBank('unclear');
    await sendPayouts(world.ctx, bank.door);
    expect(await statesOf(seller)).toEqual(['ready', 'ready']);
    world.advance(16 * 60_000);
    await sendPayouts(world.ctx, bank.door);
    expect(bank.files).toHaveLength(2);
    expect(bank.files[1]).toBe(bank.files[0]);
    expect(await statesOf(seller)).toEqual(['sent', 'sent']);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });

  test('that the bank refuses stays as it is, with the reason, and nothing is called paid', async () => {
    const seller = await ordered();
    await sendPayouts(world.ctx, pretendBank('refused').door);
    const [row] = await world.sql<{ state: string; reason: string }>(
      'select state, reason from payout_files',
    );
    expect(row).toEqual({ state: 'ready', reason: 'PmtInf is wrong' });
    expect(await statesOf(seller)).toEqual(['ready', 'ready']);
  });

  test('whose sender dies between the bank and the commit is handed over once more', async () => {
    const seller = await ordered();
    const bank = pretendBank();
    const dying: Context = {
      ...world.ctx,
      db: {
        ...world.db,
        transaction: (work) =>
          bank.files.length > 0 ? Promise.reject(new Error('died')) : world.db.transaction(work),
      },
    };
    await sendPayouts(dying, bank.door);
    expect(bank.files).toHaveLength(1);
    world.advance(5 * 60_000);
    await sendPayouts(world.ctx, bank.door);
    expect(bank.files[1]).toBe(bank.files[0]);
    expect(await statesOf(seller)).toEqual(['sent', 'sent']);
  });

  test('is sent by one of several workers, and its report is read by itself', async () => {
    const seller = await ordered();
    const bank = pretendBank();
    await Promise.all([1, 2, 3].map(() => sendPayouts(world.ctx, bank.door)));
    expect(bank.files).toHaveLength(1);
    const [low, high] = await payoutsOf(seller);
    const file = await findFile(world.db, low!.file_id!);
    bank.reports.set(
      file!.messageId,
      report(file!, { [low!.payout_id]: 'ACSC', [high!.payout_id]: 'PDNG' }),
    );
    world.advance(2 * 60_000);
    await sendPayouts(world.ctx, bank.door);
    expect(await statesOf(seller)).toEqual(['paid', 'sent']);
    bank.reports.set(
      file!.messageId,
      report(file!, { [low!.payout_id]: 'RTRN', [high!.payout_id]: 'ACSC' }),
    );
    world.advance(2 * 60_000);
    await sendPayouts(world.ctx, bank.door);
    expect(await statesOf(seller)).toEqual(['returned', 'paid']);
    expect(await world.findings(seller.merchantId)).toEqual([]);
    expect(await world.balances(seller.merchantId)).toEqual({
      'cash:cimb': 'debit 30000',
      [`split_payable:cimb:${seller.accounts[0]}`]: 'credit 30000',
    });
  });
});

describe('a report', () => {
  async function sent(): Promise<{ seller: Seller; file: PayoutFile; low: string; high: string }> {
    const seller = await ordered();
    await sendPayouts(world.ctx, pretendBank().door);
    const [low, high] = await payoutsOf(seller);
    const file = await findFile(world.db, low!.file_id!);
    return { seller, file: file!, low: low!.payout_id, high: high!.payout_id };
  }

  test('that is read again, or late, does nothing twice and nothing back', async () => {
    const { seller, file, low, high } = await sent();
    const returned = report(file, { [low]: 'RTRN', [high]: 'RJCT' });
    expect(await readPayoutResults(world.ctx, returned)).toMatchObject({
      returned: 1,
      refused: 1,
      known: 0,
    });
    expect(await readPayoutResults(world.ctx, returned)).toMatchObject({
      returned: 0,
      refused: 0,
      known: 2,
    });
    expect(await readPayoutResults(world.ctx, report(file, { [low]: 'ACSC' }))).toMatchObject({
      known: 1,
      open: 1,
    });
    expect(await statesOf(seller)).toEqual(['returned', 'refused']);
    expect((await payoutsOf(seller)).map(({ version }) => version)).toEqual([4, 3]);
    expect(await world.findings(seller.merchantId)).toEqual([]);
    expect(await world.balances(seller.merchantId)).toEqual({
      'cash:cimb': 'debit 90000',
      [`split_payable:cimb:${seller.accounts[0]}`]: 'credit 30000',
      [`split_payable:cimb:${seller.accounts[1]}`]: 'credit 60000',
    });
  });

  test('may be looked at first: it says the same, and changes nothing', async () => {
    const { seller, file, low, high } = await sent();
    const xml = report(file, { [low]: 'ACSC', [high]: 'RJCT' });
    expect(await readPayoutResults(world.ctx, xml, { dryRun: true })).toMatchObject({
      paid: 1,
      refused: 1,
    });
    expect(await statesOf(seller)).toEqual(['sent', 'sent']);
    expect(await readPayoutResults(world.ctx, xml)).toMatchObject({ paid: 1, refused: 1 });
  });

  test('on a file of which nobody has said that it was handed over says so: it is not handed over again', async () => {
    const seller = await ordered();
    const [file] = await filePayoutsReady(world.ctx);
    const [low, high] = await payoutsOf(seller);
    const xml = report(file!, { [low!.payout_id]: 'ACSC', [high!.payout_id]: 'PDNG' });
    await readPayoutResults(world.ctx, xml, { dryRun: true });
    expect(await listReady(world.db)).toEqual([file!.fileId]);
    expect(await readPayoutResults(world.ctx, xml)).toMatchObject({ paid: 1, open: 1 });
    expect(await listReady(world.db)).toEqual([]);
    expect(await statesOf(seller)).toEqual(['paid', 'sent']);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });

  test('that takes back what was said is shown to people, and changes nothing', async () => {
    const { seller, file, low, high } = await sent();
    await readPayoutResults(world.ctx, report(file, { [low]: 'ACSC', [high]: 'RJCT' }));
    const turned = await readPayoutResults(
      world.ctx,
      report(file, { [low]: 'RJCT', [high]: 'ACSC' }),
    );
    expect(new Set(turned.contradictions.map(idOfReference))).toEqual(new Set([low, high]));
    expect(await statesOf(seller)).toEqual(['paid', 'refused']);
    expect(await world.findings(seller.merchantId)).toEqual([]);
  });

  test('that refuses the whole file refuses all of its payouts', async () => {
    const { seller, file } = await sent();
    const xml = report(file, {}, '<GrpSts>RJCT</GrpSts>');
    expect(await readPayoutResults(world.ctx, xml)).toMatchObject({ refused: 2, open: 0 });
    expect(await statesOf(seller)).toEqual(['refused', 'refused']);
    expect((await findFile(world.db, file.fileId))!.state).toBe('refused');
  });

  test('that refuses a copy of the file leaves its payouts as they are: the first one may be paid any moment', async () => {
    const { seller, file } = await sent();
    const copy = '<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM05</Cd></Rsn></StsRsnInf>';
    expect(await readPayoutResults(world.ctx, report(file, {}, copy))).toMatchObject({
      refused: 0,
      open: 2,
    });
    expect((await payoutsOf(seller)).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  test('that has not decided about one payout says so of it, whatever it says of the whole file', async () => {
    const { file, low } = await sent();
    const xml = report(file, { [low]: 'PDNG' }, '<GrpSts>RJCT</GrpSts>');
    expect(await readPayoutResults(world.ctx, xml)).toMatchObject({ refused: 1, open: 1 });
  });

  test('of another file, or with a payout of nobody, is refused whole', async () => {
    const { seller, file, low } = await sent();
    const foreign = report({ ...file, messageId: 'unknown' }, { [low]: 'ACSC' });
    await expect(readPayoutResults(world.ctx, foreign)).rejects.toThrow(/no file unknown/);
    const stray = report(file, { [low]: 'ACSC', [randomUUID()]: 'ACSC' });
    await expect(readPayoutResults(world.ctx, stray)).rejects.toThrow(ReportRefused);
    expect(await statesOf(seller)).toEqual(['sent', 'sent']);
  });
});

test('an account whose payout came back is held until somebody has released it, and is then paid all that it is owed', async () => {
  const seller = await ordered();
  await sendPayouts(world.ctx, pretendBank().door);
  const [low, high] = await payoutsOf(seller);
  const file = await findFile(world.db, low!.file_id!);
  await readPayoutResults(
    world.ctx,
    report(file!, { [low!.payout_id]: 'RTRN', [high!.payout_id]: 'ACSC' }),
  );
  const settle = async (day: string) => {
    await seller.reconcile([await seller.pay(1_000n)]);
    world.advance(4 * 86_400_000);
    const [batch] = await settleDay(world.ctx, day, { merchantId: seller.merchantId });
    return batch!.positions[0];
  };
  expect(await settle('2026-12-03')).toMatchObject({
    carried: 30_000n,
    payout: null,
    unpaid: 'held',
  });
  expect(await releaseAccount(world.ctx, seller.merchantId, low!.payout_id, BY)).toBe(true);
  expect(await releaseAccount(world.ctx, seller.merchantId, low!.payout_id, BY)).toBe(false);
  expect(await releaseAccount(world.ctx, seller.merchantId, high!.payout_id, BY)).toBe(false);
  expect(await settle('2026-12-08')).toMatchObject({
    carried: 31_000n,
    share: 1_000n,
    payout: 32_000n,
  });
  expect(await world.findings(seller.merchantId)).toEqual([]);
});

describe('an account that was released', () => {
  /** A seller with nothing to come, whose payout of 30,000 came back and whose other one was refused. */
  async function held(): Promise<{ seller: Seller; low: string; high: string }> {
    const seller = await ordered();
    await sendPayouts(world.ctx, pretendBank().door);
    const [low, high] = await payoutsOf(seller);
    const file = await findFile(world.db, low!.file_id!);
    const said = { [low!.payout_id]: 'RTRN', [high!.payout_id]: 'RJCT' };
    await readPayoutResults(world.ctx, report(file!, said));
    return { seller, low: low!.payout_id, high: high!.payout_id };
  }

  test('is paid by the next run, also where nothing else is due, and once', async () => {
    const { seller, low } = await held();
    const { merchantId } = seller;
    world.at('2026-12-01T05:00:00Z');
    expect(await settleDay(world.ctx, '2026-12-01', { merchantId })).toEqual([]);
    expect(await releaseAccount(world.ctx, merchantId, low, BY)).toBe(true);
    expect(await foreseeDay(world.ctx, '2026-12-01', merchantId)).toMatchObject([{ items: 0 }]);
    const [batch] = await settleDay(world.ctx, '2026-12-01', { merchantId });
    expect(batch!.positions).toMatchObject([
      { carried: 30_000n, share: 0n, payout: 30_000n },
      { carried: 60_000n, share: 0n, payout: null, unpaid: 'held' },
    ]);
    for (const day of ['2026-12-01', '2026-12-02']) {
      world.at(`${day}T05:00:00Z`);
      expect(await settleDay(world.ctx, day, { merchantId })).toEqual([]);
    }
    expect(await world.findings(merchantId)).toEqual([]);
  });

  test('with less than was agreed waits until there is as much', async () => {
    const { seller, low } = await held();
    const { merchantId } = seller;
    const pair = { merchantId, bank: 'cimb' };
    await changeTerms(world.ctx, pair, { workingDays: 2, minimum: 30_001n }, BY);
    await releaseAccount(world.ctx, merchantId, low, BY);
    world.at('2026-12-01T05:00:00Z');
    expect(await settleDay(world.ctx, '2026-12-01', { merchantId })).toEqual([]);
    await changeTerms(world.ctx, pair, { workingDays: 2, minimum: 30_000n }, BY);
    expect(await settleDay(world.ctx, '2026-12-01', { merchantId })).toHaveLength(1);
  });

  test('is not released while a statement says that the money has left', async () => {
    const { seller, high } = await held();
    await world.sql(
      `insert into exceptions (merchant_id, exception_id, bank, day, reason, type, statement_id, line_no, subject_kind,
                               subject_id, amount, expected, booked, opened_at)
       values ($1, $2, 'cimb', $3, 'missing_here', 'payout', $2, 2, 'payout', $4, 60000, 60000, -60000, now())`,
      [seller.merchantId, randomUUID(), DAY, high],
    );
    expect(await releaseAccount(world.ctx, seller.merchantId, high, BY)).toBe(false);
    expect(await releaseAccount(world.ctx, seller.merchantId, high, { ...BY, dryRun: true })).toBe(
      false,
    );
    await world.sql('delete from exceptions where subject_id = $1', [high]);
    expect(await releaseAccount(world.ctx, seller.merchantId, high, BY)).toBe(true);
  });
});

describe('the accounts of a file that was refused wholly', () => {
  /** A file with the payouts of two merchants, and what became of it by its report. */
  async function refusedFile(said: (ids: string[]) => Record<string, string>, ofFile = '') {
    const sellers = [await ordered(), await ordered()] as const;
    await sendPayouts(world.ctx, pretendBank().door);
    const payouts = [...(await payoutsOf(sellers[0])), ...(await payoutsOf(sellers[1]))];
    const file = (await findFile(world.db, payouts[0]!.file_id!))!;
    expect(payouts.map((one) => one.file_id)).toEqual(payouts.map(() => file.fileId));
    const ids = payouts.map((one) => one.payout_id);
    await readPayoutResults(world.ctx, report(file, said(ids), ofFile));
    return { sellers, file, ids };
  }

  const heldOf = async (fileId: string): Promise<number> =>
    (
      await world.sql(
        `select 1 from payouts where file_id = $1 and state = 'refused' and released_at is null`,
        [fileId],
      )
    ).length;
  const RJCT = '<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>';

  test('are released together, with the reason in the audit of each merchant, once', async () => {
    const { sellers, file } = await refusedFile(() => ({}), RJCT);
    const looked = await releaseFile(world.ctx, file.fileId, { ...BY, dryRun: true });
    expect(looked).toMatchObject({
      released: 0,
      held: [{ reason: 'AM04', payouts: 4, amount: 180_000n, disputed: 0 }],
    });
    expect(await heldOf(file.fileId)).toBe(4);
    expect(await releaseFile(world.ctx, file.fileId, BY)).toMatchObject({ released: 4, held: [] });
    expect(await releaseFile(world.ctx, file.fileId, BY)).toMatchObject({ released: 0, held: [] });
    const audit = await world.sql<{ merchant_id: string; subject: string; reason: string }>(
      `select merchant_id, subject, reason from audit_entries
        where act = 'payout.released' and merchant_id = any ($1)
           or act = 'payout_file.released' and subject = $2`,
      [sellers.map(({ merchantId }) => merchantId), file.fileId],
    );
    expect(audit).toHaveLength(5);
    expect(new Set(audit.map(({ reason }) => reason))).toEqual(new Set(['seen to']));
    world.at('2026-12-01T05:00:00Z');
    for (const { merchantId } of sellers) {
      const [batch] = await settleDay(world.ctx, '2026-12-01', { merchantId });
      expect(batch!.positions.map(({ payout }) => payout)).toEqual([30_000n, 60_000n]);
    }
    // What waits for the bank again is not released by an act that is said once more.
    expect(await releaseFile(world.ctx, file.fileId, BY)).toMatchObject({ released: 0 });
    for (const { merchantId } of sellers) expect(await world.findings(merchantId)).toEqual([]);
  });

  test('are released by the bank’s reason where it gave several, which must be named', async () => {
    const { file, ids } = await refusedFile(([low = '']) => ({ [low]: 'RJCT' }), RJCT);
    const ask = (heldFor?: string) => releaseFile(world.ctx, file.fileId, { ...BY, heldFor });
    await expect(ask()).rejects.toThrow(/several reasons, so name one: "" \(1\), "AM04" \(3\)/);
    await expect(ask('AC04')).rejects.toThrow(ReleaseRefused);
    expect(await heldOf(file.fileId)).toBe(4);
    expect(await ask('AM04')).toMatchObject({
      released: 3,
      held: [{ reason: '', payouts: 1, amount: 30_000n }],
    });
    const [left] = await world.sql<{ payout_id: string }>(
      `select payout_id from payouts where file_id = $1 and released_at is null`,
      [file.fileId],
    );
    expect(left!.payout_id).toBe(ids[0]);
    expect(await ask('AM04')).toMatchObject({ released: 0 });
    // One reason is left: it need not be named.
    expect(await ask()).toMatchObject({ released: 1, held: [] });
  });

  test('are released where every payout was refused by itself, and not where one was paid', async () => {
    const each = await refusedFile((ids) => Object.fromEntries(ids.map((id) => [id, 'RJCT'])));
    expect(await releaseFile(world.ctx, each.file.fileId, BY)).toMatchObject({ released: 4 });
    const some = await refusedFile(([low = '', ...rest]) => ({
      [low]: 'ACSC',
      ...Object.fromEntries(rest.map((id) => [id, 'RJCT'])),
    }));
    await expect(releaseFile(world.ctx, some.file.fileId, BY)).rejects.toThrow(/not refused all/);
    expect(await heldOf(some.file.fileId)).toBe(3);
    expect(await releaseFile(world.ctx, randomUUID(), BY)).toBeNull();
  });

  test('stay held where a statement says that the money has left', async () => {
    const { sellers, file, ids } = await refusedFile(() => ({}), RJCT);
    await world.sql(
      `insert into exceptions (merchant_id, exception_id, bank, day, reason, type, statement_id, line_no, subject_kind,
                               subject_id, amount, expected, booked, opened_at)
       values ($1, $2, 'cimb', $3, 'missing_here', 'payout', $2, 3, 'payout', $4, 60000, 60000, -60000, now())`,
      [sellers[0].merchantId, randomUUID(), DAY, ids[1]],
    );
    expect(await releaseFile(world.ctx, file.fileId, BY)).toMatchObject({
      released: 3,
      held: [{ reason: 'AM04', payouts: 1, disputed: 1 }],
    });
    await world.sql('delete from exceptions where subject_id = $1', [ids[1]]);
    expect(await releaseFile(world.ctx, file.fileId, BY)).toMatchObject({ released: 1, held: [] });
  });
});

test('every file that was made here is valid against the schema of its message', async () => {
  expect(Object.keys(files).length).toBeGreaterThan(5);
  expect(await schemaFaults('pain.001.001.09', files)).toEqual([]);
});
