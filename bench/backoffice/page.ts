// How long the page takes in a real Chromium until somebody can work with it: from nothing, with nothing in any cache.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBrowser } from '../../packages/simulator/tests/browser.ts';
import { percentiles, type Figure, type Limits, type Pair } from './measure.ts';
import { cookieOf, credentialsOf } from './people.ts';

const PAGE_LIMITS: Limits = { mostMs: 1500, mostTimes: null };

const WHO = 'finance';
const WORKSPACE = '/backoffice/MCH-BENCH-1';
/** The first loads of a browser start its processes. */
const WARM_UP = 2;

const LOADS = {
  'page: sign-in, until it can be filled in': openDoor,
  'page: from "Sign in" until home can be used': signIn,
  'page: home of somebody signed in': openHome,
} as const;
type LoadName = keyof typeof LOADS;

/** Loads each page so many times on both gateways in turn, each time in a browser's profile of its own. */
export async function measurePages(
  origins: readonly [few: string, many: string],
  loads: number,
): Promise<Pair[]> {
  const browser = await startBrowser();
  try {
    const pairs: Pair[] = [];
    for (const name of Object.keys(LOADS) as LoadName[]) {
      const taken: [number[], number[]] = [[], []];
      const failures: [string | null, string | null] = [null, null];
      for (let n = 0; n < WARM_UP + loads; n += 1) {
        for (const [side, origin] of origins.entries()) {
          const result = await loadOnce(browser, origin, name);
          if (typeof result === 'string') failures[side === 0 ? 0 : 1] ??= result;
          else if (n >= WARM_UP) taken[side === 0 ? 0 : 1].push(result);
        }
      }
      const figure = (side: 0 | 1): Figure => ({
        ...percentiles(taken[side]),
        failure: failures[side],
      });
      pairs.push({ name, limits: PAGE_LIMITS, small: figure(0), large: figure(1) });
    }
    return pairs;
  } finally {
    await browser.close();
  }
}

/** Milliseconds, or what went wrong. */
async function loadOnce(
  browser: Browser,
  origin: string,
  name: LoadName,
): Promise<number | string> {
  const context = await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta' });
  context.setDefaultTimeout(20_000);
  try {
    await context.addInitScript(WATCH);
    return await LOADS[name](context, origin);
  } catch (error) {
    return String(error).split('\n')[0] ?? 'failed';
  } finally {
    await context.close();
  }
}

const DOOR = 'input[name=password]';
// Only there once the figures have come.
const HOME = '.tk-tile';

async function openDoor(context: BrowserContext, origin: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(`${origin}${WORKSPACE}`, { waitUntil: 'commit' });
  return await usable(page, DOOR);
}

async function openHome(context: BrowserContext, origin: string): Promise<number> {
  const [name = '', value = ''] = (await cookieOf(origin, WHO)).split('=');
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  await page.goto(`${origin}${WORKSPACE}`, { waitUntil: 'commit' });
  return await usable(page, HOME);
}

async function signIn(context: BrowserContext, origin: string): Promise<number> {
  const { email, password } = credentialsOf(WHO);
  const page = await context.newPage();
  await page.goto(`${origin}${WORKSPACE}`, { waitUntil: 'commit' });
  await usable(page, DOOR);
  await page.locator('input[name=email]').fill(email);
  await page.locator(DOOR).fill(password);
  await page.locator('button[type=submit]').click();
  const shown = await usable(page, HOME);
  return shown - (await page.evaluate<number>('window.tarikSubmittedAt'));
}

/** When this is shown, nothing of it still loads, and the browser has nothing else to do: ms since the page was asked for. */
async function usable(page: Page, selector: string): Promise<number> {
  return await page.evaluate<number>(`window.tarikUsable(${JSON.stringify(selector)})`);
}

const WATCH = `
addEventListener('submit', () => { window.tarikSubmittedAt = performance.now(); }, true);
window.tarikUsable = (selector) => new Promise((resolve) => {
  const look = () => {
    const shown = document.querySelector(selector) !== null &&
      document.querySelector('.mantine-Skeleton-root[data-visible]') === null;
    if (shown) requestIdleCallback(() => resolve(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
});`;
