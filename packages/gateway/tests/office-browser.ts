// People at the real Back Office in Chromium: a world with its bank, the server as a process mounts it, the page as it is
// built, and one person of each role who works for all three merchants.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { faultsOf, startBrowser } from '../../simulator/tests/browser.ts';
import { FLAVOURS } from '../src/api/flavours.ts';
import { buildServer } from '../src/api/server.ts';
import { ROUTES } from '../src/backoffice/routes.ts';
import { mountBackoffice } from '../src/backoffice/server.ts';
import { sessionRoutes } from '../src/backoffice/session/index.ts';
import { authenticateCall } from '../src/backoffice/session/pending.ts';
import { OF_GATEWAY } from '../src/operators/doors.ts';
import { hashPassword } from '../src/operators/password.ts';
import { insertPerson } from '../src/operators/store-people.ts';
import { addRole } from '../src/operators/store-team.ts';
import { SANDBOX_DOOR, SANDBOX_PASSWORD, SANDBOX_PEOPLE } from '../src/sandbox/people.ts';
import { openTestReading } from './backoffice-world.ts';
import type { MerchantClient } from './merchant-client.ts';
import type { SimulatorOptions } from '../../simulator/src/simulator.ts';
import { startWorld, type World } from './world.ts';

/** Whose turn it is: the part of the address before `@tarik.test`. */
export type Who =
  | 'admin'
  | 'approver'
  | 'finance'
  | 'developer'
  | 'support'
  | 'viewer'
  | 'gateway'
  | 'second';

export interface Look {
  dark?: boolean;
  phone?: boolean;
  english?: boolean;
}

export interface OfficeWorld extends World {
  officeUrl: string;
  browser: Browser;
  /** Somebody who is signed in opens a page of a merchant, or of `all`, in a browser of their own. */
  visit(who: Who, at: MerchantClient | 'all', where?: string, look?: Look): Promise<Page>;
  /** A browser without a session opens a page. */
  stranger(where: string, look?: Look): Promise<Page>;
  /** A session's cookie by the API, as a browser would send it. */
  cookieOf(who: Who): Promise<string>;
  /** From now on, whoever has proved themselves has to do so again. */
  forgetProofs(): Promise<void>;
  /** What the pages have complained of since the last call: scripts, warnings, breaches of the policy. */
  noise(): string[];
}

// A browser on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const NAMES = ['Toko Tarik', 'Warung Dorong', 'Kedai Baru'];

