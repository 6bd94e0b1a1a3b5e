// A merchant walks the whole guide: register, list, pay, validate, be notified, resend, refund, ask, delete.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BANK, booksOf, paymentBody, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterEach(async () => {
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(() => world.close());

describe('registering an account', () => {
  test('answers PENDING with the page of the bank, echoing the customer', async () => {
    const customer = {
      id: 'DOKUxCIMB_UAT_01',
      name: 'TEST',
      email: 'wtd@mail.com',
      phone: '6281394130621',
      id_card: '18291829918778',
      country: 'Indonesia',
      address: 'Jl. Menara Mulia',
      date_of_birth: '01-12-2000',
      additional_info: 'None',
    };
    const answer = await world.one.post(`${BANK}/token`, {
      customer,
      debit_card: { account_email: 'anton@example.com', account_mobile_phone: '6281394130621' },
    });
    expect(answer.status).toBe(201);
    expect(answer.verified).toBe(true);
    expect(answer.headers.get('idempotency-status')).toBe('created');
    expect(answer.json.customer).toEqual(customer);
    expect(answer.json.debit_card).toMatchObject({
      status: 'PENDING',
      message: 'Waiting for validated by CIMB',
    });
    expect(answer.json.debit_card.cimb_registration_url).toContain(world.bank.url);
  });

  test('becomes a token in the list once the customer has been at the bank', async () => {
    const { tokenId, customerId } = await world.token(world.one, '800000000001');
    expect(tokenId).toMatch(/^[0-9a-f]{32}$/);
    const customer = { id: customerId, name: 'Robby' };
    const list = await world.one.post(`${BANK}/tokens`, { customer });
    expect(list.status).toBe(200);
    expect(list.verified).toBe(true);
    expect(list.json).toEqual([
      {
        customer,
        debit_card: { token_id: tokenId, account_no: 'XXXXXXXX0001' },
      },
    ]);
  });

  test('sends the customer back to the shop, with or without a token', async () => {
    const go = async (account: string) => {
      const registered = await world.one.post(`${BANK}/token`, {
        customer: { id: 'C-back' },
        debit_card: {
          account_mobile_phone: '628111222333',
          success_registration_url: 'https://shop.example/yes?x=1',
          failed_registration_url: 'https://shop.example/no',
        },
      });
      const url = new URL(registered.json.debit_card.cimb_registration_url);
      const id = url.pathname.split('/').at(-1);
      return await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: account });
    };
    expect(await go('800000000001')).toEqual({
      status: 'SUCCESS',
      redirect_url: 'https://shop.example/yes?x=1',
    });
    expect(await go('800000000010')).toEqual({
      status: 'FAILED',
      redirect_url: 'https://shop.example/no',
    });
  });

  test('of an unknown customer lists nothing', async () => {
    const list = await world.one.post(`${BANK}/tokens`, { customer: { id: 'nobody' } });
    expect({ status: list.status, json: list.json }).toEqual({ status: 200, json: [] });
  });

  test('expires when the customer does not come back within 15 minutes', async () => {
    const registered = await world.one.post(`${BANK}/token`, {
      customer: { id: 'C-late' },
      debit_card: { account_mobile_phone: '628111222334' },
    });
    expect(registered.status).toBe(201);
    world.advance(15 * 60 + 1);
    await world.settle();
    const [token] = await world.db.rows<{ state: string }>({
      name: 'test-newest-token',
      text: 'select state from tokens order by created_at desc limit 1',
      values: [],
    });
    expect(token?.state).toBe('expired');
  });
});

