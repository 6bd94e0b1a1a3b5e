// The page by itself in Chromium, under the gateway's policy: the door, the shell, the keyboard, both languages, both colours.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { faultsOf, startBrowser } from '../../simulator/tests/browser.ts';
import { payNow, startStandIn } from './stand-in.ts';

const SHOP = '/MCH-0001-10791114622547';
const PASSWORD = 'tarik-sandbox-password';

let gateway: Awaited<ReturnType<typeof startStandIn>>;
let browser: Browser;
const noise: string[] = [];

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  browser = await startBrowser();
});

beforeEach(async () => {
  gateway = await startStandIn();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await gateway.close();
  expect(noise.splice(0)).toEqual([]);
});

afterAll(() => browser.close());

interface Look {
  dark?: boolean;
  phone?: boolean;
  english?: boolean;
}

async function visit(where: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: look.english === true ? 'en-US' : 'id-ID',
    colorScheme: look.dark === true ? 'dark' : 'light',
    viewport: look.phone === true ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on('console', (message) => {
    // A refusal of the API is an answer like any other, and the browser's own line about it no fault of the page.
    const refused = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !refused) noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(`${gateway.url}/backoffice${where}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Without fault by axe, and as wide as the screen; TARIK_SCREENSHOTS names a folder to keep what it looks like. */
async function judge(page: Page, name: string): Promise<void> {
  expect({ name, faults: await faultsOf(page) }).toEqual({ name, faults: [] });
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect({ name, overflow }).toEqual({ name, overflow: 0 });
  const folder = process.env['TARIK_SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

const title = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

describe('who is not signed in', () => {
  test('comes to the door, and after signing in to where they wanted to go', async () => {
    const page = await visit(`${SHOP}/team`);
    await page.waitForURL(/sign-in/);
    await page.getByLabel('Email').fill('admin@tarik.test');
    await page.getByRole('textbox', { name: 'Kata sandi' }).fill('wrong');
    await page.getByRole('button', { name: 'Masuk', exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toContain('salah');
    await judge(page, 'door-wrong');
    await page.getByRole('textbox', { name: 'Kata sandi' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk', exact: true }).click();
    await page.waitForURL(`**/backoffice${SHOP}/team`);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'is not led to %s',
    async (to) => {
      const page = await visit(`/sign-in?to=${encodeURIComponent(to)}`);
      await page.getByRole('button', { name: 'admin@tarik.test' }).click();
      await page.waitForURL(`${gateway.url}/backoffice/all`);
    },
  );

  test('gives the second factor, or a recovery code', async () => {
    gateway.world.signedIn = 'totp';
    const page = await visit('/');
    await page.waitForURL(/sign-in\/code/);
    await page.getByRole('textbox').fill('000000');
    await page.getByText('salah').waitFor();
    await judge(page, 'second-factor');
    await page.getByRole('button', { name: 'Pakai kode pemulihan' }).click();
    await page.getByLabel('Kode pemulihan').fill('k7m0-p2q0-x9r0');
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await page.waitForURL(/backoffice\/all$/);
  });

  test('enrols an app where that is demanded, and keeps recovery codes', async () => {
    gateway.world.signedIn = 'enrol';
    const page = await visit('/', { dark: true });
    await page.waitForURL(/sign-in\/enrolment/);
    await page.getByRole('img', { name: 'Kode QR' }).waitFor();
    await judge(page, 'enrolment-dark');
    await page.getByRole('textbox').fill('123456');
    await page.getByText('k7m9-p2q9-x9r9').waitFor();
    await judge(page, 'recovery-codes-dark');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Unduh' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('tarik-recovery-codes.txt');
    await page.getByLabel('Sudah saya simpan').check();
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await page.waitForURL(/backoffice\/all$/);
  });

  test('accepts an invitation, or hears that it is gone', async () => {
    const page = await visit('/invitation#a-token', { phone: true, english: true });
    await page.getByText('to work for Toko Sinar Jaya as Finance').waitFor();
    await judge(page, 'invitation-phone');
    await page.getByLabel('Your name').fill('Budi');
    await page.getByRole('textbox', { name: 'Choose a password' }).fill('a long enough sentence');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForURL(/backoffice\/all$/);
    const other = await visit('/invitation#x-token');
    await other.getByText('tidak berlaku lagi').waitFor();
    await judge(other, 'invitation-gone');
  });
});

describe('who is signed in', () => {
  beforeEach(() => {
    gateway.world.signedIn = 'yes';
  });

  test.each([
    [{}, 'shell'],
    [{ dark: true }, 'shell-dark'],
    [{ phone: true }, 'shell-phone'],
    [{ phone: true, dark: true }, 'shell-phone-dark'],
  ] as const)('sees a profile without fault (%j)', async (look, name) => {
    const page = await visit(`${SHOP}/profile`, look);
    await page.getByText('Safari di iOS').waitFor();
    await judge(page, name);
  });

  test('goes about by keyboard alone', async () => {
    const page = await visit(SHOP);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Langsung ke isi');
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.waitForURL(`**${SHOP}/team`);
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Baris berikutnya').waitFor();
    await judge(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('INV-2026-10200');
    await page.getByText('Rp27.525.000').waitFor();
    await judge(page, 'palette');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${SHOP}/payments/*`);
  });

  test('works in a list: new rows wait for the reader, older ones come when asked for', async () => {
    const page = await visit(`${SHOP}/payments`);
    const rows = page.locator('tbody tr');
    await page.getByRole('link', { name: 'INV-2026-10200' }).waitFor();
    await expect.poll(() => gateway.world.streams.size).toBe(1);
    payNow(gateway.world, 301);
    await page.getByRole('link', { name: 'INV-2026-10301' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    payNow(gateway.world, 302);
    payNow(gateway.world, 303);
    await page.getByRole('button', { name: '2 baru' }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('INV-2026-10200');
    await judge(page, 'list-fresh');
    await page.getByRole('button', { name: '2 baru' }).click();
    expect(await rows.first().textContent()).toContain('INV-2026-10303');
    await page.getByRole('button', { name: 'Muat yang lebih lama' }).click();
    await expect.poll(() => rows.count()).toBe(103);
    await page.getByRole('link', { name: 'INV-2026-10200' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/payments\/01993d5e/);
  });

  test('finds another merchant, and keeps the page', async () => {
    const page = await visit(`${SHOP}/team`);
    await page.getByRole('button', { name: 'Ganti merchant' }).click();
    await page.getByRole('combobox').fill('kopi');
    await judge(page, 'switch');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/MCH-0002-10791114622548/team');
  });

  test('changes language and colours, which the profile keeps', async () => {
    const page = await visit(SHOP);
    await page.getByRole('button', { name: 'Dewi Lestari' }).click();
    await judge(page, 'profile-menu');
    await page.getByText('English', { exact: true }).click();
    await page.getByText('Sign out').waitFor();
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe('en');
    await expect
      .poll(() => page.evaluate('document.documentElement.dataset.mantineColorScheme'))
      .toBe('dark');
    expect(gateway.world.person).toMatchObject({ locale: 'en', theme: 'dark' });
  });

  test('proves themselves before a second factor is removed, and may think better of it', async () => {
    gateway.world.person.totp = true;
    const page = await visit(`${SHOP}/profile`);
    await page.getByRole('button', { name: 'Lepas' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lepas' }).click();
    const proof = page.getByRole('dialog', { name: 'Pastikan ini Anda' });
    await proof.getByRole('button', { name: 'Batal' }).click();
    expect(gateway.world.person.totp).toBe(true);
    await page.getByRole('dialog').getByRole('button', { name: 'Lepas' }).click();
    await proof.getByRole('textbox').fill('111111');
    await proof.getByRole('button', { name: 'Lanjutkan' }).click();
    await proof.getByText('salah').waitFor();
    await judge(page, 'step-up');
    await proof.getByRole('textbox').fill('123456');
    await proof.getByRole('button', { name: 'Lanjutkan' }).click();
    await page.getByText('Faktor kedua telah dilepas.').waitFor();
    expect(gateway.world.person.totp).toBe(false);
  });

  test('is told that a page does not exist, or is not theirs, in the same words', async () => {
    const page = await visit(`${SHOP}/nowhere`);
    const nowhere = await title(page);
    const other = await visit('/MCH-9/');
    expect(nowhere).toBe('Halaman ini tidak ada');
    await judge(page, 'not-found');
    // People of the gateway are let through to the API, which knows whether there is such a merchant.
    expect(await title(other)).toBe('Beranda');
  });

  test('comes to the door when the session is over, and back', async () => {
    const page = await visit(`${SHOP}/profile`);
    gateway.world.signedIn = 'no';
    for (const stream of gateway.world.streams) stream.destroy();
    await page.waitForURL(/sign-in\?to=/);
    await page.getByRole('button', { name: 'admin@tarik.test' }).click();
    await page.waitForURL(`**${SHOP}/profile`);
  });
});
