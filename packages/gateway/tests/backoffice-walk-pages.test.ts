// Every page of the Back Office in Chromium: with all that a stranger can write into a merchant's fields, and with nothing;
// in the light and in the dark; nothing of it runs, breaks the page, or is at fault by axe.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addressOf,
  go,
  judge,
  prove,
  settled,
  startOfficeWorld,
  type OfficeWorld,
} from './office-browser.ts';
import { BANK } from './world.ts';

let office: OfficeWorld;
let hostile: Server;

/** Runs in a page that takes it for markup; the console and the policy would say so. */
const MARK = `"><img src=x onerror="console.error('ran')"><svg onload=alert(1)>`;
const BOTH = `${MARK}\u0645\u0631\u062D\u0628\u0627=HYPERLINK("x")${'W'.repeat(80)}`;
/** The same in the letters that the API allows a name. */
const SHORT = `"><img src=x onerror=console.error(1)>${'W'.repeat(30)}`;
/** The API takes no bidirectional controls, a bank or a receiver may send them. */
const TURNED = `\u202E${BOTH}`;

beforeAll(async () => {
  office = await startOfficeWorld();
  hostile = createServer((request, response) => {
    request.resume();
    response
      .writeHead(500, { 'content-type': 'text/html' })
      .end(`<script>alert(1)</script>${BOTH}`);
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  await write();
});

afterAll(async () => {
  await office.close();
  await new Promise((resolve) => hostile.close(resolve));
});

/** Hostile words wherever a merchant, a customer, a bank or a colleague can leave some. */
async function write(): Promise<void> {
  const { one, db } = office;
  const { port } = hostile.address() as AddressInfo;
  const run = (text: string, values: unknown[] = []) =>
    db.rows({ name: `test-${text.slice(0, 50)}`, text, values });
  const bound = await office.token(one, '800000000003', 'C-hostile');
  await run(`update bank_connections set notification_url = $1`, [
    `http://127.0.0.1:${port}/${'w'.repeat(150)}`,
  ]);
  for (const [n, invoice_number] of [`INV-${'W'.repeat(60)}`, 'INV-2', 'INV-3'].entries()) {
    const answer = await one.post(`${BANK}/payment`, {
      customer: { id: bound.customerId, name: SHORT, email: 'a@example.com' },
      order: {
        invoice_number,
        amount: 999_999_999 - n,
        line_items: [{ name: SHORT, price: 999_999_999 - n, quantity: 1 }],
      },
      payment: { token_id: bound.tokenId },
      additional_info: { note: BOTH },
    });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  }
  await office.settle();
  await run('update merchants set name = $1 where client_id = $2', [
    BOTH.slice(0, 100),
    one.clientId,
  ]);
  await run(
    `update payment_events set evidence = coalesce(evidence, '{}') || jsonb_build_object('message', $1::text)`,
    [TURNED],
  );
  await run(`update notification_attempts set answer = $1`, [TURNED]);
  await run(
    `insert into saved_views select operator_id, gen_random_uuid(), 'payments', $1, 'state=failed', now() from operators`,
    [BOTH.slice(0, 60)],
  );
  await run(
    `update operators set name = $1 where email in ('finance@tarik.test', 'developer@tarik.test')`,
    [BOTH.slice(0, 80)],
  );
  office.ctx.merchants.forget(one.clientId);
  await office.recordCalls();
}

const PLACES = [
  '',
  'payments',
  'tokens',
  'refunds',
  'notifications',
  'balances',
  'balances/merchant_payable',
  'settlement/terms',
  'banks',
  'banks/cimb',
  'settings',
  'keys',
  'signature',
  'requests',
  'approvals',
  'team',
  'audit',
  'merchants',
  'profile',
  'search?q=INV-2',
];

/** In the light by every rule, in the dark by what the dark changes. */
async function judgeBoth(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await judge(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await judge(page, `${name} in the dark`, ['color-contrast']);
}

/** Gives some money back, or asks for it, with a reason of one's own. */
async function refund(page: Page, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Give money back' });
  await form.getByRole('textbox', { name: 'Amount in rupiah' }).fill(amount);
  await form.getByRole('textbox', { name: 'Reason' }).fill(BOTH);
  await form.getByRole('button', { name: /^(Refund|Ask for)/ }).click();
}

/** The page of each thing that there is one of. */
async function details(): Promise<string[]> {
  const rows = await office.db.rows<{ where: string }>({
    name: 'test-details',
    text: `(select 'payments/' || payment_id as where from payments where refunded > 0)
           union all (select 'payments/' || payment_id from payments where length(invoice_number) > 20)
           union all (select 'refunds/' || refund_id from refunds limit 1)
           union all (select 'tokens/' || token_id from tokens limit 1)
           union all (select 'notifications/' || notification_id from notifications limit 1)
           union all (select 'requests/' || call_id from api_calls order by at desc limit 1)
           union all (select 'approvals/' || approval_id from approvals limit 1)
           union all (select 'balances/journals/' || journal_no from ledger_journals limit 1)`,
    values: [],
  });
  return rows.map(({ where }) => where);
}

test('whatever strangers write is text on every page, and every page is without fault', async () => {
  const { one, officeUrl } = office;
  const page = await office.visit('gateway', one, 'payments');
  await page.getByRole('link', { name: 'INV-2' }).click();
  await refund(page, '1000');
  await prove(page);
  await page.getByText('Rp1.000 was given back.').waitFor();
  await page.getByRole('link', { name: 'Payments', exact: true }).first().click();
  await page.getByRole('link', { name: /^INV-W/ }).click();
  await refund(page, '900000000');
  await page.getByRole('link', { name: 'Open the request' }).first().waitFor();
  await office.settle();
  const all = [...PLACES, ...(await details())];
  expect(all.length).toBe(PLACES.length + 8);
  await office.db.rows({
    name: 'test-auto',
    text: "update operators set theme = 'auto'",
    values: [],
  });
  await page.goto(addressOf(officeUrl, one, ''));
  const faults: unknown[] = [];
  const titles = new Set<string | null>();
  for (const where of all) {
    await go(page, addressOf(officeUrl, one, where));
    titles.add(await page.getByRole('heading', { level: 1 }).first().textContent());
    await judgeBoth(page, where).catch((error: unknown) => faults.push(error));
    faults.push(...office.noise().map((noise) => ({ where, noise })));
    expect(await page.locator('img[src="x"], svg[onload]').count()).toBe(0);
  }
  await go(page, addressOf(officeUrl, 'all', 'payments'));
  await judgeBoth(page, 'all');
  expect(faults).toEqual([]);
  expect(titles.size).toBeGreaterThan(20);
});

test('on a phone no page is wider than it', async () => {
  const { one, officeUrl } = office;
  const page = await office.visit('gateway', one, '', { phone: true });
  const wide: unknown[] = [];
  for (const where of [...PLACES, ...(await details())]) {
    await go(page, addressOf(officeUrl, one, where));
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    if (overflow > 0) wide.push({ where, overflow });
  }
  expect({ wide, noise: office.noise() }).toEqual({ wide: [], noise: [] });
});

test('with nothing in it every page is without fault too', async () => {
  const { three, officeUrl } = office;
  const page = await office.visit('admin', three);
  await office.db.rows({
    name: 'test-auto',
    text: "update operators set theme = 'auto'",
    values: [],
  });
  await page.reload();
  await settled(page);
  const faults: unknown[] = [];
  for (const where of PLACES.filter((one) => one !== 'merchants')) {
    await go(page, addressOf(officeUrl, three, where));
    await judgeBoth(page, `empty ${where}`).catch((error: unknown) => faults.push(error));
  }
  expect({ faults, noise: office.noise() }).toEqual({ faults: [], noise: [] });
});
