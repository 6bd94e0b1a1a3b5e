// OTPs: every try is counted before the bank is asked, one bank call at a time, and time that is over is over.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { said, startFaultyWorld, WITH_OTP, type FaultyWorld } from './faulty-world.ts';
import type { Answered, MerchantClient } from './merchant-client.ts';
import { pass } from './quiet.ts';
import { BANK, paymentBody, type Bound, type World } from './world.ts';

let faulty: FaultyWorld;
let world: World;
let merchant: MerchantClient;
let validate: FaultyWorld['validate'];
let order: FaultyWorld['order'];

beforeAll(async () => {
  faulty = await startFaultyWorld('never', 5000);
  ({ world, merchant, validate, order } = faulty);
});

afterEach(() => faulty.mustHold());

afterAll(() => world.close());

async function pending(minutes?: number): Promise<{ bound: Bound; created: Answered }> {
  const bound = await world.token(world.one, WITH_OTP);
  const body = paymentBody(bound);
  if (minutes !== undefined) body.payment.otp_expiration_timestamp = minutes;
  const created = await merchant.post(`${BANK}/payment`, body);
  expect(said(created)).toBe('PENDING');
  world.asked.length = 0;
  return { bound, created };
}

const resend = (created: Answered) =>
  merchant.post(`${BANK}/payment-otp`, { payment: { token: created.json.payment.token } });

/** How often the bank was asked to verify an OTP since the payment was made. */
const verified = () => world.asked.filter((call) => call.operation === 'verify_otp').length;

async function triesOf(created: Answered): Promise<number> {
  const [row] = await world.db.rows<{ otp_tries: number }>({
    name: 'test-tries',
    text: 'select otp_tries from payments where request_id = $1',
    values: [created.requestId],
  });
  return row!.otp_tries;
}

/** Resolves when the bank is being asked. */
async function underWay(created: Answered): Promise<void> {
  await expect.poll(() => triesOf(created), { interval: 5 }).toBeGreaterThan(0);
}

describe('a try', () => {
  test('is counted before the bank has said a word', async () => {
    const { created } = await pending();
    await order('verify', 'slow', { delay_ms: 200 });
    const wrong = validate(created, '000000');
    await underWay(created);
    expect(verified(), 'no answer yet').toBe(0);
    expect((await wrong).json.error).toMatchObject({ code: 'invalid_otp', tries_left: 2 });
    expect(await triesOf(created)).toBe(1);
  });

  test('is used up also when the bank’s answer is lost', async () => {
    const { created } = await pending();
    await order('verify', 'reset_after');
    expect(said(await validate(created, '000000'))).toBe('PENDING');
    await pass(world, 6);
    expect((await validate(created, '000000')).json.error.tries_left).toBe(1);
    expect(said(await validate(created, '000000'))).toBe('otp_attempts_exceeded');
  });

  test('is given back when nothing was sent', async () => {
    world.advance(900); // our access token is a new one now, and renewed 840 s later
    await pending();
    world.advance(800);
    const { created } = await pending();
    world.advance(60);
    await order('token', 'refuse', { count: 100 });
    expect(said(await validate(created, '999999'))).toBe('bank_unavailable');
    await faulty.behave();
    expect(await triesOf(created)).toBe(0);
    expect(said(await validate(created, '999999'))).toBe('SUCCESS');
  });

  test.each(['', '12345', '1234567', '12a456', ' 123456', '１２３４５６', null, 123456])(
    'that is no OTP (%j) is refused and not counted',
    async (otp) => {
      const { created } = await pending();
      const answer = await validate(created, otp as string);
      expect(answer.json.error).toMatchObject({ code: 'invalid_parameter' });
      expect(answer.json.error.message).toContain('payment.otp');
      expect({ tries: await triesOf(created), asked: verified() }).toEqual({ tries: 0, asked: 0 });
    },
  );

  test('of ten at once, wrong and again and again, the bank sees three', async () => {
    const { created } = await pending();
    const guess = async () => {
      for (let n = 0; n < 20; n += 1) {
        const answer = await validate(created, '000000');
        if (!answer.headers.has('retry-after')) return said(answer);
      }
      return 'endless';
    };
    await Promise.all(Array.from({ length: 10 }, guess));
    while (said(await validate(created, '000000')) === 'invalid_otp');
    expect(verified()).toBe(3);
    expect(said(await validate(created, '999999'))).toBe('payment_already_final');
    expect(await faulty.statusOf(created.requestId)).toBe('FAILED');
  });
});