/** Starts one, whose bank may have settings of its own; close it after the tests of the file. */
export async function startOfficeWorld(
  bank: SimulatorOptions['settings'] = {},
): Promise<OfficeWorld> {
  const [world, browser] = [await startWorld(bank), await startBrowser()];
  const reading = openTestReading(world.databaseUrl);
  const noise: string[] = [];
  const door = { version: '0.0.0', sandboxPeople: SANDBOX_DOOR };
  const server = buildServer(world.ctx, {
    flavours: FLAVOURS,
    backoffice: (app) =>
      mountBackoffice(app, world.ctx, {
        authenticate: authenticateCall,
        reading,
        routes: [...sessionRoutes(door), ...ROUTES],
        version: door.version,
        // A stream whose session has got another cookie ends at once, and not after ten seconds.
        recheckMs: 300,
      }),
  });
  const officeUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  await seed(world);

  async function cookieOf(who: Who): Promise<string> {
    const response = await fetch(`${officeUrl}/backoffice/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: `${who}@tarik.test`, password: SANDBOX_PASSWORD }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie === undefined) throw new Error(`${who}: ${await response.text()}`);
    return cookie;
  }

  async function open(look: Look, cookie?: string): Promise<Page> {
    const context = await browser.newContext({
      locale: look.english === false ? 'id-ID' : 'en-US',
      timezoneId: 'Asia/Jakarta',
      colorScheme: look.dark === true ? 'dark' : 'light',
      viewport: look.phone === true ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      acceptDownloads: true,
    });
    if (cookie !== undefined) await carry(context, officeUrl, cookie);
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      // A refusal of the API is an answer like any other, and the browser's own line about it no fault of the page.
      const refused = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !refused) noise.push(message.text());
    });
    countCalls(page);
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('dialog', (dialog) => {
      noise.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  }

  return {
    ...world,
    officeUrl,
    browser,
    async visit(who, at, where = '', look = {}) {
      await speak(world, who, look);
      const page = await open(look, await cookieOf(who));
      await page.goto(addressOf(officeUrl, at, where));
      await shown(page);
      return page;
    },
    async stranger(where, look = {}) {
      const page = await open(look);
      await page.goto(`${officeUrl}/backoffice${where}`);
      await shown(page);
      return page;
    },
    cookieOf,
    async forgetProofs() {
      await world.db.rows({
        name: 'test-forget-proofs',
        text: "update operator_sessions set stepped_up_at = stepped_up_at - interval '1 hour'",
        values: [],
      });
    },
    noise: () => noise.splice(0),
    async close() {
      await browser.close();
      await server.close();
      await reading.close();
      await world.close();
    },
  };
}

/** Where a page of a merchant stands. */
export function addressOf(officeUrl: string, at: MerchantClient | 'all', where: string): string {
  const workspace = at === 'all' ? at : at.clientId;
  return `${officeUrl}/backoffice/${workspace}${where === '' ? '' : `/${where}`}`;
}

/** The page has its heading, and whatever it loads first has come. */
export async function shown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  await page.locator('.mantine-Skeleton-root[data-visible]').first().waitFor({ state: 'detached' });
}

const calls = new WeakMap<Page, Set<unknown>>();

/** Follows what a page has asked and not heard yet; the stream of changes never ends and is left out. */
function countCalls(page: Page): void {
  const open = new Set<unknown>();
  calls.set(page, open);
  page.on('request', (request) => request.url().endsWith('/live') || open.add(request));
  page.on('requestfinished', (request) => void open.delete(request));
  page.on('requestfailed', (request) => void open.delete(request));
}

/** Goes to another page as its links do, without loading the program again, and waits until all of it is there. */
export async function go(page: Page, url: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(url)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await settled(page);
}

/** Everything that the page has asked for has come and is drawn. */
export async function settled(page: Page): Promise<void> {
  for (let looks = 0; looks < 2; looks += 1) {
    await page.evaluate(
      'new Promise((drawn) => requestIdleCallback(() => requestAnimationFrame(drawn)))',
    );
    await expect.poll(() => calls.get(page)?.size).toBe(0);
  }
  await shown(page);
}

/** Lets a context send a cookie that a call has got. */
export async function carry(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
}

/** Proves again who sits there, where the page asks for it. */
export async function prove(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByRole('textbox').fill(SANDBOX_PASSWORD);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Without fault by axe, and no wider than the screen; `rules` where only some can have changed. */
export async function judge(page: Page, name: string, rules?: string[]): Promise<void> {
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect({ name, faults: await faultsOf(page, { rules }), overflow }).toEqual({
    name,
    faults: [],
    overflow: 0,
  });
}

const PICTURES = path.join(import.meta.dirname, '../../../docs/public/backoffice');

/** Keeps what the page looks like for the guide, where TARIK_DOCS_PICTURES=on asks for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['TARIK_DOCS_PICTURES'] !== 'on') return;
  mkdirSync(PICTURES, { recursive: true });
  await page.evaluate('document.fonts.ready.then(() => true)');
  const said = page.locator('.mantine-Notification-closeButton');
  // Some fade by themselves meanwhile.
  while ((await said.count()) > 0)
    await said
      .first()
      .click({ timeout: 1000 })
      .catch(() => undefined);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled' });
}

async function seed(world: World): Promise<void> {
  const { ctx } = world;
  const at = ctx.clock.now();
  const merchants = [world.one, world.two, world.three];
  const merchantIds: string[] = [];
  for (const [n, { clientId }] of merchants.entries()) {
    const [row] = await world.db.rows<{ merchant_id: string }>({
      name: 'test-name-merchant',
      text: 'update merchants set name = $2 where client_id = $1 returning merchant_id',
      values: [clientId, NAMES[n]],
    });
    ctx.merchants.forget(clientId);
    merchantIds.push(row!.merchant_id);
  }
  const passwordHash = await hashPassword(ctx.random, SANDBOX_PASSWORD);
  for (const { email, name, role, ofGateway } of SANDBOX_PEOPLE) {
    const operatorId = ctx.random.id();
    await ctx.db.transaction(async (tx) => {
      await insertPerson(tx, { operatorId, email, name, passwordHash, locale: 'en', at });
      for (const lane of ofGateway ? [OF_GATEWAY] : merchantIds) {
        await addRole(tx, lane, operatorId, role, at);
      }
    });
  }
}

/** A person's language and colours are kept with the person, not with the browser. */
async function speak(
  world: World,
  who: Who,
  { english = true, dark = false }: Look,
): Promise<void> {
  await world.db.rows({
    name: 'test-speak',
    text: 'update operators set locale = $2, theme = $3 where email = $1',
    values: [`${who}@tarik.test`, english ? 'en' : 'id', dark ? 'dark' : 'light'],
  });
}
