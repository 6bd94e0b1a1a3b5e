// A merchant's fees and its terms of settlement in the Back Office: seen by its people, previewed, and changed by two people of
// the gateway alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTariff } from '../src/fees/change.ts';
import { listTariffs } from '../src/fees/store.ts';
import { settleDueApprovals } from '../src/operators/carrying.ts';
import { createCarrying } from '../src/backoffice/approvals/carry-out.ts';
import { settlementDay, wibDay } from '../src/settlement/calendar.ts';
import { changeTerms } from '../src/settlement/edit-calendar.ts';
import { listHolidays } from '../src/settlement/store-calendar.ts';
import { startAffairs, type Affairs, type Colleague } from './affairs-world.ts';
import type { MerchantClient } from './merchant-client.ts';
import { sellerOf } from './settlement-world.ts';

const DAY = 24 * 3_600_000;
const TERMS = { fixed: '2500', basis_points: 70, minimum: '0', maximum: '10000' };
const FREE = { fixed: '0', basis_points: 0, minimum: '0', maximum: null };

let affairs: Affairs;
let maker: Colleague;
let approver: Colleague;
let ofMerchant: Colleague;

beforeAll(async () => {
  affairs = await startAffairs();
  maker = await affairs.ofGateway('finance_maker');
  approver = await affairs.ofGateway('approver');
  ofMerchant = await affairs.person('approver', affairs.one, affairs.two);
});

afterAll(() => affairs.close());

const at = ({ clientId }: MerchantClient) => `/${clientId}/fees`;
const inDays = (days: number) => new Date(affairs.clock.now() + days * DAY).toISOString();
const decide = (who: Colleague, one: MerchantClient, id: string, approve = true) =>
  who.post(`/${one.clientId}/approvals/${id}/decision`, { approve, reason: 'Seen.' });

async function feesOf(one: MerchantClient, who = ofMerchant) {
  const { json } = await who.get(at(one));
  return json.banks.find((each: any) => each.bank === 'cimb');
}

async function asked(one: MerchantClient, change: object = {}): Promise<string> {
  const body = { bank: 'cimb', terms: TERMS, valid_from: inDays(2), reason: 'As agreed.' };
  const said = await maker.post(at(one), { ...body, ...change });
  expect(said).toMatchObject({ status: 200, json: { result: 'approval' } });
  return said.json.approval_id as string;
}

/** As when the process has died before what came of it was kept. */
async function carryOutAgain(id: string): Promise<void> {
  await affairs.db.rows({
    name: 'test-died-before-it-was-kept',
    text: `update approvals set state = 'approved', due_at = now() - interval '1 hour', outcome = null
            where approval_id = $1`,
    values: [id],
  });
  const never = () => Promise.reject(new Error('nobody moves money here'));
  const carrying = createCarrying({
    refund: never,
    resolve_payment: never,
    exception: never,
    split: never,
  });
  expect(await settleDueApprovals(affairs.ctx, carrying)).toBe(1);
}

async function nameOf(one: MerchantClient): Promise<string> {
  return (await affairs.merchantOf(one)).merchantId;
}

