// A real browser for tests of pages: Chromium, without a window, and axe to judge what it shows.
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

/** Starts Chromium: the one of `TARIK_CHROMIUM`, else the packaged one. */
export async function startBrowser(): Promise<Browser> {
  // The packaged binary unpacks itself here, for one user alone: another user needs another folder.
  process.env['TMPDIR'] = join(tmpdir(), `tarik-chromium-${userInfo().username}`);
  mkdirSync(process.env['TMPDIR'], { recursive: true });
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: process.env['TARIK_CHROMIUM'] ?? (await packaged.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** What axe finds wrong with a page by WCAG 2.2 AA and its best practices, in one line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
