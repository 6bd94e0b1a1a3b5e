// The documentation site as it is built: every link leads somewhere, every code has its page, and a browser shows it all,
// from this site alone, without a fault by axe.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, startBrowser } from '../../simulator/tests/browser.ts';
import { ERRORS } from '../src/api/doku/errors.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const SITE = path.join(ROOT, 'docs/dist');
const PATIENT = 300_000;

let server: Server;
let browser: Browser;
let url: string;

beforeAll(async () => {
  // What vitest says to the code under test, Vite would take for its own.
  const ours = /^(VITEST|NODE_ENV$|NODE_OPTIONS$|MODE$|DEV$|PROD$|SSR$|TEST$|BASE_URL$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  const args = ['scripts/docs.ts'];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 1e8 });
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const file = fileOf(pathname);
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': TYPES[path.extname(file ?? 'page.html')] ?? 'application/octet-stream',
    });
    response.end(readFileSync(file ?? path.join(SITE, '404.html')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await startBrowser();
}, PATIENT);

afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
});

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** The file that a path of the site leads to. */
function fileOf(pathname: string): string | undefined {
  const file = path.join(SITE, decodeURIComponent(pathname));
  const found = pathname.endsWith('/') ? path.join(file, 'index.html') : file;
  return existsSync(found) && path.extname(found) !== '' ? found : undefined;
}

function htmlFiles(): string[] {
  return readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .toSorted();
}

function unescaped(attribute: string): string {
  return attribute.replaceAll('&amp;', '&').replaceAll('&#38;', '&');
}

