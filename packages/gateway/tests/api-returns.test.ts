// The customer's way back from the bank's page: on to the merchant, or to a page of ours, and never anywhere else.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BANK, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

/** Opens a registration and answers the return URL that the bank was given, without what the bank adds to it. */
async function open(urls: { success?: string; failed?: string } = {}) {
  const customerId = `C-${randomUUID()}`;
  const answer = await world.one.post(`${BANK}/token`, {
    customer: { id: customerId },
    debit_card: {
      account_mobile_phone: '6281394130621',
      ...(urls.success === undefined ? {} : { success_registration_url: urls.success }),
      ...(urls.failed === undefined ? {} : { failed_registration_url: urls.failed }),
    },
  });
  const page = new URL(answer.json.debit_card.cimb_registration_url as string);
  const [token] = await world.db.rows<{ merchant_id: string; token_id: string }>({
    name: 'test-newest-token',
    text: 'select merchant_id, token_id from tokens order by created_at desc limit 1',
    values: [],
  });
  const state = world.ctx.sealer.coverIds('registration', token!.merchant_id, token!.token_id);
  return {
    customerId,
    back: `${world.url}/callbacks/cimb/return?state=${state}`,
    complete: (account: string) =>
      world.sandbox(`/sandbox/registrations/${page.pathname.split('/').at(-1)}/complete`, {
        account_no: account,
      }),
  };
}

function visit(url: string, language = 'en', method = 'GET'): Promise<Response> {
  return fetch(url, { method, redirect: 'manual', headers: { 'Accept-Language': language } });
}

async function listOf(customerId: string): Promise<unknown[]> {
  return (await world.one.post(`${BANK}/tokens`, { customer: { id: customerId } })).json;
}

const shop = {
  success: 'https://shop.example/bound?a=1',
  failed: 'https://shop.example/not-bound',
};

describe('a customer who registered', () => {
  test('is sent on to the merchant, as is one who reloads', async () => {
    const { back, complete, customerId } = await open(shop);
    expect(await complete('800000000001')).toMatchObject({
      status: 'SUCCESS',
      redirect_url: shop.success,
    });
    expect(await listOf(customerId)).toHaveLength(1);
    const again = await visit(`${back}&status=FAILED`);
    expect([again.status, again.headers.get('location')]).toEqual([303, shop.success]);
    expect(await listOf(customerId)).toHaveLength(1);
  });

  test('leaves no trace of the bank’s code for the pages that follow', async () => {
    const { back, complete } = await open(shop);
    await complete('800000000001');
    const answer = await visit(back);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['en', 'Account registered'],
    ['id', 'Rekening terdaftar'],
  ])('sees a page of ours (%s) where the merchant gave no URL', async (language, title) => {
    const { back, complete } = await open();
    await complete('800000000001');
    const answer = await visit(back, language);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(title);
    expect(html).toContain('CIMB Niaga');
  });
});

describe('a customer who did not register', () => {
  test('is sent on to the merchant’s page for that', async () => {
    const { complete, customerId } = await open(shop);
    expect(await complete('800000000010')).toMatchObject({
      status: 'FAILED',
      redirect_url: shop.failed,
    });
    expect(await listOf(customerId)).toEqual([]);
  });

  test('sees a page of ours where the merchant gave none', async () => {
    const { back } = await open();
    const answer = await visit(`${back}&status=FAILED&reason=x`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Account not registered');
  });

  test('came too late: the registration has ended', async () => {
    const { back } = await open(shop);
    world.advance(15 * 60 + 1);
    const answer = await visit(`${back}&status=SUCCESS&authCode=x`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, shop.failed]);
  });
});

describe('a return that says too little', () => {
  test('leaves the registration open and says so', async () => {
    const { back, complete } = await open(shop);
    for (const url of [back, `${back}&status=SUCCESS`, `${back}&status=other`]) {
      const answer = await visit(url);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Still being confirmed');
    }
    expect((await complete('800000000001')).status).toBe('SUCCESS');
  });

  test.each([
    ['no state', ''],
    ['an empty state', '?state='],
    ['a state that was never given out', `?state=${'x'.repeat(64)}`],
    ['two states', '?state=a&state=b'],
    [
      'a URL to go to',
      '?state=x&success_registration_url=https://evil.example&url=https://evil.example',
    ],
    ['markup', '?state=%3Cscript%3Ealert(1)%3C/script%3E&status=%3Cb%3E'],
  ])('%s: a page, no redirect', async (_what, query) => {
    const answer = await visit(`${world.url}/callbacks/cimb/return${query}`);
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(html).toContain('This link is not valid');
    expect(html).not.toContain('evil');
    expect(html).not.toContain('<script');
  });

  test('a state is good at its own bank only', async () => {
    const { back } = await open(shop);
    const elsewhere = await visit(back.replace('/cimb/', '/bri/'));
    expect(elsewhere.status).toBe(400);
  });

  test('a look ahead with HEAD uses nothing up', async () => {
    const { back, complete } = await open(shop);
    expect((await visit(`${back}&status=FAILED`, 'en', 'HEAD')).status).toBe(404);
    expect((await complete('800000000001')).status).toBe('SUCCESS');
  });
});