describe('while an OTP is being verified,', () => {
  test('another is told to wait, and then gets the result', async () => {
    const { created } = await pending();
    await order('verify', 'slow', { delay_ms: 300 });
    const first = validate(created, '999999');
    await underWay(created);
    const second = await validate(created, '999999');
    expect({ status: second.status, said: said(second) }).toEqual({
      status: 409,
      said: 'payment_in_progress',
    });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(said(await first)).toBe('SUCCESS');
    const { token } = created.json.payment;
    const again = await merchant.post(
      `${BANK}/payment/validate`,
      { payment: { token, otp: '999999' } },
      { requestId: second.requestId },
    );
    expect({ status: again.status, said: said(again) }).toEqual({ status: 200, said: 'SUCCESS' });
    expect(verified()).toBe(1);
  });

  test('no new OTP is sent', async () => {
    const { created } = await pending();
    world.advance(31);
    await order('verify', 'slow', { delay_ms: 300 });
    const first = validate(created, '999999');
    await underWay(created);
    const resent = await resend(created);
    expect({ status: resent.status, said: said(resent) }).toEqual({
      status: 409,
      said: 'payment_in_progress',
    });
    expect(said(await first)).toBe('SUCCESS');
    expect(world.asked.some((call) => call.operation === 'resend_otp')).toBe(false);
    expect(said(await resend(created))).toBe('payment_already_final');
  });

  test('its time may end without harm', async () => {
    const { created } = await pending(1);
    world.advance(59);
    await order('verify', 'slow', { delay_ms: 300 });
    const first = validate(created, '999999');
    await underWay(created);
    await pass(world, 10);
    expect(await faulty.statusOf(created.requestId)).toBe('PENDING');
    expect(said(await first)).toBe('SUCCESS');
  });

  test('a chore that takes it for broken off finds the same truth', async () => {
    const { created } = await pending();
    await order('verify', 'slow', { delay_ms: 400 });
    const first = validate(created, '999999');
    await underWay(created);
    await pass(world, 120);
    expect(await faulty.statusOf(created.requestId)).toBe('SUCCESS');
    expect(said(await first)).toBe('SUCCESS');
  });
});

describe('an OTP whose time is over', () => {
  test('is refused before the bank is asked, and the payment then expires', async () => {
    const { created } = await pending();
    world.advance(300);
    expect(said(await validate(created, '999999'))).toBe('otp_expired');
    expect(said(await resend(created))).toBe('otp_expired');
    expect({ tries: await triesOf(created), asked: verified() }).toEqual({ tries: 0, asked: 0 });
    expect(await faulty.statusOf(created.requestId)).toBe('PENDING');
    await pass(world, 6);
    expect(await faulty.statusOf(created.requestId)).toBe('EXPIRED');
    const late = await validate(created, '999999');
    expect(late.json.error).toMatchObject({ code: 'payment_already_final' });
    expect(late.json.error.message).toContain('EXPIRED');
  });

  test('is over as early as the merchant wishes, but not later than the bank’s', async () => {
    const short = await pending(2);
    const long = await pending(360_010);
    world.advance(119);
    expect(said(await validate(short.created, '000000'))).toBe('invalid_otp');
    world.advance(1);
    expect(said(await validate(short.created, '999999'))).toBe('otp_expired');
    world.advance(179);
    expect(said(await validate(long.created, '000000'))).toBe('invalid_otp');
    world.advance(1);
    expect(said(await validate(long.created, '999999'))).toBe('otp_expired');
  });

  test('begins anew with every OTP that is sent', async () => {
    const { bound, created } = await pending();
    world.advance(149);
    expect((await resend(created)).status).toBe(200);
    world.advance(299);
    await world.settle();
    expect(said(await validate(created, await world.otp(bound.phone)))).toBe('SUCCESS');
  });

  test('is not extended by an OTP that was not sent for certain', async () => {
    const { created } = await pending();
    world.advance(31);
    await order('otp', 'reset_after');
    expect(said(await resend(created))).toBe('bank_unavailable');
    world.advance(269);
    expect(said(await validate(created, '999999'))).toBe('otp_expired');
  });
});

describe('an OTP', () => {
  test('of one payment is no good for another', async () => {
    const one = await pending();
    const other = await pending();
    const otp = await world.otp(one.bound.phone);
    if (otp !== (await world.otp(other.bound.phone))) {
      expect(said(await validate(other.created, otp))).toBe('invalid_otp');
    }
    expect(said(await validate(one.created, otp))).toBe('SUCCESS');
  });

  test('with a challenge that nobody gave out is for no payment', async () => {
    const { created } = await pending();
    const { token } = created.json.payment as { token: string };
    const other = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`;
    for (const forged of [other, token.slice(0, -2), `${token}A`, 'x', token.toUpperCase()]) {
      const answer = await merchant.post(`${BANK}/payment/validate`, {
        payment: { token: forged, otp: '999999' },
      });
      expect(said(answer)).toBe('payment_not_found');
    }
    expect(await triesOf(created)).toBe(0);
  });
});
