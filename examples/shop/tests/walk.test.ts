// A customer walks the shop in Chromium against a real sandbox: bind, pay, decline, unclear, refund,
// unlink; on a phone in Indonesian and on a desk in English, every page judged in light and dark.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../../../packages/simulator/tests/browser.ts';
import { WORDS } from '../src/words/words.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { DEVICES, openShopper, type Shopper } from './shopper.ts';

let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([startSandbox(), startBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

describe.each(DEVICES)('on a $name', { timeout: 90_000 }, (device) => {
  const w = WORDS[device.locale === 'id-ID' ? 'id' : 'en'];
  let shopper: Shopper;

  beforeAll(async () => {
    shopper = await openShopper(browser, sandbox.shop, device);
  });

  afterEach(() => {
    expect(shopper.noise.splice(0)).toEqual([]);
  });

  afterAll(() => shopper.context.close());

  /** The newest code that the bank has sent to this visitor. */
  async function codeOf(): Promise<string> {
    const href = (await shopper.page.locator('a.sms').getAttribute('href')) ?? '';
    const [newest] = await sandbox.ask<{ otp: string }[]>(
      new URL(href).pathname.replace('/sms', '/sandbox/sms') + new URL(href).search,
    );
    return newest?.otp ?? '';
  }

  /** What the bank has debited and given back. */
  async function bookOf(): Promise<number> {
    return (await sandbox.ask<unknown[]>('/sandbox/book')).length;
  }

  test('a stranger finds the shelf and binds an account on the way to the checkout', async () => {
    const { page, goTo, judge } = shopper;
    await goTo('/');
    expect(await page.locator('h1').textContent()).toBe(w.heroTitle);
    await judge('home');
    await goTo('/orders');
    await judge('orders-none');
    await goTo('/basket');
    await judge('basket-none');
    await goTo('/accounts');
    await judge('accounts-none');
    await goTo('/nowhere');
    await judge('nothing');
    shopper.noise.splice(0); // the browser says that there is nothing there, too
    await goTo('/');
    await page.getByRole('button', { name: w.addNamed('Toraja Sapan') }).click();
    await page.waitForURL('**/basket');
    await judge('basket');
    await page.getByRole('link', { name: w.checkout }).click();
    await judge('checkout-no-account');
    await page.getByRole('button', { name: w.link }).click();
    await page.waitForURL(`${sandbox.bank}/**`);
    await page.getByLabel(/^(Account number|Nomor rekening)/).fill('800000000001');
    await page.getByRole('button', { name: /^(Agree and send code|Setuju)/ }).click();
    await page.getByLabel(/^(Code from the SMS|Kode dari SMS)/).fill('999999');
    await page.getByRole('button', { name: /^(Confirm|Konfirmasi)/ }).click();
    await page.waitForURL('**/accounts/linked?after=checkout');
    await judge('linked');
    await page.getByRole('link', { name: w.toCheckout }).click();
    await page.locator('.choice').waitFor();
    await judge('checkout');
  });

  test('pays with the code from the SMS, after one that is wrong', async () => {
    const { page, judge, giveCode, state } = shopper;
    await page.locator('form[action="/orders"] .button').click();
    await state('code');
    await expect.poll(() => page.locator('.resend button').isDisabled()).toBe(true);
    await judge('code');
    await giveCode('000000');
    await page.locator('.said.bad').waitFor();
    expect(await shopper.said()).toBe(w.codeWrong(2));
    await judge('code-wrong');
    await giveCode(await codeOf());
    await state('paid');
    await judge('paid');
  });

  test('has a new code sent when the pause is over, and pays with it', async () => {
    const { page, judge, giveCode, state } = shopper;
    await shopper.buy('melati');
    const first = await codeOf();
    await sandbox.ask('/sandbox/clock', { advance_seconds: 31 });
    await page.reload();
    await page.getByRole('button', { name: w.resend }).click();
    await page.locator('.said.good').waitFor();
    expect(await shopper.said()).toBe(w.resent);
    expect(await page.locator('.resend').textContent()).toContain(w.resendLeft(2));
    await judge('code-resent');
    expect(await codeOf()).not.toBe(first);
    await giveCode(await codeOf());
    await state('paid');
  });

  test('gives back a part, then the rest, and no more than that', async () => {
    const { page, judge, state } = shopper;
    await page.locator('#amount').fill('8000');
    await page.locator('.desk .button').click();
    await state('partly_refunded');
    await judge('refunded-partly');
    expect(await page.locator('#amount').inputValue()).toBe('40000');
    await page.locator('#amount').fill('40001');
    await page.locator('.desk .button').click();
    await page.locator('.said.bad').waitFor();
    expect(await shopper.said()).toBe(w.refundTooMuch);
    await page.locator('#amount').fill('40000');
    await page.locator('.desk .button').click();
    await state('refunded');
    expect(await page.locator('.desk').count()).toBe(0);
    await judge('refunded');
  });

  test('is told why a payment was declined, and may order the same again', async () => {
    const { page, judge, state } = shopper;
    await shopper.link('insufficient');
    await judge('bank');
    await shopper.buy('cangkir');
    await state('failed');
    expect(await page.locator('.stage').textContent()).toContain(w.reasons['insufficient_funds']);
    await judge('declined');
    await page.getByRole('button', { name: w.again }).click();
    await page.waitForURL('**/checkout');
    expect(await page.locator('.lines').textContent()).toContain('65.000');
  });

  test('is never told “failed” while the bank is silent, and sees the order turn paid', async () => {
    const { page, judge, giveCode, state, goTo } = shopper;
    await shopper.link('normal');
    await goTo('/bank');
    await page.locator('button[value=code_lost]').click();
    await page.locator('.force code').waitFor();
    const before = await bookOf();
    await shopper.buy('gayo');
    await giveCode('999999');
    await state('unclear');
    const text = await page.locator('main').textContent();
    expect(text).toContain(w.unclearTitle);
    expect(text).not.toContain(w.state.failed);
    await judge('unclear');
    // The gateway asks the bank when five seconds have gone; nobody touches the page.
    await sandbox.ask('/sandbox/clock', { advance_seconds: 6 });
    await state('paid');
    expect(await bookOf()).toBe(before + 1);
  });

  test('pays from an account whose answer is lost, without a code', async () => {
    await shopper.link('timeout_debited');
    await shopper.buy('saring');
    await sandbox.ask('/sandbox/clock', { advance_seconds: 6 });
    await shopper.state('paid');
  });

  test('lets an expired code go, with nothing taken', async () => {
    await shopper.link('normal');
    const before = await bookOf();
    await shopper.buy('aren');
    await sandbox.ask('/sandbox/clock', { advance_seconds: 400 });
    await shopper.state('expired');
    await shopper.judge('expired');
    expect(await bookOf()).toBe(before);
  });

  test('sees what a merchant sees on the wire, without a code in it', async () => {
    const { page, judge, goTo } = shopper;
    await goTo('/orders');
    await judge('orders');
    await page.locator('.order-row a').last().click();
    await page.locator('#wire-open').click();
    const group = page.locator('#wire-body .wire-group').last();
    await group.waitFor();
    await page
      .locator('#wire-body summary')
      .filter({ hasText: 'payment/validate' })
      .first()
      .click();
    const wire = (await page.locator('#wire-body').textContent()) ?? '';
    expect(wire).toContain('payment.succeeded');
    expect(wire).toContain('Request-Target:/cimb-direct-debit/v1/payment/validate\nDigest:');
    expect(wire).toContain('"otp": "******"');
    expect(wire).not.toMatch(/"otp": "\d|SK-sandbox/);
    expect(wire).not.toContain(w.signature.wrong);
    await judge('wire');
    await page.keyboard.press('Escape');
    expect(await page.locator('#wire').isHidden()).toBe(true);
    await goTo('/wire');
    await judge('wire-page');
  });

  test('unlinks an account, and keeps one that the bank does not let go', async () => {
    const { page, judge, goTo } = shopper;
    await shopper.link('no_unlink');
    await goTo('/accounts');
    const rows = page.locator('.account-row');
    const count = await rows.count();
    await rows.first().getByRole('button').click();
    await page.locator('.said.bad').waitFor();
    expect(await shopper.said()).toBe(w.unlinkRefused);
    expect(await rows.count()).toBe(count);
    await judge('unlink-refused');
    await rows.last().getByRole('button').click();
    await page.locator('.said.good').waitFor();
    expect(await rows.count()).toBe(count - 1);
  });

  test('comes back from a bank that does not link the account', async () => {
    const { page, judge } = shopper;
    await shopper.link('no_registration');
    expect(await shopper.said()).toBe(w.moodNotLinked);
    await shopper.goTo('/accounts');
    await page.getByRole('button', { name: w.link }).click();
    await page.waitForURL(`${sandbox.bank}/**`);
    await page.getByRole('button', { name: /^(Cancel|Batal)/ }).click();
    await page.getByRole('link', { name: /^(Return to|Kembali ke)/ }).click();
    await page.waitForURL('**/accounts/not-linked**');
    await judge('not-linked');
  });

  test('changes language and theme, and finds them kept', async () => {
    const { page, goTo } = shopper;
    const other = device.locale === 'id-ID' ? 'en' : 'id';
    await goTo('/orders');
    await page.locator(`button[name=language][value=${other}]`).click();
    await page.waitForURL('**/orders');
    expect(await page.locator('h1').textContent()).toBe(WORDS[other].ordersTitle);
    await page.locator('button[name=theme]:visible').click();
    await goTo('/');
    expect(await page.locator('html').getAttribute('lang')).toBe(other);
    expect(await page.locator('html').getAttribute('data-theme')).toMatch(/light|dark/);
  });
});

test('two clicks on “pay” make one order, two on “refund” one refund', async () => {
  const context = await browser.newContext({ extraHTTPHeaders: { origin: sandbox.shop } });
  const post = (where: string, form: Record<string, string>) =>
    context.request.post(sandbox.shop + where, { form });
  await post('/bank/accounts', { mood: 'no_code' });
  await post('/basket', { sku: 'aren', add: '1' });
  const checkout = await (await context.request.get(`${sandbox.shop}/checkout`)).text();
  const account = /name="account" value="([^"]+)"/.exec(checkout)?.[1] ?? '';
  const count = async () => (await sandbox.ask<unknown[]>('/sandbox/book')).length;
  const before = await count();
  await Promise.all([post('/orders', { account }), post('/orders', { account })]);
  expect(await count()).toBe(before + 1);
  const orders = await (await context.request.get(`${sandbox.shop}/orders`)).text();
  const invoices = new Set(orders.match(/TT-\d{8}/g));
  expect(invoices.size).toBe(1);
  const refund = () => post(`/orders/${[...invoices][0]}/refund`, { amount: '1000', before: '0' });
  await Promise.all([refund(), refund()]);
  expect(await count()).toBe(before + 2);
  await context.close();
});

test('without a script, a payment goes its way', async () => {
  const [desk] = DEVICES;
  const context = await browser.newContext({ javaScriptEnabled: false, locale: desk!.locale });
  const page = await context.newPage();
  await page.goto(`${sandbox.shop}/bank`);
  await page.locator('button[value=no_code]').click();
  await page.goto(sandbox.shop);
  await page.locator('.good .button').first().click();
  await page.locator('.sum .button').click();
  await page.locator('form[action="/orders"] .button').click();
  await page.waitForURL('**/orders/TT-*');
  await expect
    .poll(async () => {
      await page.reload();
      return await page.locator('.stage.paid').count();
    })
    .toBe(1);
  await context.close();
});
