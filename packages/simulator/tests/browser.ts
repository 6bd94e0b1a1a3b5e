// A real browser for tests of pages: Chromium, without a window, and axe to judge what it shows.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
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
    env: { ...process.env, ...libraries(process.env['TMPDIR']) },
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Chromium needs libraries that a slim system lacks; the package brings them. */
function libraries(folder: string): Record<string, string> {
  if (existsSync('/usr/lib/x86_64-linux-gnu/libnss3.so')) return {};
  const unpacked = join(folder, 'libraries');
  if (!existsSync(unpacked)) {
    mkdirSync(unpacked);
    const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    const packed = [dirname(main), join(dirname(main), '..'), join(dirname(main), '../..')]
      .map((up) => join(up, 'bin/al2023.tar.br'))
      .find((file) => existsSync(file));
    if (packed === undefined) throw new Error('the packaged Chromium brings no libraries');
    execFileSync('tar', ['-x', '-C', unpacked], {
      input: brotliDecompressSync(readFileSync(packed)),
    });
  }
  return { LD_LIBRARY_PATH: join(unpacked, 'lib') };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What of a page is judged; all of it by every rule where nothing is said. */
export interface Judged {
  rules?: string[] | undefined;
  /** A selector of what is left out. */
  except?: string;
}

/** What axe finds wrong with a page by WCAG 2.2 AA and its best practices, or by some rules, in one line each. */
export async function faultsOf(page: Page, { rules, except }: Judged = {}): Promise<string[]> {
  // A page keeps it until it is loaded anew.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(`${AXE};0`);
  // Colours on their way from one to another are seen by nobody for long enough.
  await page.evaluate(
    `Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)).then(() => 0)`,
  );
  const context = { exclude: except === undefined ? [] : [[except]] };
  const options = {
    // Of what is right nobody asks where it stands, and finding that out takes most of the time.
    resultTypes: ['violations'],
    ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }),
  };
  const asked = [context, options].map((one) => JSON.stringify(one)).join();
  return await page.evaluate<string[]>(
    `axe.run(${asked}).then(({ violations }) =>
       violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
}
