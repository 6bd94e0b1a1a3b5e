// Reconciliation in the Back Office: days and what differs as the gateway and as one merchant see them, a file brought by the page,
// a difference with both its sides that two people end, a day that is closed, and lines of nobody.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../src/backoffice/routes.ts';
import type { Role } from '../src/operators/roles.ts';
import { plusDays } from '../src/settlement/calendar.ts';
import { CSRF, startOffice, type Office } from './backoffice-world.ts';
import {
  booksOf,
  debit,
  openDesk,
  strange,
  type Desk,
  type Paid,
  type Party,
} from './reconciliation-world.ts';
import { statementFile } from './statement-file.ts';

let office: Office;
let desk: Desk;
let one: Party;
let two: Party;
let clerk: string;
let maker: string;
let approver: string;
/** Days: the first has differences, the second nothing. */
let first: string;
let second: string;
let differing: Paid;
let fine: Paid;
let missing: Paid;

beforeAll(async () => {
  office = await startOffice(ROUTES, { checksAnswers: true });
  desk = await openDesk(office);
  [one, two] = [await desk.party(), await desk.party()];
  clerk = await person({ gatewayRole: 'finance_maker' });
  maker = await person({ role: 'finance_maker', of: one });
  approver = await person({ role: 'approver', of: one });
  fine = await desk.pay(one, 90_000n);
  differing = await desk.pay(one, 50_000n);
  missing = await desk.pay(one, 7_000n);
  const others = await desk.pay(two, 123_456n);
  first = desk.dayOver();
  await desk.import(first, [
    debit(fine),
    debit(differing, { amount: 49_000n }),
    debit(fine),
    debit(others),
    strange(two, 31_337n),
    debit(fine, { partner: 'OLD-KEY', reference: 'X', amount: 4_242n }),
  ]);
  second = desk.dayOver();
  await desk.import(second, []);
  await desk.work();
});

afterAll(() => office.close());

/** Somebody freshly proved, of the gateway or of one merchant. */
async function person(who: { gatewayRole: Role } | { role: Role; of: Party }): Promise<string> {
  const operatorId = randomUUID();
  await office.sql(
    'insert into operators (operator_id, email, name, created_at, gateway_role) values ($1, $2, $3, now(), $4)',
    [operatorId, `${operatorId}@tarik.test`, 'Sari', 'gatewayRole' in who ? who.gatewayRole : null],
  );
  const steppedUpUntil = Number.MAX_SAFE_INTEGER;
  if ('gatewayRole' in who) return office.signIn({ operatorId, steppedUpUntil, ...who });
  const { merchantId, clientId, name: merchantName } = who.of.merchant;
  await office.sql(
    'insert into operator_memberships (merchant_id, operator_id, role, created_at) values ($1, $2, $3, now())',
    [merchantId, operatorId, who.role],
  );
  const memberships = [{ merchantId, clientId, merchantName, role: who.role }];
  return office.signIn({ operatorId, steppedUpUntil, memberships });
}

async function get(cookie: string, path: string): Promise<any> {
  const answer = await office.ask(path, cookie);
  return await answer.json();
}

async function post(cookie: string, path: string, body: unknown): Promise<any> {
  const answer = await office.ask(path, cookie, { method: 'POST', body });
  const text = await answer.text();
  return text === '' ? { status: answer.status } : JSON.parse(text);
}

/** A file as the page sends it. */
async function bring(cookie: string, day: string, file: string, dry = true): Promise<any> {
  const answer = await office.ask(
    `/reconciliation/statements?bank=cimb&day=${day}&dry_run=${dry}`,
    cookie,
    { method: 'POST', body: file, headers: { 'content-type': 'text/csv' } },
  );
  return await answer.json();
}

const at = (party: Party): string => `/${party.merchant.clientId}`;
const exceptionsOf = async (cookie: string, workspace: string, query = ''): Promise<any[]> =>
  (await get(cookie, `${workspace}/exceptions?${query}`)).rows;