describe('paying with an OTP', () => {
  test('is PENDING until the OTP is validated, then SUCCESS, and is notified once', async () => {
    const bound = await world.token(world.one, '800000000001');
    const body: ReturnType<typeof paymentBody> = {
      ...paymentBody(bound, {
        line_items: [
          { name: 'Vitamin C', price: 40_000, quantity: 1 },
          { name: 'Pensil Warna', price: '50000', quantity: '1' },
        ],
        amount: 90_000,
        session_id: 'SESSION-ID-001',
      }),
      additional_info: { message: 'no additional info', test: 'test' },
    };
    const created = await world.one.post(`${BANK}/payment`, body);
    expect(created.status).toBe(201);
    expect(created.verified).toBe(true);
    expect(created.json).toMatchObject({
      customer: { id: bound.customerId, name: 'Robby' },
      order: {
        invoice_number: body.order.invoice_number,
        amount: 90_000,
        session_id: 'SESSION-ID-001',
      },
      payment: { status: 'PENDING' },
    });
    const { token } = created.json.payment;
    expect(token).toMatch(/^[\w-]{43}$/);

    const otp = await world.otp(bound.phone);
    const validated = await world.one.post(`${BANK}/payment/validate`, { payment: { token, otp } });
    expect(validated.status).toBe(200);
    expect(validated.verified).toBe(true);
    expect(validated.json.payment).toMatchObject({ token, status: 'SUCCESS' });
    expect(validated.json.payment.payment_id).toMatch(/^\d{12}$/);
    expect(validated.json.order.line_items).toHaveLength(2);

    await world.settle();
    const told = world.receiver.received.filter(
      (one) => one.body.order?.invoice_number === body.order.invoice_number,
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      verified: true,
      body: {
        service: { id: 'DIRECT_DEBIT' },
        acquirer: { id: 'CIMB' },
        channel: { id: 'DIRECT_DEBIT_CIMB' },
        transaction: { status: 'SUCCESS', original_request_id: created.requestId },
        order: { invoice_number: body.order.invoice_number, amount: 90_000 },
        payment: { payment_id: validated.json.payment.payment_id },
        additional_info: { message: 'no additional info', test: 'test' },
        event: { sequence: 1 },
      },
    });
  });

  test('says how many tries are left after a wrong OTP, and ends after the third', async () => {
    const bound = await world.token(world.one, '800000000001');
    const created = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    const { token } = created.json.payment;
    const wrong = () =>
      world.one.post(`${BANK}/payment/validate`, { payment: { token, otp: '000000' } });
    for (const left of [2, 1]) {
      const answer = await wrong();
      expect(answer.status).toBe(400);
      expect(answer.json.error.code).toBe('invalid_otp');
      expect(answer.json.error.message).toContain(`${left}`);
    }
    const third = await wrong();
    expect(third.json.error.code).toBe('otp_attempts_exceeded');
    await world.settle();
    const told = world.receiver.received.at(-1);
    expect(told?.body.transaction).toMatchObject({
      status: 'FAILED',
      original_request_id: created.requestId,
    });
    const right = await world.one.post(`${BANK}/payment/validate`, {
      payment: { token, otp: '999999' },
    });
    expect(right.status).toBe(400);
  });

  test('answers SUCCESS again when the OTP is sent again under a new Request-Id', async () => {
    const bound = await world.token(world.one, '800000000001');
    const created = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    const body = { payment: { token: created.json.payment.token, otp: '999999' } };
    const first = await world.one.post(`${BANK}/payment/validate`, body);
    const second = await world.one.post(`${BANK}/payment/validate`, body);
    expect(second.status).toBe(200);
    expect(second.json).toEqual(first.json);
  });

  test('expires when no OTP comes, and frees the invoice number', async () => {
    const bound = await world.token(world.one, '800000000001');
    const body = paymentBody(bound);
    const created = await world.one.post(`${BANK}/payment`, body);
    expect((await world.one.post(`${BANK}/payment`, body)).status).toBe(409);
    world.advance(5 * 60 + 6);
    await world.settle();
    const status = await world.one.get(`/orders/v1/status/${body.order.invoice_number}`);
    expect(status.json.transaction.status).toBe('EXPIRED');
    const late = await world.one.post(`${BANK}/payment/validate`, {
      payment: { token: created.json.payment.token, otp: '999999' },
    });
    expect(late.status).toBe(400);
    expect((await world.one.post(`${BANK}/payment`, body)).status).toBe(201);
  });
});

describe('resending the OTP', () => {
  test('sends a new one, kills the old one and keeps the token', async () => {
    const bound = await world.token(world.one, '800000000001');
    const created = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    const { token } = created.json.payment;
    const old = await world.otp(bound.phone);
    const soon = await world.one.post(`${BANK}/payment-otp`, { payment: { token } });
    expect(soon.status).toBe(429);
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
    world.advance(31);
    const resent = await world.one.post(`${BANK}/payment-otp`, { payment: { token } });
    expect({ status: resent.status, json: resent.json }).toEqual({
      status: 200,
      json: { payment: { token } },
    });
    const fresh = await world.otp(bound.phone);
    const validate = (otp: string) =>
      world.one.post(`${BANK}/payment/validate`, { payment: { token, otp } });
    if (old !== fresh) expect((await validate(old)).json.error.code).toBe('invalid_otp');
    expect((await validate(fresh)).json.payment.status).toBe('SUCCESS');
  });

  test('is allowed three times and not after the window', async () => {
    const bound = await world.token(world.one, '800000000001');
    const created = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    const resend = () =>
      world.one.post(`${BANK}/payment-otp`, { payment: { token: created.json.payment.token } });
    for (let n = 0; n < 3; n += 1) {
      world.advance(31);
      expect((await resend()).status).toBe(200);
    }
    world.advance(31);
    expect((await resend()).status).toBe(429);
    world.advance(150);
    expect((await resend()).status).toBe(400);
  });
});