describe('a change', () => {
  test('is asked for by one person of the gateway, approved by another, and begins on its day', async () => {
    const { one } = affairs;
    expect(await feesOf(one)).toMatchObject({ tariffs: [], waiting: null });
    const id = await asked(one);
    expect((await feesOf(one)).waiting).toBe(id);
    const seen = (await approver.get(`/${one.clientId}/approvals/${id}`)).json;
    expect(seen).toMatchObject({
      kind: 'fees',
      subject: 'cimb',
      may: ['approve', 'reject'],
      waits_for: 'colleague',
      asked: { what: 'add', terms: TERMS, before: null, instead: null },
    });
    expect(seen.asked.costs).toContainEqual({ amount: '100000', before: '0', after: '3200' });
    expect((await decide(approver, one, id)).json).toMatchObject({
      state: 'done',
      outcome: 'fee_agreed',
    });
    const { tariffs, waiting } = await feesOf(one);
    expect(waiting).toBeNull();
    expect(tariffs).toMatchObject([
      {
        fee_id: id,
        approval_id: id,
        terms: TERMS,
        standing: 'to_come',
        until: null,
        made_by: { operator_id: maker.operatorId },
        approved_by: { operator_id: approver.operatorId },
      },
    ]);
    const acts = (await affairs.auditOf(one)).filter(({ act }) => act.startsWith('fee'));
    expect(acts.map(({ act, operator_id }) => [act, operator_id])).toEqual([
      ['fees.asked', maker.operatorId],
      ['fee.added', approver.operatorId],
    ]);
    affairs.advance((2 * DAY) / 1000);
    expect((await feesOf(one)).tariffs[0].standing).toBe('in_force');
  });

  test('that is carried out twice is there once', async () => {
    const { two } = affairs;
    const id = await asked(two);
    await decide(approver, two, id);
    await carryOutAgain(id);
    expect((await approver.get(`/${two.clientId}/approvals/${id}`)).json.state).toBe('done');
    expect(await listTariffs(affairs.db, await nameOf(two))).toHaveLength(1);
  });

  test('whose day has come before it is approved is not made, and says so', async () => {
    const { one } = affairs;
    const before = (await feesOf(one)).tariffs.length;
    const id = await asked(one, { valid_from: inDays(1) });
    affairs.advance(DAY / 1000);
    expect((await decide(approver, one, id)).json).toMatchObject({
      state: 'failed',
      outcome: 'fee_has_begun',
    });
    expect((await feesOf(one)).tariffs).toHaveLength(before);
  });

  test('is not made when somebody was quicker: it was judged by another fee', async () => {
    const { one } = affairs;
    const id = await asked(one, { valid_from: inDays(2) });
    const wanted = { bank: 'cimb', fixed: 1n, basisPoints: 0n, minimum: 0n, maximum: null };
    const quicker = { ...wanted, validFrom: affairs.clock.now() + DAY };
    await addTariff(affairs.ctx, await nameOf(one), quicker, { by: null });
    expect((await decide(approver, one, id)).json).toMatchObject({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    expect((await feesOf(one)).tariffs[0]).toMatchObject({ made_by: null, approval_id: null });
  });

  test('of which one is open leaves no room for another at the same bank', async () => {
    const { one } = affairs;
    const id = await asked(one, { valid_from: inDays(5) });
    expect(await asked(one, { valid_from: (await openOf(one, id)).asked.valid_from })).toBe(id);
    const other = { bank: 'cimb', terms: FREE, valid_from: inDays(6), reason: 'Another.' };
    expect((await maker.post(at(one), other)).json.error).toMatchObject({
      code: 'already_asked',
      approval_id: id,
    });
    await decide(approver, one, id, false);
    expect((await feesOf(one)).waiting).toBeNull();
  });

  const openOf = async (one: MerchantClient, id: string) =>
    (await maker.get(`/${one.clientId}/approvals/${id}`)).json;

  test.each([
    ['valid_from', { valid_from: '2026-01-01T00:00:00+07:00' }],
    ['terms.maximum', { terms: { ...TERMS, minimum: '9000', maximum: '8999' } }],
    ['terms.basis_points', { terms: { ...TERMS, basis_points: 10_001 } }],
    ['terms.fixed', { terms: { ...TERMS, fixed: '2.500' } }],
    ['bank', { bank: 'bri' }],
    ['reason', { reason: ' ' }],
  ])('with a wrong %s is refused, which is named', async (field, change) => {
    const body = { bank: 'cimb', terms: TERMS, valid_from: inDays(2), reason: 'As agreed.' };
    const said = await maker.post(at(affairs.one), { ...body, ...change });
    expect(said).toMatchObject({ status: 400, json: { error: { code: 'field_invalid', field } } });
  });
});

describe('a tariff to come', () => {
  test('is withdrawn by two people, and what holds before goes on holding', async () => {
    const { one } = affairs;
    const made = await asked(one, { valid_from: inDays(20), terms: FREE });
    await decide(approver, one, made);
    const said = await maker.post(`${at(one)}/${made}/withdrawal`, { reason: 'Not after all.' });
    const id = said.json.approval_id as string;
    const { json } = await approver.get(`/${one.clientId}/approvals/${id}`);
    expect(json.asked).toMatchObject({ what: 'withdraw', fee_id: made, terms: FREE });
    expect((await decide(approver, one, id)).json.outcome).toBe('fee_withdrawn');
    const { tariffs } = await feesOf(one);
    expect(tariffs[0]).toMatchObject({ fee_id: made, standing: 'withdrawn' });
    expect(tariffs.filter(({ standing }: any) => standing === 'in_force')).toHaveLength(1);
    const again = await maker.post(`${at(one)}/${made}/withdrawal`, { reason: 'Once more.' });
    expect(again.json.error.code).toBe('not_allowed_now');
  });

  test('is not withdrawn once it has begun', async () => {
    const { one } = affairs;
    const made = await asked(one, { valid_from: inDays(3) });
    await decide(approver, one, made);
    const said = await maker.post(`${at(one)}/${made}/withdrawal`, { reason: 'Too late.' });
    affairs.advance((3 * DAY) / 1000);
    // The request itself is past its time by then, unless somebody keeps it.
    const id = said.json.approval_id as string;
    await affairs.db.rows({
      name: 'test-longer-life',
      text: `update approvals set expires_at = expires_at + interval '9 days' where approval_id = $1`,
      values: [id],
    });
    expect((await decide(approver, one, id)).json).toMatchObject({
      state: 'failed',
      outcome: 'fee_has_begun',
    });
    expect((await feesOf(one)).tariffs.find((each: any) => each.fee_id === made).standing).toBe(
      'in_force',
    );
  });
});

describe('who has a say', () => {
  test('is nobody of the merchant, whatever their role there', async () => {
    const { two } = affairs;
    const id = await asked(two, { valid_from: inDays(9) });
    for (const role of ['approver', 'admin'] as const) {
      const theirs = await affairs.person(role, two);
      const seen = (await theirs.get(`/${two.clientId}/approvals/${id}`)).json;
      expect(seen).toMatchObject({ may: [], waits_for: 'colleague' });
      expect((await decide(theirs, two, id)).json.error.code).toBe('forbidden');
      expect((await decide(theirs, two, id, false)).json.error.code).toBe('forbidden');
      const body = { bank: 'cimb', terms: FREE, valid_from: inDays(9), reason: 'For us.' };
      expect((await theirs.post(at(two), body)).json.error.code).toBe('forbidden');
    }
    expect((await decide(maker, two, id)).json.error.code).toBe('forbidden');
    expect((await decide(approver, two, id)).json.state).toBe('done');
  });

  test('is nobody of the gateway by what they may at the merchant', async () => {
    const { two } = affairs;
    const id = await asked(two, { valid_from: inDays(10) });
    const both = await affairs.ofGateway('viewer');
    await affairs.db.rows({
      name: 'test-also-of-merchant',
      text: `insert into operator_memberships (merchant_id, operator_id, role, created_at) values ($1, $2, 'approver', now())`,
      values: [await nameOf(two), both.operatorId],
    });
    expect((await decide(both, two, id)).json.error.code).toBe('forbidden');
    await decide(approver, two, id, false);
  });

  test('looks at the fees where money may be seen, and at nobody else’s', async () => {
    const { one, two } = affairs;
    for (const [role, status] of [
      ['finance_maker', 200],
      ['viewer', 403],
      ['developer', 403],
    ] as const) {
      expect([role, (await (await affairs.person(role, one)).get(at(one))).status]).toEqual([
        role,
        status,
      ]);
    }
    const stranger = await affairs.person('admin', one);
    expect((await stranger.get(at(two))).json.error.code).toBe('not_found');
  });
});

describe('a preview', () => {
  const preview = (body: object, who = ofMerchant) =>
    who.post(`/${affairs.two.clientId}/fee-preview`, { bank: 'cimb', terms: null, ...body });

  test('says what amounts cost by what is in force then, and by other terms', async () => {
    const other = { fixed: '0', basis_points: 150, minimum: '1000', maximum: null };
    const said = await preview({ amounts: ['1', '33300', '10000000'], terms: other });
    expect(said.json.rows).toEqual([
      { amount: '1', fee: '1', other: '1' },
      { amount: '33300', fee: '2733', other: '1000' },
      { amount: '10000000', fee: '10000', other: '150000' },
    ]);
    const earlier = await preview({ amounts: ['33300'], at: '2026-01-01T00:00:00Z' });
    expect(earlier.json.rows).toEqual([{ amount: '33300', fee: '0', other: null }]);
  });

  test('refuses terms that cannot be', async () => {
    const terms = { ...TERMS, minimum: '2', maximum: '1' };
    expect((await preview({ amounts: ['1'], terms })).json.error.field).toBe('terms.maximum');
    expect((await preview({ amounts: ['0'] })).status).toBe(400);
  });
});

describe('terms of settlement', () => {
  const BY = { operatorId: null, by: 'cli', role: null, address: null } as const;
  const STANDARD = { working_days: 2, minimum: '0' };
  const LATER = { working_days: 5, minimum: '50000' };
  const place = ({ clientId }: MerchantClient) => `/${clientId}/settlement/terms`;
  const termsOf = async (one: MerchantClient) =>
    (await ofMerchant.get(place(one))).json.banks.find((each: any) => each.bank === 'cimb');
  const wish = (terms: object) => ({ bank: 'cimb', terms, reason: 'As agreed.' });
  const wanted = async (one: MerchantClient, terms: object): Promise<string> =>
    (await maker.post(place(one), wish(terms))).json.approval_id as string;
  const byCommand = async (one: MerchantClient, workingDays: number) => {
    affairs.advance(1);
    const pair = { merchantId: await nameOf(one), bank: 'cimb' };
    await changeTerms(affairs.ctx, pair, { workingDays, minimum: 0n }, BY);
  };

  test('are changed by two people of the gateway, who see what moves, once', async () => {
    const { one } = affairs;
    expect(await termsOf(one)).toEqual({
      bank: 'cimb',
      terms: STANDARD,
      since: null,
      waiting: null,
      changes: [],
    });
    await (await sellerOf(affairs, await affairs.merchantOf(one), 1)).pay(90_000n);
    const today = wibDay(affairs.clock.now());
    const holidays = await listHolidays(affairs.db);
    const day = (workingDays: number) => settlementDay(holidays, today, workingDays);
    const moves = { day: today, unseen: '90000', before: day(2), after: day(5) };
    const preview = await maker.post(`${place(one)}-preview`, { bank: 'cimb', terms: LATER });
    expect(preview.json.days).toEqual([moves]);

    const id = await wanted(one, LATER);
    expect(await wanted(one, LATER)).toBe(id);
    expect((await termsOf(one)).waiting).toBe(id);
    const seen = (await ofMerchant.get(`/${one.clientId}/approvals/${id}`)).json;
    expect(seen).toMatchObject({ kind: 'settlement_terms', may: [], waits_for: 'colleague' });
    expect(seen.asked).toMatchObject({ from: STANDARD, to: LATER, effect: { days: [moves] } });
    expect((await decide(ofMerchant, one, id)).json.error.code).toBe('forbidden');
    expect((await decide(approver, one, id)).json.outcome).toBe('terms_agreed');
    const { terms, since, waiting, changes } = await termsOf(one);
    expect([terms, waiting, since]).toEqual([LATER, null, expect.any(String)]);
    expect(changes).toMatchObject([
      {
        before: STANDARD,
        after: LATER,
        made_by: { operator_id: maker.operatorId },
        approved_by: { operator_id: approver.operatorId },
        approval_id: id,
      },
    ]);
    await carryOutAgain(id);
    expect((await termsOf(one)).changes).toHaveLength(1);

    // What was done once and changed since is not done again.
    await byCommand(one, STANDARD.working_days);
    await carryOutAgain(id);
    expect((await approver.get(`/${one.clientId}/approvals/${id}`)).json).toMatchObject({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    expect((await termsOf(one)).terms).toEqual(STANDARD);
  });

  test('are not changed when somebody was quicker, and tell who made them', async () => {
    const { two } = affairs;
    const id = await wanted(two, LATER);
    await byCommand(two, 1);
    expect((await decide(approver, two, id)).json).toMatchObject({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    const { terms, changes } = await termsOf(two);
    expect(terms).toEqual({ working_days: 1, minimum: '0' });
    expect(changes).toMatchObject([{ made_by: null, approved_by: null, approval_id: null }]);
  });

  test.each([
    ['terms.working_days', wish({ ...LATER, working_days: 31 })],
    ['terms.minimum', wish({ ...LATER, minimum: '-1' })],
    ['terms', wish({ working_days: 1, minimum: '00' })],
    ['bank', { ...wish(LATER), bank: 'bri' }],
    ['reason', { ...wish(LATER), reason: ' ' }],
  ])('with a wrong %s are refused, which is named', async (field, body) => {
    const said = await maker.post(place(affairs.two), body);
    expect(said).toMatchObject({ status: 400, json: { error: { code: 'field_invalid', field } } });
  });

  test('are looked at where money may be seen, and changed by nobody of the merchant', async () => {
    const { one, two } = affairs;
    for (const [role, status] of [
      ['finance_maker', 200],
      ['developer', 403],
    ] as const) {
      const theirs = await affairs.person(role, one);
      expect([role, (await theirs.get(place(one))).status]).toEqual([role, status]);
    }
    const admin = await affairs.person('admin', one);
    expect((await admin.post(place(one), wish(LATER))).json.error.code).toBe('forbidden');
    expect((await admin.get(place(two))).json.error.code).toBe('not_found');
  });
});
