// Services 07, 74, 08 and 09: a binding from its opening to its end.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const DAY = 86_400_000;

test('07 opens a page whose last path segment is the registration id', async () => {
  const bound = await world.bind({ partnerReferenceNo: 'B-1' });
  expect(bound).toMatchObject({ status: 200, code: '2000700', signed: true });
  expect(bound.body).toMatchObject({
    referenceNo: expect.stringMatching(/^\d{12}$/),
    partnerReferenceNo: 'B-1',
    linkId: expect.stringMatching(/^[0-9a-f]{24}$/),
    additionalInfo: { status: 'PENDING' },
  });
  const page = `${world.simulator.baseUrl}/direct-debit-web/register/`;
  expect(bound.body.redirectUrl.startsWith(page)).toBe(true);
  expect(bound.body.redirectUrl.slice(page.length)).toMatch(/^[0-9a-f-]{36}$/);
});

test('07 again is the same registration; with other content it is inconsistent', async () => {
  const first = await world.bind({ partnerReferenceNo: 'B-2' });
  const again = await world.bind({ partnerReferenceNo: 'B-2' });
  expect(again.body.redirectUrl).toBe(first.body.redirectUrl);
  const other = await world.bind({ partnerReferenceNo: 'B-2', phoneNo: '6289999999999' });
  expect(other.code).toBe('4040718');
});

const wrong: [field: string, value: unknown, code: string][] = [
  ['partnerReferenceNo', undefined, '4000702'],
  ['partnerReferenceNo', 'x'.repeat(65), '4000701'],
  ['partnerReferenceNo', 7, '4000701'],
  ['merchantId', undefined, '4000702'],
  ['phoneNo', undefined, '4000702'],
  ['phoneNo', 'not a phone', '4000701'],
  ['redirectUrl', undefined, '4000702'],
  ['redirectUrl', 'javascript:alert(1)', '4000701'],
  ['additionalInfo', 'text', '4000701'],
];
test.for(wrong)('07 refuses %s = %j and names it', async ([field, value, code]) => {
  const reply = await world.bind({ [field]: value });
  expect(reply).toMatchObject({ code, message: expect.stringContaining(field) });
});

test('74 trades an auth code once, within ten minutes', async () => {
  const customer = await world.customer('800000000001');
  const back = world.heard.findLast(({ path }) => path.startsWith('/return'))!;
  const authCode = new URL(back.path, 'http://x').searchParams.get('authCode');
  expect(new URL(back.path, 'http://x').searchParams.get('state')).toBe('s1');
  const grant = { grantType: 'authorization_code', authCode };
  const again = await world.tokenCall('/access-token/b2b2c', grant);
  expect(again.code).toBe('4017400');
  expect(customer.token).not.toBe('');

  const late = await world.bind();
  const id = late.body.redirectUrl.split('/').at(-1);
  await world.sandbox('POST', `/sandbox/registrations/${id}/complete`, {
    account_no: '800000000001',
  });
  world.time.now += 10 * 60_000;
  const code = new URL(world.heard.at(-1)!.path, 'http://x').searchParams.get('authCode');
  const expired = await world.tokenCall('/access-token/b2b2c', { ...grant, authCode: code });
  expect(expired).toMatchObject({ code: '4017400', message: expect.stringContaining('expired') });
});

test('74 gives 15 days of access and 30 days to renew it', async () => {
  const customer = await world.customer('800000000001');
  const inquire = (token: string) =>
    world.call('/registration-account-inquiry', {}, { customer: token });
  const renew = (refreshToken: string) =>
    world.tokenCall('/access-token/b2b2c', { grantType: 'REFRESH_TOKEN', refreshToken });
  expect((await inquire(customer.token)).code).toBe('2000800');
  world.time.now += 15 * DAY;
  expect((await inquire(customer.token)).code).toBe('4010802');
  const renewed = await renew(customer.refreshToken);
  expect(renewed).toMatchObject({
    code: '2007400',
    body: { tokenType: 'Bearer', expiresIn: 1_296_000 },
  });
  expect((await inquire(renewed.body.accessToken)).code).toBe('2000800');
  world.time.now += 15 * DAY;
  expect((await renew(customer.refreshToken)).code).toBe('4017402');
  expect((await renew('nothing')).code).toBe('4017404');
});

test('74 refuses an unknown grant, an unknown code, and a missing one', async () => {
  const ask = async (body: unknown) => (await world.tokenCall('/access-token/b2b2c', body)).code;
  expect(await ask({ grantType: 'password' })).toBe('4007401');
  expect(await ask({ grantType: 'AUTHORIZATION_CODE' })).toBe('4007402');
  expect(await ask({ grantType: 'AUTHORIZATION_CODE', authCode: 'nothing' })).toBe('4017400');
  expect(await ask({ grantType: 'REFRESH_TOKEN' })).toBe('4007402');
});

test('08 shows the account masked, and 09 ends the link', async () => {
  const customer = await world.customer('800000000001');
  const inquire = () =>
    world.call(
      '/registration-account-inquiry',
      { partnerReferenceNo: customer.reference },
      { customer: customer.token },
    );
  expect((await inquire()).body).toMatchObject({
    responseCode: '2000800',
    accountNo: 'XXXXXXXX0001',
    accountCurrency: 'IDR',
    additionalInfo: { linkId: customer.linkId, status: 'ACTIVE' },
  });
  const unbind = (linkId: string) =>
    world.call(
      '/registration-account-unbinding',
      { partnerReferenceNo: 'U-1', merchantId: 'MCH-1', linkId },
      { customer: customer.token },
    );
  expect((await unbind('another')).code).toBe('4040911');
  expect((await unbind(customer.linkId)).body).toMatchObject({
    responseCode: '2000900',
    linkId: customer.linkId,
    unlinkResult: 'success',
  });
  expect((await unbind(customer.linkId)).code).toBe('2000900');
  expect((await inquire()).body.additionalInfo.status).toBe('UNLINKED');
  expect((await world.pay(customer)).code).toBe('4035418');
  const renewal = { grantType: 'REFRESH_TOKEN', refreshToken: customer.refreshToken };
  expect((await world.tokenCall('/access-token/b2b2c', renewal)).code).toBe('4037418');
});

test('a call for a customer needs the customer token: with Bearer, bare, known', async () => {
  const customer = await world.customer('800000000001');
  const inquire = async (value: string | undefined) =>
    (
      await world.call(
        '/registration-account-inquiry',
        {},
        {
          headers: { 'authorization-customer': value },
        },
      )
    ).code;
  expect(await inquire(`Bearer ${customer.token}`)).toBe('2000800');
  expect(await inquire(customer.token)).toBe('2000800');
  expect(await inquire('Bearer nothing')).toBe('4010804');
  expect(await inquire(undefined)).toBe('4000802');
});