describe('refunding', () => {
  test('gives part and then the rest back, and check status says REFUNDED', async () => {
    const bound = await world.token(world.one, '800000000003');
    const body = paymentBody(bound, { amount: '90000' });
    const paid = await world.one.post(`${BANK}/payment`, body);
    expect(paid.json.payment.status).toBe('SUCCESS');
    const refund = (amount: unknown) =>
      world.one.post(`${BANK}/payment-refund`, {
        order: { invoice_number: body.order.invoice_number },
        payment: { original_request_id: paid.requestId },
        refund: { amount, reason: 'Cancel Order' },
      });
    const part = await refund('2000');
    expect(part.status).toBe(201);
    expect(part.verified).toBe(true);
    expect(part.json).toMatchObject({
      order: { invoice_number: body.order.invoice_number },
      payment: { original_request_id: paid.requestId, payment_id: paid.json.payment.payment_id },
      refund: { amount: 2000, reason: 'Cancel Order', status: 'SUCCESS' },
    });
    const status = () => world.one.get(`/orders/v1/status/${body.order.invoice_number}`);
    expect((await status()).json.transaction.status).toBe('SUCCESS');
    expect((await refund(88_001)).json.error.code).toBe('refund_amount_exceeded');
    expect((await refund(88_000)).json.refund.status).toBe('SUCCESS');
    const end = await status();
    expect(end.verified).toBe(true);
    expect(end.json.transaction.status).toBe('REFUNDED');
    expect((await world.one.get(`/orders/v1/status/${paid.requestId}`)).json).toEqual(end.json);
  });

  test('never exceeds the capture, however many come at once', async () => {
    const bound = await world.token(world.one, '800000000003');
    const body = paymentBody(bound, { amount: 100 });
    const paid = await world.one.post(`${BANK}/payment`, body);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.one.post(`${BANK}/payment-refund`, {
          order: { invoice_number: body.order.invoice_number },
          payment: { original_request_id: paid.requestId },
          refund: { amount: 70 },
        }),
      ),
    );
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
    expect(answers.filter((one) => one.json.error?.code === 'refund_amount_exceeded')).toHaveLength(
      19,
    );
  });
});

describe('deleting a token', () => {
  test('unbinds it; it is then unknown to list, payment and a second deletion', async () => {
    const bound = await world.token(world.one, '800000000001');
    const body = { customer: { id: bound.customerId }, debit_card: { token_id: bound.tokenId } };
    const deleted = await world.one.post(`${BANK}/token-delete`, body);
    expect(deleted.status).toBe(200);
    expect(deleted.json.debit_card).toEqual({
      token_id: bound.tokenId,
      status: 'SUCCESS',
      message: 'Success Unbinding Card',
    });
    const list = await world.one.post(`${BANK}/tokens`, { customer: { id: bound.customerId } });
    expect(list.json).toEqual([]);
    expect((await world.one.post(`${BANK}/token-delete`, body)).json.error.code).toBe(
      'token_not_found',
    );
    const payment = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    expect({ status: payment.status, code: payment.json.error.code }).toEqual({
      status: 404,
      code: 'token_not_found',
    });
  });

  test('lets a payment in flight end by its own clock', async () => {
    const bound = await world.token(world.one, '800000000001');
    const created = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    const body = { customer: { id: bound.customerId }, debit_card: { token_id: bound.tokenId } };
    expect((await world.one.post(`${BANK}/token-delete`, body)).status).toBe(200);
    await world.one.post(`${BANK}/payment/validate`, {
      payment: { token: created.json.payment.token, otp: '999999' },
    });
    world.advance(600);
    await world.settle();
    const status = await world.one.get(`/orders/v1/status/${created.requestId}`);
    expect(['SUCCESS', 'FAILED', 'EXPIRED']).toContain(status.json.transaction.status);
  });
});
