// Marked personal data and secrets go through everything that the gateway does; afterwards no byte of them may lie open
// in the database, the log, the metrics or an error.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answered } from './merchant-client.ts';
import { quiet } from './quiet.ts';
import { BANK, booksOf, startWorld, type World } from './world.ts';

const mark = () => randomBytes(6).toString('hex');
const digits = (count: number) =>
  Array.from(randomBytes(count), (byte) => String(byte % 10)).join('');

/** What a customer is to us, each piece with a mark that nothing else can have. */
const CUSTOMER = {
  id: `CUSTOMER-${mark()}`,
  name: `Ibu Rahasia ${mark()}`,
  email: `rahasia-${mark()}@example.com`,
  phone: `62${digits(12)}`,
  id_card: digits(16),
  country: 'Indonesia',
  address: `Jl. Tersembunyi ${mark()}`,
  date_of_birth: '07-03-1971',
  additional_info: `info-${mark()}`,
};
const ACCOUNT_PHONE = `62${digits(11)}`;
const ACCOUNT_EMAIL = `akun-${mark()}@example.com`;
const ACCOUNT_NO = `7${digits(11)}`;
const NOTE = `note-${mark()}`;
const ITEM = `item-${mark()}`;
const SESSION = `session-${mark()}`;
const REASON = `reason-${mark()}`;

let world: World;
const otps: string[] = [];
const challenges: string[] = [];
const errors: Answered[] = [];

beforeAll(async () => {
  world = await startWorld({}, 300);
  const merchant = world.one;
  const opened = await merchant.post(`${BANK}/token`, {
    customer: CUSTOMER,
    debit_card: { account_mobile_phone: ACCOUNT_PHONE, account_email: ACCOUNT_EMAIL },
  });
  const url = new URL(opened.json.debit_card.cimb_registration_url as string);
  const id = url.pathname.split('/').at(-1);
  await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: ACCOUNT_NO });
  otps.push(await world.otp(ACCOUNT_PHONE));
  const list = await merchant.post(`${BANK}/tokens`, { customer: { id: CUSTOMER.id } });
  const tokenId = list.json[0].debit_card.token_id as string;

  for (const trouble of [undefined, 'html', 'truncated', 'bad_signature']) {
    if (trouble !== undefined) {
      await world.sandbox('/sandbox/faults', { operation: 'verify', fault: trouble });
    }
    const created = await merchant.post(`${BANK}/payment`, {
      customer: CUSTOMER,
      order: {
        invoice_number: `INV-${mark()}`,
        amount: 90_000,
        session_id: SESSION,
        line_items: [{ name: ITEM, price: 90_000, quantity: 1 }],
      },
      payment: { token_id: tokenId },
      additional_info: { note: NOTE },
    });
    const { token } = created.json.payment;
    challenges.push(token);
    world.advance(31);
    await merchant.post(`${BANK}/payment-otp`, { payment: { token } });
    const otp = await world.otp(ACCOUNT_PHONE);
    otps.push(otp);
    errors.push(
      await merchant.post(`${BANK}/payment/validate`, { payment: { token, otp: '000000' } }),
    );
    await merchant.post(`${BANK}/payment/validate`, { payment: { token, otp } });
    await quiet(world);
    await merchant.post(`${BANK}/payment-refund`, {
      order: { invoice_number: created.json.order.invoice_number },
      payment: { original_request_id: created.requestId },
      refund: { amount: 1000, reason: REASON },
    });
  }
  await provoke(tokenId);
  await merchant.post(`${BANK}/token-delete`, {
    customer: { id: CUSTOMER.id, name: CUSTOMER.name },
    debit_card: { token_id: tokenId },
  });
  await quiet(world);
});

afterAll(() => world.close());

/** Errors of every kind, around bodies full of what must not come back in them. */
async function provoke(tokenId: string): Promise<void> {
  const merchant = world.one;
  const body = (change: object) => ({
    customer: CUSTOMER,
    order: { invoice_number: `INV-${mark()}`, amount: 90_000 },
    payment: { token_id: tokenId },
    ...change,
  });
  const bodies: unknown[] = [
    body({
      order: {
        invoice_number: 'X',
        amount: 1,
        line_items: [{ name: ITEM, price: 2, quantity: 1 }],
      },
    }),
    body({ customer: { ...CUSTOMER, email: `no address ${CUSTOMER.email}` } }),
    body({ customer: { ...CUSTOMER, name: `${CUSTOMER.name}\u202e` } }),
    body({ customer: { ...CUSTOMER, phone: { number: CUSTOMER.phone } } }),
    body({ payment: { token_id: '0'.repeat(32) } }),
    body({ additional_info: { note: NOTE, override_notification_url: `ftp://${CUSTOMER.email}` } }),
    `${JSON.stringify(body({})).slice(0, -1)},`,
  ];
  for (const one of bodies) errors.push(await merchant.post(`${BANK}/payment`, one));
  errors.push(
    await merchant.post(`${BANK}/payment`, body({}), { headers: { Signature: 'HMACSHA256=x' } }),
    await merchant.post(`${BANK}/payment-otp`, { payment: { token: challenges[0] } }),
  );
  // A database that cannot take what it is given: the error's text quotes it, ours must not.
  await breakOnce(async () => {
    errors.push(await merchant.post(`${BANK}/payment`, body({})));
  });
  const provoked = errors.slice(-(bodies.length + 3));
  expect(provoked.map((one) => one.json.error?.code as unknown)).not.toContain(undefined);
  expect(errors.at(-1)!.json.error.code).toBe('server_error');
}

/** Lets every insert into payments fail with an error whose text quotes the row. */
async function breakOnce(work: () => Promise<void>): Promise<void> {
  await direct(async (client) => {
    await client.query(
      `alter table payments add constraint test_breaks check (amount < 0) not valid`,
    );
    await work();
    await client.query('alter table payments drop constraint test_breaks');
  });
}

