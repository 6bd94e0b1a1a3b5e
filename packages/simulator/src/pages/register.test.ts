// The registration pages over plain HTTP: what protects them, and their ways that need no browser.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHONE, startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const openPage = async (fields: Record<string, unknown> = {}): Promise<string> =>
  (await world.bind(fields)).body.redirectUrl;
const get = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { headers, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const post = async (
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
) => {
  const body = new URLSearchParams(form);
  const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const ACCOUNT = { step: 'account', account_no: '800000000001' };

test('a page lets nothing in but its own style, and nobody keep or frame it', async () => {
  const page = await get(await openPage());
  expect(page.status).toBe(200);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; img-src 'self'; " +
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  });
  expect(page.text).not.toMatch(/<script|<style| style=| on\w+=/);
});

test('what a merchant and a customer write is escaped', async () => {
  const evil = '<img src=x onerror=alert(1)>';
  const url = await openPage({ additionalInfo: { merchantName: evil } });
  expect((await get(url)).text).not.toContain('<img');
  const typed = await post(url, { step: 'account', account_no: '"><script>' });
  expect(typed.text).toContain('value="&quot;&gt;&lt;script&gt;"');
});

test('the phone is masked', async () => {
  const { text } = await get(await openPage());
  expect(text).toContain(`${PHONE.slice(-4)}</dd>`);
  expect(text).not.toContain(PHONE);
});

test('a form from another site is not taken', async () => {
  const url = await openPage();
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) expect((await post(url, ACCOUNT, headers)).status).toBe(403);
  expect((await get(url)).text).toContain('name="account_no"');
  const own = { origin: world.simulator.url, 'sec-fetch-site': 'same-origin' };
  expect((await post(url, ACCOUNT, own)).status).toBe(303);
});

test('account, code, result, and back to the merchant with the auth code', async () => {
  const url = await openPage();
  const given = await post(url, { step: 'account', account_no: ' 8000-0000 0001 ' });
  expect(given.headers.get('location')).toBe(new URL(url).pathname);
  expect((await get(url)).text).toContain('autocomplete="one-time-code"');
  const confirmed = await post(url, { step: 'otp', otp: await world.lastOtp() });
  expect(confirmed.headers.get('location')).toBe(`${new URL(url).pathname}/result`);
  const result = await get(`${url}/result`);
  expect(result.headers.get('refresh')).toBe(`4; url=${new URL(url).pathname}/return`);
  const back = await get(`${url}/return`);
  expect(back.status).toBe(303);
  const location = new URL(back.headers.get('location')!);
  expect(location.origin + location.pathname).toBe(`${world.partnerUrl}/return`);
  expect(Object.fromEntries(location.searchParams)).toEqual({
    state: 's1',
    status: 'SUCCESS',
    authCode: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test('wrong codes count down, and the third ends the registration', async () => {
  const url = await openPage();
  await post(url, ACCOUNT);
  const wrong = { step: 'otp', otp: (await world.lastOtp()) === '111111' ? '222222' : '111111' };
  const first = await post(url, wrong);
  expect(first.status).toBe(422);
  expect(first.text).toContain('<title>Error: ');
  expect(first.text).toContain('You have 2 tries left.');
  expect((await post(url, wrong)).text).toContain('You have 1 try left.');
  expect((await post(url, wrong)).headers.get('location')).toMatch(/\/result$/);
  expect((await get(`${url}/result`)).text).toContain('wrong three times');
  const back = new URL((await get(`${url}/return`)).headers.get('location')!);
  expect(back.searchParams.get('reason')).toBe('otp_attempts_exceeded');
});

test('a malformed code uses no try; a code that is too old is said to be', async () => {
  const url = await openPage();
  await post(url, ACCOUNT);
  const malformed = await post(url, { step: 'otp', otp: '12 34' });
  expect(malformed.text).toContain('The code has 6 digits.');
  world.time.now += 5 * 60_000;
  expect((await post(url, { step: 'otp', otp: '999999' })).text).toContain('has expired');
  expect((await post(url, { step: 'resend' })).headers.get('location')).toContain('?sent=1');
  expect((await get(`${url}?sent=1`)).text).toContain('A new code is on its way');
  expect((await post(url, { step: 'otp', otp: '999999' })).status).toBe(303);
});

test('codes are sent five times at most', async () => {
  const url = await openPage();
  await post(url, ACCOUNT);
  for (let n = 0; n < 4; n++) expect((await post(url, { step: 'resend' })).status).toBe(303);
  expect((await post(url, { step: 'resend' })).text).toContain('No more codes');
});

test('a refused account is said beside its field, and to the merchant on leaving', async () => {
  const url = await openPage();
  const refused = await post(url, { step: 'account', account_no: '800000000010' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="account_no-error"');
  expect(refused.text).toContain('cannot be linked');
  await post(url, { step: 'cancel', reason: 'account_not_eligible' });
  const back = new URL((await get(`${url}/return`)).headers.get('location')!);
  expect(back.searchParams.get('status')).toBe('FAILED');
  expect(back.searchParams.get('reason')).toBe('account_not_eligible');
});

test('an expired link says so, takes no form, and leads back to the merchant', async () => {
  const url = await openPage();
  world.time.now += 15 * 60_000;
  expect((await get(url)).status).toBe(410);
  expect((await post(url, ACCOUNT)).status).toBe(410);
  const back = new URL((await get(`${url}/return`)).headers.get('location')!);
  expect(back.searchParams.get('reason')).toBe('expired');
});

test('a used link and an unknown one say so', async () => {
  const url = await openPage();
  await post(url, ACCOUNT);
  await post(url, { step: 'otp', otp: '999999' });
  expect((await get(url)).status).toBe(409);
  expect((await post(url, ACCOUNT)).status).toBe(409);
  expect((await get(url.replace(/[^/]+$/, 'nothing'))).status).toBe(404);
});

test('nobody goes back, or sees a result, before there is one', async () => {
  const url = await openPage();
  const page = new URL(url).pathname;
  expect((await get(`${url}/return`)).headers.get('location')).toBe(page);
  expect((await get(`${url}/result`)).headers.get('location')).toBe(page);
});

test('the language follows the browser, or the choice on the page, which is kept', async () => {
  const url = await openPage();
  const indonesian = await get(url, { 'accept-language': 'id-ID' });
  expect(indonesian.text).toContain('<html lang="id">');
  expect(indonesian.text).toContain('Nomor rekening');
  const chosen = await get(`${url}?lang=id`);
  expect(chosen.text).toContain('<html lang="id">');
  const cookie = chosen.headers.get('set-cookie')!;
  expect(cookie).toContain('bank_lang=id');
  expect((await get(url, { cookie: cookie.split(';')[0]! })).text).toContain('Nomor rekening');
});
