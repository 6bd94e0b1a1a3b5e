// Every way in which the bank can misbehave when an account is bound, kept accessible and let go, and when an OTP is sent:
// what is not certain is never promised, and what the bank has done is found out.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  faultsOf,
  said,
  startFaultyWorld,
  WITH_OTP,
  WITHOUT_OTP,
  type FaultyWorld,
} from './faulty-world.ts';
import type { MerchantClient } from './merchant-client.ts';
import { pass, quiet } from './quiet.ts';
import { BANK, paymentBody, type Bound, type World } from './world.ts';

const DAY = 86_400;

let faulty: FaultyWorld;
let world: World;
let merchant: MerchantClient;
let order: FaultyWorld['order'];
let behave: FaultyWorld['behave'];
let validate: FaultyWorld['validate'];
let statusOf: FaultyWorld['statusOf'];
let movedFor: FaultyWorld['movedFor'];

beforeAll(async () => {
  faulty = await startFaultyWorld();
  ({ world, merchant, order, behave, validate, statusOf, movedFor } = faulty);
});

afterEach(() => faulty.mustHold());

afterAll(() => world.close());

describe('at sending a new OTP,', () => {
  test.each(faultsOf('otp'))('%s (%s)', async (fault, kind) => {
    const bound = await world.token(world.one, WITH_OTP);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    world.advance(31);
    await order('otp', fault);
    const { token } = created.json.payment;
    const resent = await merchant.post(`${BANK}/payment-otp`, { payment: { token } });
    const word = { plain: 200, refused: 429 }[kind as string] ?? 503;
    expect(resent.status, 'the payment itself is not declined').toBe(word);
    if (kind !== 'plain') expect(Number(resent.headers.get('retry-after'))).toBeGreaterThan(0);
    await pass(world, 6);
    expect(await statusOf(created.requestId)).toBe('PENDING');
    // Whichever OTP the customer has got last is good.
    expect(said(await validate(created, await world.otp(bound.phone)))).toBe('SUCCESS');
  });
});

describe('at opening a registration,', () => {
  test.each(faultsOf('bind'))('%s (%s)', async (fault, kind) => {
    const customer = { id: `C-${randomUUID()}` };
    const requestId = randomUUID();
    const body = { customer, debit_card: { account_mobile_phone: '6281234567890' } };
    const register = () => merchant.post(`${BANK}/token`, body, { requestId });
    await order('bind', fault);
    const registered = await register();
    if (kind === 'plain') {
      expect(registered.status).toBe(201);
    } else if (kind === 'refused') {
      expect(said(registered)).toBe('registration_declined');
      expect((await register()).text, 'the bank’s word stands').toBe(registered.text);
    } else {
      expect(said(registered)).toBe('bank_unavailable');
      expect((await register()).status, 'the Request-Id is free').toBe(201);
    }
    await quiet(world);
    const list = await merchant.post(`${BANK}/tokens`, { customer });
    expect(list.json).toEqual([]);
  });
});

/** Opens a registration and finishes it on the bank's page; answers what the customer's browser does then. */
async function registration() {
  const customer = { id: `C-${randomUUID()}` };
  const opened = await merchant.post(`${BANK}/token`, {
    customer,
    debit_card: { account_mobile_phone: '6281234567890' },
  });
  const url = new URL(opened.json.debit_card.cimb_registration_url as string);
  const id = url.pathname.split('/').at(-1);
  return {
    /** The customer is sent back to us. */
    async comeBack() {
      const where = `/sandbox/registrations/${id}/complete`;
      const done = await world.sandbox(where, { account_no: WITHOUT_OTP });
      return done.redirect_url as string;
    },
    async tokens() {
      const list = await merchant.post(`${BANK}/tokens`, { customer });
      return (list.json as any[]).map((one) => one.debit_card.account_no as string);
    },
  };
}

describe('at the look at a new account,', () => {
  test.each(faultsOf('inquiry'))('%s (%s)', async (fault, kind) => {
    const one = await registration();
    await order('inquiry', fault);
    await one.comeBack();
    expect(await one.tokens()).toEqual(kind === 'plain' ? ['XXXXXXXX0003'] : []);
    await pass(world, 11);
    expect(await one.tokens()).toEqual(kind === 'refused' ? [] : ['XXXXXXXX0003']);
  });
});

