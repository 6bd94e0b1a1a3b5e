// A customer in a real browser: from our registration URL over the bank's pages back to the shop, or to a page of ours;
// every page judged by axe, on a phone and on a desk, in the light and in the dark.
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, startBrowser } from '../../simulator/tests/browser.ts';
import { quiet } from './quiet.ts';
import { BANK, booksOf, startWorld, type World } from './world.ts';

const PHONE = '6281394130621';

let world: World;
let browser: Browser;
let shop: Server;
let shopUrl: string;
const noise: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  browser = await startBrowser();
  shop = createServer((request, response) => {
    const title = request.url?.startsWith('/yes') === true ? 'Terima kasih' : 'Coba lagi';
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><html lang="id"><link rel="icon" href="data:,"><title>${title}</title>`,
    );
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(noise.splice(0)).toEqual([]);
  await quiet(world);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(async () => {
  await browser.close();
  await world.close();
  await new Promise((resolve) => shop.close(resolve));
});

let visits = 0;

/** A merchant registers a customer, whose browser opens the page that the answer names. */
async function visit(
  how: { locale?: string; dark?: boolean; wide?: boolean; urls?: boolean; open?: boolean } = {},
): Promise<{ customerId: string; page: Page; url: string }> {
  visits += 1;
  const customerId = `C-browser-${visits}`;
  const urls = {
    success_registration_url: `${shopUrl}/yes?order=1`,
    failed_registration_url: `${shopUrl}/no`,
  };
  const registered = await world.one.post(`${BANK}/token`, {
    customer: { id: customerId, name: 'Siti Rahma' },
    debit_card: { account_mobile_phone: PHONE, ...(how.urls === false ? {} : urls) },
  });
  const context = await browser.newContext({
    locale: how.locale ?? 'en-US',
    colorScheme: how.dark === true ? 'dark' : 'light',
    viewport: how.wide === true ? { width: 1280, height: 800 } : { width: 390, height: 844 },
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on('console', (message) => {
    // That a page itself has a status of 4xx is no fault of the page.
    const isPage = message.location().url === page.url();
    const counts = message.type() === 'error' || message.type() === 'warning';
    if (counts && !isPage) noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('requestfailed', (request) => noise.push(`failed: ${request.url()}`));
  const url = registered.json.debit_card.cimb_registration_url as string;
  if (how.open !== false) await page.goto(url);
  return { customerId, page, url };
}

/** A page is without fault and fits its screen; TARIK_SCREENSHOTS names a folder to keep what it looks like. */
async function judge(page: Page, name: string): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow, `${name} is wider than the screen`).toBe(0);
  const folder = process.env['TARIK_SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

async function giveAccount(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account number').fill(account);
  await press(page, 'Agree and send code');
}

/** The bank's last page goes on by itself; a customer in a hurry presses its button. */
const goOn = (page: Page) => page.getByRole('link', { name: /^(Return to|Kembali ke)/ }).click();

async function accountsOf(customerId: string): Promise<string[]> {
  const list = await world.one.post(`${BANK}/tokens`, { customer: { id: customerId } });
  return (list.json as any[]).map((one) => one.debit_card.account_no as string);
}

describe('a customer who registers an account', () => {
  test('mistypes the code once, and is back in the shop with a token', async () => {
    const { page, customerId } = await visit();
    await judge(page, 'bank-account');
    await giveAccount(page, '800000000001');
    await judge(page, 'bank-code');
    await page.getByLabel('Code from the SMS').fill('000000');
    await press(page, 'Confirm');
    expect(await page.getByRole('alert').textContent()).toContain('2 tries left');
    await judge(page, 'bank-code-wrong');
    expect(await accountsOf(customerId)).toEqual([]);
    await page.getByLabel('Code from the SMS').fill(await world.otp(PHONE));
    await press(page, 'Confirm');
    await page.waitForURL(`${shopUrl}/yes?order=1`);
    expect(await page.title()).toBe('Terima kasih');
    expect(await accountsOf(customerId)).toEqual(['XXXXXXXX0001']);
  });

  test('comes back to the shop’s other page when the bank refuses the account', async () => {
    const { page, customerId } = await visit({ dark: true });
    await giveAccount(page, '800000000010');
    await page.getByRole('alert').waitFor();
    await judge(page, 'bank-account-refused-dark');
    await press(page, /^Cancel/);
    await goOn(page);
    await page.waitForURL(`${shopUrl}/no`);
    expect(await accountsOf(customerId)).toEqual([]);
  });

  test('comes back to the shop’s other page when the link is too old', async () => {
    const { page, customerId, url } = await visit({ open: false });
    world.advance(15 * 60);
    await page.goto(url);
    await page.getByRole('heading', { name: 'expired' }).waitFor();
    await judge(page, 'bank-expired');
    await goOn(page);
    await page.waitForURL(`${shopUrl}/no`);
    expect(await accountsOf(customerId)).toEqual([]);
  });

  test('goes back with the browser and forward again, and has one token', async () => {
    const { page, customerId } = await visit();
    await giveAccount(page, '800000000001');
    await page.getByLabel('Code from the SMS').fill(await world.otp(PHONE));
    await press(page, 'Confirm');
    await goOn(page);
    await page.waitForURL(`${shopUrl}/yes?order=1`);
    await page.goBack();
    await page.waitForURL((url) => !url.href.startsWith(shopUrl));
    await page.goForward();
    await page.waitForURL(`${shopUrl}/yes?order=1`);
    expect(await accountsOf(customerId)).toEqual(['XXXXXXXX0001']);
  });
});

/** The pages of ours, in the customer's language, where the shop has named none. */
const OURS = [
  ['en-US', 'Account registered', 'Account not registered'],
  ['id-ID', 'Rekening terdaftar', 'Rekening tidak terdaftar'],
] as const;

describe.each(OURS)('without a page of the shop, in %s,', (locale, good, bad) => {
  const words = { 'en-US': 'Cancel', 'id-ID': 'Batal' }[locale];

  test.each([
    [false, false],
    [true, true],
  ])('a customer reads ours (dark %s, wide %s)', async (dark, wide) => {
    const look = `${locale}-${dark ? 'dark' : 'light'}-${wide ? 'desk' : 'phone'}`;
    const { page, url, customerId } = await visit({ locale, dark, wide, urls: false });
    const id = new URL(url).pathname.split('/').at(-1);
    const where = `/sandbox/registrations/${id}/complete`;
    const done = await world.sandbox(where, { account_no: '800000000001' });
    await page.goto(done.redirect_url);
    await page.getByRole('heading', { name: good }).waitFor();
    await judge(page, `ours-registered-${look}`);
    expect(await accountsOf(customerId)).toEqual(['XXXXXXXX0001']);

    const other = await visit({ locale, dark, wide, urls: false });
    await press(other.page, new RegExp(`^${words}`));
    await goOn(other.page);
    await other.page.getByRole('heading', { name: bad }).waitFor();
    await judge(other.page, `ours-refused-${look}`);
  });
});

describe('while the bank has not said which account it is,', () => {
  test('a customer is told to look again, and a reload then tells', async () => {
    const { page, url, customerId } = await visit({ urls: false });
    await world.sandbox('/sandbox/faults', { operation: 'inquiry', fault: 'error_500', count: 1 });
    const id = new URL(url).pathname.split('/').at(-1);
    const where = `/sandbox/registrations/${id}/complete`;
    const done = await world.sandbox(where, { account_no: '800000000001' });
    await world.sandbox('/sandbox/faults', { operation: 'inquiry', fault: 'error_500', count: 1 });
    await page.goto(done.redirect_url);
    await page.getByRole('heading', { name: 'Still being confirmed' }).waitFor();
    await judge(page, 'ours-pending');
    expect(await accountsOf(customerId)).toEqual([]);
    world.advance(60);
    await world.settle();
    await page.reload();
    await page.getByRole('heading', { name: 'Account registered' }).waitFor();
    expect(await accountsOf(customerId)).toEqual(['XXXXXXXX0001']);
  });
});

test('a link that nobody gave out is called invalid', async () => {
  const { page } = await visit({ open: false });
  await page.goto(`${world.ctx.publicUrl}/callbacks/cimb/return?state=forged&status=SUCCESS`);
  await page.getByRole('heading', { name: 'This link is not valid' }).waitFor();
  await judge(page, 'ours-unknown');
});