describe('the built site', () => {
  test('has no link that leads nowhere, not even to a heading', () => {
    const ids = new Map<string, Set<string>>();
    const idsOf = (file: string): Set<string> => {
      const known = ids.get(file) ?? new Set<string>();
      if (!ids.has(file)) {
        for (const [, id = ''] of readFileSync(file, 'utf8').matchAll(/\sid="([^"]+)"/g)) {
          known.add(unescaped(id));
        }
        ids.set(file, known);
      }
      return known;
    };
    const dead = htmlFiles().flatMap((page) => {
      const html = readFileSync(path.join(SITE, page), 'utf8');
      const here = `/${page.replace(/index\.html$/, '')}`;
      return [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)]
        .map(([, target = '']) => new URL(unescaped(target), `http://site${here}`))
        .filter(({ host }) => host === 'site')
        .filter(({ pathname, hash }) => {
          const file = fileOf(pathname);
          if (file === undefined) return true;
          return hash !== '' && !idsOf(file).has(decodeURIComponent(hash.slice(1)));
        })
        .map(({ pathname, hash }) => `${here} → ${pathname}${hash}`);
    });
    expect([...new Set(dead)]).toEqual([]);
  });

  test('leads to other sites from nowhere but a sentence', () => {
    const fetched = htmlFiles().flatMap((page) => {
      const html = readFileSync(path.join(SITE, page), 'utf8');
      const tags = html.matchAll(
        /<(?:script|link|img|iframe)\b[^>]*\s(?:href|src)="(https?:[^"]+)"/g,
      );
      return [...tags].map(([, target]) => `${page}: ${target}`);
    });
    expect(fetched).toEqual([]);
  });

  test('has a page for every code of the gateway and of the SDK, and for no other', () => {
    const codes = [...Object.values(ERRORS).map(({ code }) => code), ...sdkCodes()];
    const pages = readdirSync(path.join(SITE, 'errors'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(sdk|http_\d+)$/.test(entry.name))
      .map(({ name }) => name);
    expect(pages.toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  test.each(['http_502', 'http_503', 'http_520'])('takes %s to the page of its kind', (code) => {
    const file = path.join(SITE, 'errors', code, 'index.html');
    expect(readFileSync(file, 'utf8')).toContain('url=/errors/http_5xx/');
  });
});

/** The codes that the SDK gives itself, read from its source; `http_${status}` is one kind. */
function sdkCodes(): string[] {
  const folder = path.join(ROOT, 'packages/sdk/src');
  const given = /(?:\bcode: |refused\(\s*|commonFacts\((?:\w+, )*)(['`])([^'`]+)\1/g;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(given)])
    .flatMap(([, , code = '']) => {
      if (code === 'http_${status}') return ['http_5xx'];
      if (code === 'answer_signature_${signature}') {
        return ['answer_signature_wrong', 'answer_signature_absent'];
      }
      return [code];
    });
}

/** Opens a page; nothing may be fetched from elsewhere and nothing may be complained of. */
async function open(where: string, how: { phone?: boolean; dark?: boolean }): Promise<Page> {
  const context = await browser.newContext({
    viewport: how.phone === true ? { width: 390, height: 844 } : { width: 1280, height: 900 },
    colorScheme: how.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('request', (request) => {
    if (!/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(url)) {
      noise.push(`asked ${request.url()}`);
    }
  });
  page.on('console', (message) => {
    if (message.type() === 'error') noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(url + where, { waitUntil: 'networkidle' });
  expect(noise).toEqual([]);
  return page;
}

const SHOWN = [
  '/',
  '/id/',
  '/quickstart/',
  '/concepts/unclear/',
  '/id/concepts/states/',
  '/errors/',
  '/errors/too_many_requests/',
  '/api/cimb-payment/',
  '/reference/sdk/payments/',
];

describe('in a browser', { timeout: PATIENT }, () => {
  test.each(
    SHOWN.flatMap((where) => [
      { where, name: 'on a desk, in the light', how: {} },
      { where, name: 'on a phone, in the dark', how: { phone: true, dark: true } },
    ]),
  )('$where has no fault $name', async ({ where, how }) => {
    const page = await open(where, how);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    // Starlight's search button is called "Search" and shows its key as well.
    const faults = (await faultsOf(page)).filter(
      (one) => !one.startsWith('label-content-name-mismatch: <button data-open-modal'),
    );
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a diagram is drawn, and drawn again in the other theme', async () => {
    const page = await open('/concepts/unclear/', {});
    const drawn = page.locator('.diagram svg');
    await drawn.waitFor();
    expect(await drawn.textContent()).toContain('what became of it?');
    expect(await page.locator('pre[data-language="mermaid"]').count()).toBe(0);
    const asked = "getComputedStyle(document.querySelector('.diagram rect.actor')).fill";
    const fill = (): Promise<string> => page.evaluate<string>(asked);
    const light = await fill();
    await page.locator('starlight-theme-select select').first().selectOption('dark');
    await expect.poll(fill).not.toBe(light);
    await page.context().close();
  });

  test.each([{ phone: true }, { phone: false }])(
    'a table that has no room is told row by row, and nothing of it is cut off: %o',
    async (how) => {
      const page = await open('/errors/', how);
      const row = page.locator('.stacked tr').filter({ hasText: 'request_time_out_of_range' });
      const cause = row.locator('td[data-column="Cause"]');
      await cause.waitFor();
      const named = "getComputedStyle(document.querySelector('td[data-column=Cause]'), '::before')";
      expect(await page.evaluate<string>(`${named}.content`)).toContain('Cause');
      expect((await cause.boundingBox())?.width).toBeGreaterThan(200);
      const cut =
        '[...document.querySelectorAll("table")].filter((t) => t.scrollWidth > t.clientWidth)';
      expect(await page.evaluate<number>(`${cut}.length`)).toBe(0);
      expect(await page.getByRole('cell', { name: 'too_many_requests' }).count()).toBe(2);
      await page.context().close();
    },
  );

  test('on a phone no name of a column runs into the next line', async () => {
    const page = await open('/guides/force-outcomes/', { phone: true });
    await page.locator('.stacked').first().waitFor();
    const run =
      "[...document.querySelectorAll('.stacked td:not(:first-child)')].filter((td) => " +
      "td.clientHeight < parseFloat(getComputedStyle(td, '::before').height)).length";
    expect(await page.evaluate<number>(run)).toBe(0);
    await page.context().close();
  });

  test('a table that has room stays one, and is one again when it gets room', async () => {
    const page = await open('/api/cimb-payment-validate/', {});
    const stacked = page.locator('table.stacked');
    expect(await stacked.count()).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => stacked.count()).toBeGreaterThan(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    await expect.poll(() => stacked.count()).toBe(0);
    await page.context().close();
  });

  test('a search finds the page of a code', async () => {
    const page = await open('/', {});
    await page.locator('button[data-open-modal]').click();
    await page.locator('#starlight__search input').fill('invalid_otp');
    const hit = page.locator('#starlight__search a[href*="/errors/invalid_otp/"]').first();
    await hit.waitFor();
    await hit.click();
    await page.waitForURL(/\/errors\/invalid_otp\//);
    expect(await page.locator('h1').textContent()).toBe('invalid_otp');
    await page.context().close();
  });

  test('an address that leads nowhere says so, and where to go', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const answer = await page.goto(`${url}/no/such/page/`);
    expect(answer?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe('There is no such page');
    expect(await page.locator('main a[href="/quickstart/"]').count()).toBe(1);
    await context.close();
  });
});
