// People's ways through the pages in a real browser, each page judged by axe, in light and
// dark, on a phone.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf, startBrowser } from '../../tests/browser.ts';
import { startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await startWorld();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const registrationUrl = async (): Promise<string> => (await world.bind()).body.redirectUrl;

async function visitor(colorScheme: 'light' | 'dark', width = 390): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    colorScheme,
    locale: 'en-US',
    viewport: { width, height: 844 },
  });
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

/** A page must be without fault, and fit the screen. */
async function judge(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBe(0);
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

test.for(['light', 'dark'] as const)('a customer links an account (%s)', async (colorScheme) => {
  const page = await visitor(colorScheme);
  const refusals: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusals.push(message.text());
  });
  await page.goto(await registrationUrl());
  await judge(page);
  await page.getByText('Test accounts').click();
  await judge(page);
  await page.reload();
  // The field has the focus: typing works at once, Enter sends.
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('8000 0000 0010');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await judge(page);
  const field = page.getByLabel('Account number');
  expect(await field.getAttribute('aria-describedby')).toBe('account_no-error account_no-hint');
  await field.fill('800000000001');
  await press(page, 'Agree and send code');

  await judge(page);
  await page.getByLabel('Code from the SMS').fill('000000');
  await press(page, 'Confirm');
  expect(await page.getByRole('alert').textContent()).toContain('2 tries left');
  await judge(page);
  await press(page, 'Send a new code');
  await page.getByRole('status').waitFor();
  await judge(page);
  await page.getByLabel('Code from the SMS').fill(await world.lastOtp());
  await press(page, 'Confirm');

  await page.getByRole('heading', { name: 'Account linked' }).waitFor();
  await judge(page);
  await page.getByRole('link', { name: /^Return to/ }).click();
  await page.waitForURL(`${world.partnerUrl}/done?status=SUCCESS`);
  expect(refusals).toEqual([]);
  await page.context().close();
});

test('the result page goes back to the merchant by itself', async () => {
  const page = await visitor('light');
  await page.goto(await registrationUrl());
  await page.getByLabel('Account number').fill('800000000001');
  await press(page, 'Agree and send code');
  await page.getByLabel('Code from the SMS').fill(await world.lastOtp());
  await press(page, 'Confirm');
  await page.waitForURL(`${world.partnerUrl}/done?status=SUCCESS`);
  await page.context().close();
});

test('a customer who gives up, comes late, or comes again is told so', async () => {
  const page = await visitor('light');
  const url = await registrationUrl();
  await page.goto(url);
  await press(page, 'Cancel and go back');
  await page.getByText('You cancelled. Nothing was linked.').waitFor();
  await judge(page);
  await page.goto(url);
  await page.getByRole('heading', { name: 'already been used' }).waitFor();
  await judge(page);
  const late = await registrationUrl();
  world.time.now += 15 * 60_000;
  await page.goto(late);
  await page.getByRole('heading', { name: 'expired' }).waitFor();
  await judge(page);
  await page.getByRole('link', { name: /^Return to/ }).click();
  await page.waitForURL(`${world.partnerUrl}/done?status=FAILED`);
  await page.context().close();
});

test('the language is switched on the page and stays', async () => {
  const page = await visitor('light');
  await page.goto(await registrationUrl());
  await page.getByRole('link', { name: 'ID' }).click();
  await page.getByLabel('Nomor rekening').fill('800000000001');
  await press(page, 'Setuju dan kirim kode');
  await page.getByLabel('Kode dari SMS').waitFor();
  await judge(page);
  await page.context().close();
});

test.for([
  ['light', 390],
  ['dark', 1280],
] as const)('the sandbox’s own pages (%s, %i px)', async ([colorScheme, width]) => {
  const page = await visitor(colorScheme, width);
  const customer = await world.customer('800000000003');
  const paid = await world.pay(customer);
  await world.refund(paid.body.partnerReferenceNo, '10.00');
  await world.sandbox('POST', '/sandbox/faults', { operation: 'bind', fault: 'hang' });
  await page.goto(world.simulator.url);
  for (const name of ['Home', 'SMS', 'Accounts', 'Book', 'Faults']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.locator(`a[aria-current="page"]`, { hasText: name }).waitFor();
    await judge(page);
  }
  await world.sandbox('DELETE', '/sandbox/faults');
  await page.context().close();
});

test('a new text appears in the open inbox', async () => {
  const page = await visitor('light');
  await page.goto(`${world.simulator.url}/sms?phone=6281111111111`);
  await page.getByText('No texts yet').waitFor();
  const bound = await world.bind({ phoneNo: '6281111111111' });
  const id = bound.body.redirectUrl.split('/').at(-1);
  const path = `/sandbox/registrations/${id}/complete`;
  await world.sandbox('POST', path, { account_no: '800000000001' });
  await page.getByText('is your code to link account').waitFor();
  await page.context().close();
});