async function direct<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What must not lie open anywhere. */
function canaries(): [name: string, value: string][] {
  const { country: _country, ...personal } = CUSTOMER;
  return [
    ...Object.entries(personal).map(([name, value]): [string, string] => [
      `customer ${name}`,
      value,
    ]),
    ['account phone', ACCOUNT_PHONE],
    ['account email', ACCOUNT_EMAIL],
    ['account number', ACCOUNT_NO],
    ['account number but its first digit', ACCOUNT_NO.slice(1)],
    ['account number, last five', ACCOUNT_NO.slice(-5)],
    ['note', NOTE],
    ['item', ITEM],
    ['session', SESSION],
    ['refund reason', REASON],
    ...[world.one, world.two, world.three].map((one, n): [string, string] => [
      `Secret Key ${n + 1}`,
      one.secret,
    ]),
    ['bank secret', 'bank-secret-of-'],
    ...challenges.map((challenge): [string, string] => ['challenge', challenge]),
  ];
}

/** Every form in which a value may lie in bytes or in text that shows bytes. */
function formsOf(value: string): Buffer[] {
  const raw = Buffer.from(value);
  const inner = (shift: number) => {
    // Base64 of a longer text shows a value in one of three ways, by where it begins.
    const coded = Buffer.concat([Buffer.alloc(shift), raw]).toString('base64');
    return coded.slice(Math.ceil((shift * 4) / 3), -4);
  };
  const texts = [
    value,
    raw.toString('hex'),
    encodeURIComponent(value),
    inner(0),
    inner(1),
    inner(2),
  ];
  return [...new Set(texts)].filter((text) => text.length >= 5).map((text) => Buffer.from(text));
}

function found(heap: Buffer): string[] {
  return canaries()
    .filter(([, value]) => formsOf(value).some((form) => heap.includes(form)))
    .map(([name]) => name);
}

describe('after payments, refunds, faults and errors of a marked customer', () => {
  test('the marks would be found: the customer’s bank has them all in the open', async () => {
    const sms = await world.sandbox<object[]>(`/sandbox/sms?phone=${ACCOUNT_PHONE}`);
    const book = await world.sandbox<object[]>('/sandbox/book');
    const heap = Buffer.from(JSON.stringify([sms, book, CUSTOMER, [NOTE, ITEM]]));
    expect(found(heap)).toEqual(
      expect.arrayContaining(['customer name', 'account phone', 'account number', 'note', 'item']),
    );
    const hex = Buffer.from(`\\x00${Buffer.from(`xx${NOTE}`).toString('hex')}`);
    expect(found(hex)).toContain('note');
    expect(found(Buffer.from(Buffer.from(`x${ITEM} and more`).toString('base64')))).toContain(
      'item',
    );
  });

  test('no table holds them, in no column, as text or as bytes', async () => {
    const columns = await world.db.rows<{ table: string; column: string; type: string }>({
      name: 'test-columns',
      text: `select table_name as "table", column_name as "column", data_type as "type"
               from information_schema.columns where table_schema = 'public'`,
      values: [],
    });
    expect(columns.length).toBeGreaterThan(100);
    const leaks: string[] = [];
    let bytes = 0;
    await direct(async (client) => {
      for (const { table, column, type } of columns) {
        const read = type === 'bytea' ? `"${column}"` : `convert_to("${column}"::text, 'UTF8')`;
        const { rows } = await client.query<{ value: Buffer }>(
          `select ${read} as value from "${table}" where "${column}" is not null`,
        );
        const heap = Buffer.concat(rows.flatMap(({ value }) => [value, Buffer.from('\0')]));
        bytes += heap.length;
        leaks.push(...found(heap).map((name) => `${table}.${column} holds the ${name}`));
        if (type !== 'bytea') leaks.push(...otpsIn(rows, `${table}.${column}`));
      }
    });
    expect(bytes).toBeGreaterThan(20_000);
    expect(leaks).toEqual([]);
  });

  test('an account is known by its last four digits alone', async () => {
    const rows = await world.db.rows<{ account_tail: string }>({
      name: 'test-tails',
      text: 'select distinct account_tail from tokens where account_tail is not null',
      values: [],
    });
    expect(rows).toEqual([{ account_tail: ACCOUNT_NO.slice(-4) }]);
  });

  test('the log holds none, whatever went wrong', () => {
    const log = world.logged();
    expect(log).toContain('a call failed');
    expect(log.split('\n').length).toBeGreaterThan(25);
    expect(found(Buffer.from(log))).toEqual([]);
    for (const otp of otps)
      expect(log).not.toMatch(new RegExp(`(?<![0-9a-f-])${otp}(?![0-9a-f-])`));
  });

  test('the metrics hold none', async () => {
    const metrics = await world.ctx.metrics.registry.metrics();
    expect(metrics).toContain('tarik_call_duration_seconds_count');
    expect(found(Buffer.from(metrics))).toEqual([]);
  });

  test('no error quotes them back', () => {
    const texts = errors.filter(({ json }) => json.error !== undefined).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) expect(found(Buffer.from(text))).toEqual([]);
  });

  test('the books balance', async () => {
    expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  });
});

/** Six digits alone prove nothing inside a longer number; standing alone, or in a text, they do. */
function otpsIn(rows: readonly { value: Buffer }[], where: string): string[] {
  return rows
    .map(({ value }) => value.toString())
    .filter((text) =>
      otps.some((otp) => new RegExp(`(?<![0-9a-fA-F.-])${otp}(?![0-9a-fA-F-])`).test(text)),
    )
    .map((text) => `${where} may hold an OTP: ${text.slice(0, 40)}`);
}