describe('at the access to a new account,', () => {
  test.each(faultsOf('customer_token'))('%s (%s)', async (fault, kind) => {
    const one = await registration();
    await order('customer_token', fault);
    const page = await one.comeBack();
    await fetch(page); // the customer reloads the page
    await quiet(world);
    // A code that the bank has taken is spent: then there is no token, and the customer registers again.
    const usable = fault === 'slow' || kind === 'nothing' || kind === 'later';
    expect(await one.tokens()).toEqual(usable ? ['XXXXXXXX0003'] : []);
  });
});

describe('at renewing the access to an account,', () => {
  test.each(faultsOf('customer_token'))('%s (%s)', async (fault, kind) => {
    const bound = await world.token(world.one, WITHOUT_OTP);
    world.advance(15 * DAY);
    await order('customer_token', fault);
    const body = JSON.stringify(paymentBody(bound));
    const requestId = randomUUID();
    const pay = () => merchant.post(`${BANK}/payment`, body, { requestId });
    const created = await pay();
    if (kind === 'refused' || fault === 'unauthorized') {
      expect(said(created)).toBe('payment_declined');
    } else if (kind === 'plain') {
      expect(said(created)).toBe('SUCCESS');
    } else {
      expect(said(created)).toBe('bank_unavailable');
      expect(said(await pay()), 'the same request once more').toBe('SUCCESS');
    }
  });
});

describe('at our own access token,', () => {
  let bound: Bound;
  beforeAll(async () => {
    bound = await world.token(world.one, WITHOUT_OTP);
  });

  test.each(faultsOf('token'))('%s once is made good by itself', async (fault) => {
    world.advance(901);
    await order('token', fault);
    const created = await merchant.post(`${BANK}/payment`, paymentBody(bound));
    expect(said(created)).toBe('SUCCESS');
    expect(await movedFor(created.requestId)).toEqual(['DEBIT']);
  });

  test.each(['refuse', 'error_500', 'reset', 'html', 'truncated', 'hang'] as const)(
    '%s without end means that nothing was sent, and the same request is good later',
    async (fault) => {
      world.advance(901);
      await order('token', fault, { count: 100 });
      const requestId = randomUUID();
      const body = paymentBody(bound);
      const pay = () => merchant.post(`${BANK}/payment`, body, { requestId });
      const first = await pay();
      expect(said(first)).toBe('bank_unavailable');
      expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await movedFor(requestId)).toEqual([]);
      await behave();
      expect(said(await pay())).toBe('SUCCESS');
      expect(await movedFor(requestId)).toEqual(['DEBIT']);
    },
  );
});

describe('at unbinding an account,', () => {
  test.each(faultsOf('unbind'))('%s (%s)', async (fault, kind) => {
    const bound = await world.token(world.one, WITHOUT_OTP);
    await order('unbind', fault);
    const body = { customer: { id: bound.customerId }, debit_card: { token_id: bound.tokenId } };
    const deleted = await merchant.post(`${BANK}/token-delete`, body);
    const kept = kind === 'refused';
    expect(deleted.json.debit_card.status).toBe(kept ? 'FAILED' : 'SUCCESS');
    const mustBeKeptOrGone = async () => {
      const list = await merchant.post(`${BANK}/tokens`, { customer: body.customer });
      expect(list.json).toHaveLength(kept ? 1 : 0);
      const paid = await merchant.post(`${BANK}/payment`, paymentBody(bound));
      expect(said(paid)).toBe(kept ? 'SUCCESS' : 'token_not_found');
    };
    await mustBeKeptOrGone();
    await quiet(world);
    await mustBeKeptOrGone();
    const [token] = await world.db.rows<{ state: string; reason: string | null }>({
      name: 'test-token',
      text: 'select state, reason from tokens where token_id = $1::uuid',
      values: [bound.tokenId],
    });
    expect(token?.state).toBe(kept ? 'active' : 'deleted');
    if (!kept) expect(token?.reason, 'the bank has said so').toBeNull();
  });
});
