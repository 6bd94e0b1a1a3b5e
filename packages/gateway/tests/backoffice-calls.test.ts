// Merchants' calls are remembered for people who look for a mistake: masked, sealed, bounded, and never in a call's way.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetCalls } from '../src/calls/forget.ts';
import { createCallRecord, bodiesPlace } from '../src/calls/record.ts';
import type { KeptBodies, SeenCall } from '../src/calls/call.ts';
import { Refusal } from '../src/base/refusal.ts';
import { BANK, paymentBody, startWorld, type Bound, type World } from './world.ts';

interface Row {
  call_id: string;
  merchant_id: string;
  path: string;
  endpoint: string | null;
  request_id: string | null;
  status: number;
  code: string | null;
  field: string | null;
  signature: string;
  string_to_sign: string | null;
  replayed: boolean;
  sealed_bodies: Buffer;
  subject_kind: string | null;
  subject_id: string | null;
}

let world: World;
let bound: Bound;

beforeAll(async () => {
  world = await startWorld();
  bound = await world.token(world.one, '800000000003');
});

afterAll(() => world.close());

async function recorded(requestId: string): Promise<Row[]> {
  await world.recordCalls();
  return await world.db.rows<Row>({
    name: 'test-calls',
    text: 'select * from api_calls where request_id = $1 order by at, call_id',
    values: [requestId],
  });
}

function bodiesOf(row: Row): KeptBodies {
  const place = bodiesPlace(row.merchant_id, row.call_id);
  return JSON.parse(world.ctx.sealer.open(place, row.sealed_bodies).toString()) as KeptBodies;
}

describe('a call', () => {
  test('is kept with its verdict, its masked bodies and the payment that it made', async () => {
    const body = paymentBody(bound);
    const paid = await world.one.post(`${BANK}/payment`, body);
    const [row] = await recorded(paid.requestId);
    expect(row).toMatchObject({
      path: `${BANK}/payment`,
      endpoint: 'payment',
      status: 201,
      code: null,
      signature: 'right',
      string_to_sign: null,
      replayed: false,
      subject_kind: 'payments',
    });
    const { request, answer, raw } = bodiesOf(row!);
    expect(request).toMatchObject({ customer: { id: '***', name: '***' } });
    expect(answer).toMatchObject({ payment: { status: 'SUCCESS' } });
    expect(JSON.parse(raw ?? '')).toEqual(body);
    const [payment] = await world.db.rows<{ invoice_number: string }>({
      name: 'test-payment',
      text: 'select invoice_number from payments where payment_id = $1',
      values: [row!.subject_id],
    });
    expect(payment?.invoice_number).toBe(body.order.invoice_number);
  });

  test('that is repeated is kept as a replay, and one that is refused with code and field', async () => {
    const body = JSON.stringify(paymentBody(bound));
    const { requestId } = await world.one.post(`${BANK}/payment`, body);
    await world.one.post(`${BANK}/payment`, body, { requestId });
    expect((await recorded(requestId)).map(({ replayed }) => replayed)).toEqual([false, true]);
    const wrong = await world.one.post(`${BANK}/payment`, paymentBody(bound, { amount: -1 }));
    const [row] = await recorded(wrong.requestId);
    expect(row).toMatchObject({ status: 400, signature: 'right', field: 'order.amount' });
    expect(row!.code).not.toBeNull();
  });

  test('with a wrong signature is kept with the text that had to be signed, and nothing to send again', async () => {
    const { requestId } = await world.one.post(`${BANK}/payment`, paymentBody(bound), {
      headers: { Signature: 'HMACSHA256=AAAA' },
    });
    const [row] = await recorded(requestId);
    expect(row).toMatchObject({ status: 400, code: 'invalid_signature', signature: 'wrong' });
    expect(row!.string_to_sign?.split('\n').slice(0, 2)).toEqual([
      `Client-Id:${world.one.clientId}`,
      `Request-Id:${requestId}`,
    ]);
    expect(bodiesOf(row!)).not.toHaveProperty('raw');
    expect(row!.subject_id).toBeNull();
  });

  test('of nobody that is known is not kept', async () => {
    const requestId = randomUUID();
    await world.one.post(`${BANK}/payment`, paymentBody(bound), {
      requestId,
      headers: { 'Client-Id': 'MCH-stranger' },
    });
    expect(await recorded(requestId)).toEqual([]);
  });

  test('that was refused before its signature was looked at says so', async () => {
    const { requestId } = await world.one.get('/no/such/path');
    expect(await recorded(requestId)).toMatchObject([
      { status: 404, signature: 'unknown', endpoint: null },
    ]);
  });

  test('rests without personal data in the clear', async () => {
    const marked = `Ibu-${randomBytes(6).toString('hex')}`;
    const body = { ...paymentBody(bound), customer: { id: bound.customerId, name: marked } };
    const { requestId } = await world.one.post(`${BANK}/payment`, body);
    const [row] = await recorded(requestId);
    expect(
      JSON.stringify({ ...row, sealed_bodies: row!.sealed_bodies.toString('latin1') }),
    ).not.toContain(marked);
    expect(JSON.stringify(bodiesOf(row!).request)).not.toContain(marked);
  });
});