describe('days', () => {
  test('are listed with their state, what differs and the sums of both sides', async () => {
    const { rows, next, first: owed } = await get(clerk, '/all/reconciliation/days');
    expect([owed, next]).toEqual([first, null]);
    expect(rows.map((row: any) => [row.day, row.state])).toEqual([
      [second, 'matched'],
      [first, 'judged'],
    ]);
    expect(rows[1]).toMatchObject({
      lines: 6,
      matched: 2,
      open: { missing_at_bank: 1, missing_here: 1, amount_differs: 1, duplicate: 1 },
      strays: 1,
      sums: {
        bank: { debit: `${90_000 + 49_000 + 90_000 + 123_456 + 31_337 + 4_242}` },
        ours: { debit: `${90_000 + 50_000 + 7_000 + 123_456}` },
      },
    });
  });

  test('of one merchant are that merchant’s own part, and name nothing of another’s', async () => {
    for (const cookie of [maker, clerk]) {
      const { rows } = await get(cookie, `${at(one)}/reconciliation/days`);
      expect(rows[1]).toMatchObject({
        lines: 3,
        matched: 1,
        open: { missing_at_bank: 1, missing_here: 0, amount_differs: 1, duplicate: 1 },
        strays: null,
        refused: null,
        sums: { bank: { debit: '229000' }, ours: { debit: '147000' } },
      });
    }
    const answer = await office.ask(`${at(one)}/reconciliation/days/cimb/${first}`, maker);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ file: null, refused: [], close: { may: false } });
    for (const secret of ['123456', '31337', '4242', two.merchantId, 'OLD-KEY']) {
      expect(text).not.toContain(secret);
    }
  });

  test('before there was business owe no statement, and a later one that has none is missing', async () => {
    expect(
      (await get(clerk, `/all/reconciliation/days/cimb/${plusDays(first, -1)}`)).error,
    ).toMatchObject({ code: 'not_found' });
    const gap = desk.dayOver();
    const { rows } = await get(clerk, '/all/reconciliation/days?limit=1');
    expect(rows).toMatchObject([{ day: gap, state: 'missing', lines: null, sums: null }]);
    const { next } = await get(clerk, '/all/reconciliation/days?limit=1');
    const before = await get(clerk, `/all/reconciliation/days?limit=1&before=${next}`);
    expect(before.rows).toMatchObject([{ day: second }]);
    await desk.import(gap, []);
    await desk.work();
  });

  test('show a merchant nothing from before it was at the bank', async () => {
    const late = await desk.party();
    const { rows, first: owed } = await get(clerk, `${at(late)}/reconciliation/days`);
    expect([rows, owed]).toEqual([[], desk.today()]);
  });
});

describe('a file brought by the page', () => {
  test('is judged and not kept, says what is wrong by line and column, and is taken in with its audit', async () => {
    const day = desk.dayOver();
    const bad = statementFile(day, [{ reference: 'x', amount: 0, partner: one.partner }]);
    const why = { result: 'refused', line: 2, column: 'amount', rule: /whole rupiah/ };
    for (const dry of [true, false]) {
      expect(await bring(clerk, day, bad, dry)).toEqual({
        ...why,
        rule: expect.stringMatching(why.rule),
      });
    }
    const good = statementFile(day, [strange(one, 5n)]);
    expect(await bring(clerk, day, good)).toMatchObject({ result: 'good', lines: 1, merchants: 1 });
    expect((await get(clerk, `/all/reconciliation/days/cimb/${day}`)).day.state).toBe('missing');
    expect(await bring(clerk, day, good, false)).toMatchObject({
      result: 'kept',
      sums: { debit: '5' },
    });
    await desk.work();
    const whole = await get(clerk, `/all/reconciliation/days/cimb/${day}`);
    expect(whole).toMatchObject({
      day: { state: 'matched', lines: 1 },
      file: { imported_by: 'Sari' },
      refused: [{ by: 'Sari', reason: expect.stringMatching(/line 2, column amount/) }],
    });
    expect(await bring(clerk, day, good, false)).toMatchObject({
      result: 'refused',
      line: null,
      rule: expect.stringMatching(/imported before/),
    });
    const acts = await office.sql<{ act: string }>(
      `select act from audit_entries where subject = $1 order by entry_no`,
      [`cimb ${day}`],
    );
    expect(acts.map(({ act }) => act)).toEqual([
      'statement.refused',
      'statement.imported',
      'statement.refused',
    ]);
  });

  test('is for people of the gateway, is CSV, and has a limit', async () => {
    const day = plusDays(desk.today(), -1);
    expect((await bring(maker, day, 'x')).error.code).toBe('forbidden');
    const path = `/reconciliation/statements?bank=cimb&day=${day}`;
    expect((await post(clerk, path, { a: 1 })).error.code).toBe('body_unreadable');
    expect((await post(clerk, path, undefined)).error.code).toBe('body_unreadable');
    const other = await office.ask(`${at(one)}/exceptions/${randomUUID()}/resolution`, maker, {
      method: 'POST',
      body: 'a,b',
      headers: { 'content-type': 'text/csv' },
    });
    expect(other.status).toBe(400);
    const large = await fetch(`${office.url}/backoffice/api${path}`, {
      method: 'POST',
      headers: {
        cookie: clerk,
        'content-type': 'text/csv',
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': CSRF,
      },
      body: Buffer.alloc(32 * 1024 * 1024 + 1, 'a'),
    });
    expect(await large.json()).toMatchObject({
      result: 'refused',
      rule: expect.stringMatching(/too large for the page/),
    });
    expect((await bring(clerk, day, 'a,b\n')).rule).toMatch(/the column must be date_time/);
  });
});

