// A customer of the shop in a browser: what they look at and press, and a judge of every page they see.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { faultsOf } from '../../../packages/simulator/tests/browser.ts';

export interface Device {
  name: string;
  locale: 'en-US' | 'id-ID';
  viewport: { width: number; height: number };
  /** In which every page is judged: all of it in the first, its colours in the others. */
  themes: readonly ('light' | 'dark')[];
}

export const DEVICES: readonly Device[] = [
  {
    name: 'desk',
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    themes: ['light', 'dark'],
  },
  { name: 'phone', locale: 'id-ID', viewport: { width: 390, height: 844 }, themes: ['dark'] },
];

export interface Shopper {
  page: Page;
  context: BrowserContext;
  goTo(where: string): Promise<void>;
  /** Links an account at once, as the control panel does it. */
  link(mood: string): Promise<void>;
  /** Puts a good into the basket and pays from the account that was linked last; at the order's page. */
  buy(sku: string): Promise<void>;
  giveCode(code: string): Promise<void>;
  /** Waits until the order's page shows the state. */
  state(name: string): Promise<void>;
  /** What the page tells about what was just done. */
  said(): Promise<string>;
  /** Fails where axe finds something, or the page is wider than its screen; in each theme. */
  judge(name: string): Promise<void>;
  /** What the browser complained about. */
  noise: string[];
}

export async function openShopper(
  browser: Browser,
  shop: string,
  device: Device,
): Promise<Shopper> {
  const { locale, viewport } = device;
  const context = await browser.newContext({ locale, viewport, reducedMotion: 'reduce' });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  const shopper: Shopper = {
    page,
    context,
    noise,
    async goTo(where) {
      await page.goto(shop + where);
    },
    async link(mood) {
      await shopper.goTo('/bank');
      await page.locator(`button[name=mood][value=${mood}]`).click();
      await page.locator('.said').waitFor();
    },
    async buy(sku) {
      await shopper.goTo('/');
      await page
        .locator('.good')
        .filter({ has: page.locator(`input[value=${sku}]`) })
        .getByRole('button')
        .click();
      await page.waitForURL('**/basket');
      await page.locator('.sum .button').click();
      await page.waitForURL('**/checkout');
      await page.locator('form[action="/orders"] .button').click();
      await page.waitForURL('**/orders/TT-*');
    },
    async giveCode(code) {
      await page.locator('#otp').fill(code);
      await page.locator('.code .button').click();
    },
    async state(name) {
      const shown = page.locator('.stage');
      // What is shown instead tells more than that time ran out.
      await expect
        .poll(() => shown.getAttribute('class'), { message: `is ${name}` })
        .toContain(name);
    },
    async said() {
      return (await page.locator('.said').textContent()) ?? '';
    },
    async judge(name) {
      for (const colorScheme of device.themes) {
        await page.emulateMedia({ colorScheme });
        // Of a page that was judged already no more than its colours. The drawings are left out: they are hidden
        // from readers of text, and are many.
        const rules = colorScheme === device.themes[0] ? undefined : ['color-contrast'];
        const faults = await faultsOf(page, { rules, except: 'svg' });
        expect(faults, `${name}, ${colorScheme}`).toEqual([]);
        const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await page.evaluate<number>(wider), `${name} is wider than the screen`).toBe(0);
        const folder = process.env['TARIK_SCREENSHOTS'];
        if (folder === undefined) continue;
        mkdirSync(folder, { recursive: true });
        const file = `shop-${device.name}-${name}-${colorScheme}.png`;
        await page.screenshot({ path: path.join(folder, file), fullPage: true });
      }
    },
  };
  return shopper;
}