describe('the record', () => {
  const seen = (keyId: string | null, merchantId: string = randomUUID()): SeenCall => ({
    merchantId,
    keyId,
    bytes: 100,
    describe: () => {
      throw new Error('it was not to be written');
    },
  });

  async function countOf(result: string): Promise<number> {
    const { values } = await world.ctx.metrics.recordedCalls.get();
    return values.find(({ labels }) => labels['result'] === result)?.value ?? 0;
  }

  test('drops and counts what is too much, in calls and in bytes', async () => {
    const before = await countOf('dropped');
    const few = createCallRecord(world.ctx, true, { calls: 2, bytes: 1000, unproved: 5 });
    for (let n = 0; n < 5; n += 1) few.add(seen(randomUUID()));
    const small = createCallRecord(world.ctx, true, { calls: 100, bytes: 250, unproved: 5 });
    for (let n = 0; n < 5; n += 1) small.add(seen(randomUUID()));
    expect(await countOf('dropped')).toBe(before + 6);
  });

  test('lets a stranger who knows a Client-Id fill no more than a few lines a second', async () => {
    const before = await countOf('dropped');
    const record = createCallRecord(world.ctx);
    const victim = randomUUID();
    for (let n = 0; n < 50; n += 1) record.add(seen(null, victim));
    record.add(seen(null)); // another merchant's line is its own
    expect(await countOf('dropped')).toBe(before + 45);
  });

  test('keeps what waits while the database is away, and writes it later', async () => {
    let away = true;
    const db = {
      ...world.db,
      rows: async <R>(query: Parameters<typeof world.db.rows>[0]): Promise<R[]> => {
        if (away && query.name === 'calls-insert') throw new Refusal('database_unavailable');
        return await world.db.rows<R>(query);
      },
    };
    const record = createCallRecord({ ...world.ctx, db });
    const merchant = await world.ctx.merchants.find(world.one.clientId);
    const requestId = randomUUID();
    const words = {
      method: 'POST',
      path: '/x',
      endpoint: null,
      requestId,
      status: 200,
      code: null,
      message: null,
      field: null,
      signature: 'right',
      stringToSign: null,
      replayed: false,
      tookMs: 1,
      address: null,
      bodies: { request: null, answer: null },
      subject: null,
    } as const;
    record.add({
      ...seen('k', merchant!.merchantId),
      keyId: merchant!.keys[0]!.keyId,
      describe: () => words,
    });
    await expect(record.write()).rejects.toThrow(Refusal);
    away = false;
    expect(await record.write()).toBe(1);
    expect(await recorded(requestId)).toHaveLength(1);
  });

  test('notes when a key was last used, to the minute', async () => {
    const lastUsed = async (): Promise<number | null> => {
      await world.recordCalls();
      const [row] = await world.db.rows<{ last_used_at: number | null }>({
        name: 'test-used',
        text: `select k.last_used_at from merchant_keys k join merchants m using (merchant_id)
                where m.client_id = $1`,
        values: [world.two.clientId],
      });
      return row!.last_used_at;
    };
    expect(await lastUsed()).toBeNull();
    const began = world.clock.now();
    await world.two.get('/orders/v1/status/x');
    const first = await lastUsed();
    expect(first).toBeGreaterThanOrEqual(began);
    world.advance(10);
    await world.two.get('/orders/v1/status/x');
    expect(await lastUsed()).toBe(first);
    world.advance(61);
    await world.two.get('/orders/v1/status/x');
    expect(await lastUsed()).toBeGreaterThan(first!);
  });

  test('forgets what is older than it is kept, and nothing else', async () => {
    const { requestId: old } = await world.one.get('/orders/v1/status/old');
    await world.recordCalls();
    world.advance(31 * 86_400);
    const { requestId: fresh } = await world.one.get('/orders/v1/status/fresh');
    await world.recordCalls();
    expect(await forgetCalls(world.ctx, 30 * 86_400_000)).toBe(0);
    expect(await recorded(old)).toEqual([]);
    expect(await recorded(fresh)).toHaveLength(1);
  });
});