describe('differences', () => {
  test('are listed newest first, filtered, in pages, with their ages, and as a file', async () => {
    const all = await exceptionsOf(clerk, '/all', 'state=open&limit=200');
    expect(all.length).toBeGreaterThanOrEqual(5);
    const own = await exceptionsOf(maker, at(one), `bank=cimb&day=${first}`);
    expect(own.map((row) => `${row.reason} ${row.difference}`).toSorted()).toEqual([
      'amount_differs -1000',
      'duplicate 90000',
      'missing_at_bank -7000',
    ]);
    expect(await exceptionsOf(maker, at(one), 'reason=duplicate')).toHaveLength(1);
    expect(await exceptionsOf(clerk, '/all', `subject_id=${missing.paymentId}`)).toMatchObject([
      { reason: 'missing_at_bank', client_id: one.merchant.clientId },
    ]);
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await get(clerk, `/all/exceptions?state=open&limit=2${after}`);
      seen.push(...page.rows.map((row: any) => row.exception_id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual(all.map((row) => row.exception_id));
    const aged = await get(maker, `${at(one)}/exceptions/ages`);
    const total = aged.rows.reduce((sum: number, row: any) => sum + row.count, 0);
    const open = await exceptionsOf(maker, at(one), 'state=open&limit=200');
    expect(total).toBe(open.length);
    for (const { age, count } of aged.rows) {
      expect([age, (await exceptionsOf(maker, at(one), `age=${age}&limit=200`)).length]).toEqual([
        age,
        count,
      ]);
    }
    const file = await (await office.ask(`${at(one)}/exceptions.csv?state=open`, maker)).text();
    expect(file.trim().split('\n')).toHaveLength(open.length + 1);
    expect(file).toMatch(/^\uFEFF?"opened_at \(Asia\/Jakarta, UTC\+7\)",client_id,bank,day/);
  });

  test('show both sides, which ways there are, and why not where there are none', async () => {
    const [row] = await exceptionsOf(maker, at(one), 'reason=amount_differs');
    const whole = await get(maker, `${at(one)}/exceptions/${row.exception_id}`);
    expect(whole).toMatchObject({
      line: { line: 3, type: 'debit', amount: '49000', reference: differing.reference },
      ours: { kind: 'payment', state: 'succeeded', amount: '50000' },
      journals: [{ template: 'unexplainedIn' }],
    });
    expect(whole.ours.journals[0].template).toBe('paymentSucceeded');
    const ways = Object.fromEntries(
      whole.resolutions.map((way: any) => [way.resolution, way.why_not ?? way.needs ?? 'may']),
    );
    expect(ways).toMatchObject({
      loss_borne: 'may',
      payment_reversed: 'none_to_name',
      refund_reversed: 'other_kind',
      owed_again: 'other_kind',
      booked_to_account: 'other_kind',
    });
    const gone = await get(clerk, `/all/exceptions/${row.exception_id}`);
    expect(gone.resolutions.find((way: any) => way.resolution === 'loss_borne')).toMatchObject({
      may: false,
      why_not: 'choose_merchant',
    });
    const stranger = await person({ role: 'finance_maker', of: two });
    const path = `${at(two)}/exceptions/${row.exception_id}`;
    expect((await get(stranger, path)).error.code).toBe('not_found');
  });

  test('end by two people, of whom the gateway’s decides, once, with the ledger, and are remembered', async () => {
    const [row] = await exceptionsOf(maker, at(one), 'reason=amount_differs');
    const path = `${at(one)}/exceptions/${row.exception_id}`;
    const body = {
      resolution: 'loss_borne',
      evidence: { source: 'bank_letter', reference: 'LETTER-9', day: first },
      reason: 'The bank kept a fee of its own.',
    };
    expect(
      (await post(maker, `${path}/resolution`, { ...body, resolution: 'payment_reversed' })).error,
    ).toMatchObject({
      code: 'not_allowed_now',
      message: expect.stringMatching(/^name the exception/),
    });
    expect((await post(approver, `${path}/resolution`, body)).error.code).toBe('forbidden');
    const asked = await post(maker, `${path}/resolution`, body);
    expect(asked.result).toBe('approval');
    const waiting = await get(maker, path);
    expect(waiting.resolutions.find((way: any) => way.resolution === 'loss_borne')).toMatchObject({
      why_not: 'approval_pending',
    });
    const decision = `${at(one)}/approvals/${asked.approval_id}/decision`;
    const approves = { approve: true, reason: 'I have the letter.' };
    const ofGateway = await person({ gatewayRole: 'approver' });
    // What it comes to is the gateway's to bear: the merchant's own second person does not decide it.
    const approval = `${at(one)}/approvals/${asked.approval_id}`;
    expect(await get(approver, approval)).toMatchObject({ may: [], waits_for: 'colleague' });
    expect((await post(approver, decision, approves)).error.code).toBe('forbidden');
    expect(await desk.balance(one, 'write_off')).toBe(0n);
    const decided = await post(ofGateway, decision, approves);
    expect(decided).toMatchObject({ state: 'done', outcome: 'loss_borne' });
    expect(await get(maker, path)).toMatchObject({
      exception: { state: 'resolved', in_suspense: '0' },
      resolved: {
        resolution: 'loss_borne',
        asked_by: { name: 'Sari' },
        approved_by: { name: 'Sari' },
      },
      asked: [{ state: 'done', resolution: 'loss_borne' }],
      resolutions: [],
    });
    expect(await desk.balance(one, 'write_off')).toBe(1_000n);
    expect(await booksOf(desk)).toEqual([]);
    expect((await post(maker, `${path}/resolution`, body)).error.code).toBe('not_allowed_now');
  });
});

describe('what is offered to explain a difference', () => {
  test('are lines with which it comes out to the rupiah, for each way its own, and no others', async () => {
    const party = await desk.party();
    const clerkOf = await person({ role: 'finance_maker', of: party });
    const wrong = await desk.pay(party, 50_000n);
    const twice = await desk.pay(party, 20_000n);
    const out = (amount: bigint) => strange(party, amount, 'REFUND');
    const last = desk.dayOver();
    await desk.import(last, [
      debit(wrong, { amount: 51_000n }),
      debit(twice),
      debit(twice),
      out(1_000n),
      out(51_000n),
      out(400n),
      out(600n),
      out(50_900n),
      out(19_999n),
      strange(party, 1_000n),
    ]);
    await desk.work();
    const offeredFor = async (reason: string) => {
      const [row] = await exceptionsOf(clerkOf, at(party), `reason=${reason}&state=open`);
      const whole = await get(clerkOf, `${at(party)}/exceptions/${row.exception_id}`);
      const offered = (way: string, fits: boolean) =>
        whole.candidates
          .filter((one: any) => (fits ? one.fits : one.ways).includes(way))
          .map((one: any) => one.in_suspense)
          .toSorted();
      return { whole, offered };
    };
    const { whole, offered } = await offeredFor('amount_differs');
    // The difference of 1,000, alone or in two parts, or more than that with what came in.
    expect(offered('bank_corrected', false)).toEqual(['-1000', '-400', '-600']);
    expect(offered('bank_corrected', true)).toEqual(['-1000']);
    expect(offered('returned_to_bank', true)).toEqual(['-1000']);
    // All of it, by one line.
    expect(offered('payment_reversed', true)).toEqual(['-51000']);
    expect(offered('refund_reversed', false)).toEqual([]);
    const wanted = Object.fromEntries(
      whole.resolutions.map((way: any) => [way.resolution, way.wanted]),
    );
    expect(wanted).toMatchObject({ bank_corrected: '-1000', payment_reversed: '-51000' });
    // Nothing brings back the 20,000 that were taken twice: no line is offered, and neither is the way.
    const second = await offeredFor('duplicate');
    expect(second.offered('returned_to_bank', false)).toEqual([]);
    expect(
      second.whole.resolutions.find((way: any) => way.resolution === 'returned_to_bank'),
    ).toMatchObject({ may: false, why_not: 'none_to_name' });
  });
});

describe('closing a day', () => {
  test('says why not, is for all merchants at once, and seals it', async () => {
    const later = await get(clerk, `/all/reconciliation/days/cimb/${second}`);
    expect(later.close).toEqual({ may: false, why_not: 'not_next', next: first });
    const own = await get(clerk, `${at(one)}/reconciliation/days/cimb/${first}`);
    expect(own.close.why_not).toBe('choose_all');
    const closing = (day: string): string => `/reconciliation/days/cimb/${day}/closing`;
    const reason = { reason: 'All is seen.' };
    expect((await post(clerk, closing(second), reason)).error).toMatchObject({
      code: 'not_allowed_now',
      message: expect.stringMatching(/in their order/),
    });
    expect((await post(maker, closing(first), reason)).error.code).toBe('forbidden');
    const closed = await post(clerk, closing(first), reason);
    expect(closed).toMatchObject({ heads_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const whole = await get(clerk, `/all/reconciliation/days/cimb/${first}`);
    expect(whole).toMatchObject({
      day: { state: 'closed' },
      seal: { heads_hash: closed.heads_hash, closed_by: 'Sari', head: null },
      close: { may: false, why_not: 'closed_already' },
    });
    const theirs = await get(maker, `${at(one)}/reconciliation/days/cimb/${first}`);
    expect(theirs.seal).toMatchObject({
      closed_by: null,
      open_exceptions: null,
      head: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });
});

describe('lines of nobody', () => {
  test('are for people of the gateway, and find the merchant that they are given to', async () => {
    expect((await get(maker, '/reconciliation/strays')).error.code).toBe('forbidden');
    const { rows } = await get(clerk, '/reconciliation/strays');
    expect(rows).toMatchObject([
      { partner: 'OLD-KEY', amount: '4242', reason: 'unknown_partner', found: null },
    ]);
    const given = { bank: 'cimb', partner: 'OLD-KEY', client_id: one.merchant.clientId };
    const reason = 'Their Key of last year.';
    expect((await post(maker, '/reconciliation/partners', { ...given, reason })).error.code).toBe(
      'forbidden',
    );
    expect(
      (await post(clerk, '/reconciliation/partners', { ...given, client_id: 'nobody', reason }))
        .error,
    ).toMatchObject({ code: 'field_invalid', field: 'client_id' });
    expect(await post(clerk, '/reconciliation/partners', { ...given, reason })).toEqual({
      status: 204,
    });
    await desk.work();
    expect((await get(clerk, '/reconciliation/strays')).rows).toEqual([]);
    expect((await get(clerk, '/reconciliation/strays?state=found')).rows).toMatchObject([
      { partner: 'OLD-KEY', found: { client_id: one.merchant.clientId } },
    ]);
    // Its day is closed: what it came to counts on the next one that is open, and its file's day shows it.
    expect(await exceptionsOf(maker, at(one), `bank=cimb&day=${second}`)).toMatchObject([
      { reason: 'missing_here', amount: '4242' },
    ]);
    expect(await booksOf(desk)).toEqual([]);
  });
});
