// People at the Back Office, in Chromium: what each role sees, a second factor from its first day on, sessions that are
// over, and a list of a hundred thousand rows as a file.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sealDetails } from '../src/payments/view.ts';
import {
  addressOf,
  carry,
  judge,
  picture,
  prove,
  shown,
  startOfficeWorld,
  type OfficeWorld,
  type Who,
} from './office-browser.ts';
import { BANK, paymentBody } from './world.ts';

let office: OfficeWorld;

beforeAll(async () => {
  office = await startOfficeWorld();
});

afterEach(async () => {
  await Promise.all(office.browser.contexts().map((context) => context.close()));
  expect(office.noise()).toEqual([]);
});

afterAll(() => office.close());

const button = (on: Pick<Page, 'getByRole'>, name: string) =>
  on.getByRole('button', { name, exact: true });
/** The first of the merchants that somebody works for. */
const home = () => `${office.officeUrl}/backoffice/MCH-*`;
const title = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

const ACTIVITY = 'Home, Payments, Tokens, Refunds, Notifications';
const VIEWING = `${ACTIVITY}, Direct Debit, Settings`;
const WITH_MONEY = `${ACTIVITY}, Balances, Settlement, Reconciliation, Bank accounts, Fees, Direct Debit, Settings`;
const OF_ADMIN = `${WITH_MONEY}, Keys, Signature, API requests, Approvals, Team, Audit`;

/** Who sees which places, one that they do not see, and whether they see people and may give money back. */
const ROLES = [
  ['viewer', VIEWING, 'keys', false, false],
  ['support', `${VIEWING}, API requests, Approvals`, 'audit', false, false],
  [
    'developer',
    `${VIEWING}, Keys, Signature, API requests, Approvals, Team`,
    'audit',
    false,
    false,
  ],
  ['finance', `${WITH_MONEY}, Approvals, Team`, 'requests', true, true],
  ['approver', `${WITH_MONEY}, Approvals, Team, Audit`, 'keys', true, false],
  ['admin', OF_ADMIN, null, true, true],
  ['gateway', `${OF_ADMIN}, Merchants`, null, true, true],
] as const satisfies readonly (readonly [Who, string, string | null, boolean, boolean])[];

describe('by their role', () => {
  let paymentId: string;

  beforeAll(async () => {
    const bound = await office.token(office.one, '800000000003', 'C-roles');
    await office.one.post(`${BANK}/payment`, paymentBody(bound));
    await office.settle();
    const [row] = await office.db.rows<{ payment_id: string }>({
      name: 'test-a-payment',
      text: 'select payment_id from payments',
      values: [],
    });
    paymentId = row!.payment_id;
  });

  test.each(ROLES)('%s sees %s', async (who, places, closed, people, refunds) => {
    const page = await office.visit(who, office.one, `payments/${paymentId}`);
    const links = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link');
    expect((await links.allInnerTexts()).join(', ')).toBe(places);
    await page.getByText('The bank took the money', { exact: true }).first().waitFor();
    expect((await page.getByText('Robby', { exact: true }).count()) > 0).toBe(people);
    expect(await button(page, 'Refund').count()).toBe(refunds ? 1 : 0);
    if (closed === null) return;
    const there = await page.evaluate<number>(
      `fetch('/backoffice/api/${office.one.clientId}/${closed}').then((answer) => answer.status)`,
    );
    expect(there).toBe(403);
    await page.goto(addressOf(office.officeUrl, office.one, closed));
    await shown(page);
    expect(await title(page)).toBe('Your role does not include this page');
  });

  test('nobody sees a merchant of others, nor learns that there is one', async () => {
    await office.db.rows({
      name: 'test-leave',
      text: `delete from operator_memberships where operator_id = (select operator_id from operators where email = 'viewer@tarik.test')
               and merchant_id = (select merchant_id from merchants where client_id = $1)`,
      values: [office.two.clientId],
    });
    const page = await office.visit('viewer', office.two, 'payments');
    expect(await title(page)).toBe('This page does not exist');
    const answers = await page.evaluate<[number, string][]>(
      `Promise.all(['${office.two.clientId}/payments', 'MCH-9/payments', '${office.three.clientId}/payments/${paymentId}'].map(
        (where) => fetch('/backoffice/api/' + where).then(async (answer) => [answer.status, (await answer.json()).error.code])))`,
    );
    expect(answers).toEqual(Array.from({ length: 3 }, () => [404, 'not_found']));
    await page.goto(addressOf(office.officeUrl, office.three, `payments/${paymentId}`));
    await page.getByText('There is no such thing, or it is not yours to see.').waitFor();
  });
});

describe('a session', () => {
  test('that was ended is worth nothing, however its cookie was kept', async () => {
    const cookie = await office.cookieOf('viewer');
    const context = await office.browser.newContext({ locale: 'en-US' });
    await carry(context, office.officeUrl, cookie);
    const page = await context.newPage();
    await page.goto(addressOf(office.officeUrl, office.one, 'payments'));
    await page.getByRole('button', { name: 'Vina Viewer' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/sign-in/);
    const answer = await fetch(
      `${office.officeUrl}/backoffice/api/${office.one.clientId}/payments`,
      {
        headers: { cookie },
      },
    );
    expect(answer.status).toBe(401);
    // Somebody puts the kept cookie back into a browser.
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await carry(context, office.officeUrl, cookie);
    await page.goto(addressOf(office.officeUrl, office.one, 'payments'));
    await page.waitForURL(/sign-in/);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'begins at home and not at %s',
    async (to) => {
      const page = await office.stranger(`/sign-in?to=${encodeURIComponent(to)}`);
      await page.getByRole('button', { name: 'viewer@tarik.test' }).click();
      await page.waitForURL(home());
    },
  );
});

test('a say in approvals is given by two: the link is in one hand, the code in the other, and both open it', async () => {
  const shop = office.one;
  const admin = await office.visit('admin', shop, 'team');
  await button(admin, 'Invite').click();
  const form = admin.getByRole('dialog', { name: 'Invite somebody' });
  await form.getByRole('textbox', { name: 'E-mail address' }).fill('budi@shop.example');
  expect(await button(form, 'Ask for approval').count()).toBe(0);
  await form.getByRole('radio', { name: 'Approver' }).check();
  await form.getByRole('textbox', { name: 'Reason' }).fill('Our new head of finance');
  await button(form, 'Ask for approval').click();
  await prove(admin);
  await form.getByRole('link', { name: 'Open the request' }).click();
  await admin.getByText('You asked for this yourself').waitFor();

  const approver = await office.visit('approver', shop, 'approvals');
  await office.forgetProofs();
  await approver
    .getByRole('link', { name: /budi@shop\.example/ })
    .first()
    .click();
  await button(approver, 'Approve').click();
  const decision = approver.getByRole('dialog', { name: 'Approve this?' });
  await decision.getByRole('textbox', { name: 'Reason' }).fill('Met him this morning');
  await button(decision, 'Approve').click();
  await prove(approver);
  const half = approver.getByRole('status', { name: 'Code for the invited person' });
  const code = (await half.innerText()).trim();
  await judge(approver, 'invitation-approved');
  await picture(approver, 'invitation-approved');

  await button(admin, 'Make the link and show it').click();
  await prove(admin);
  const once = admin.getByRole('dialog', { name: 'Invitation link' });
  const link = (await once.getByRole('status', { name: 'Invitation link' }).innerText()).trim();
  await judge(admin, 'invitation-link');
  await button(once, 'Done').click();
  await admin.getByText('It was made and collected.').waitFor();
  expect(await admin.getByText(code).count()).toBe(0);

  const budi = await office.stranger(`/invitation${new URL(link).hash}`);
  await budi.getByLabel('Your name').fill('Budi');
  await budi.getByLabel('Choose a password').fill('a password of my own');
  await budi.getByLabel('Code of whoever approved it').fill('00000-00000');
  await button(budi, 'Accept the invitation').click();
  await budi.getByRole('alert').waitFor();
  await judge(budi, 'invitation-code');
  await budi.getByLabel('Code of whoever approved it').fill(code);
  await button(budi, 'Accept the invitation').click();
  await budi.waitForURL(home());
  await budi.getByRole('link', { name: 'Approvals' }).waitFor();
});

test('a second factor: set up, asked for, never taken twice, and replaced once by a recovery code', async () => {
  const { one } = office;
  const page = await office.stranger(`/${one.clientId}/profile`);
  const enter = () => page.getByRole('button', { name: 'support@tarik.test' }).click();
  await enter();
  const begin = () => {
    const begun = page.waitForResponse(
      (answer) => answer.url().endsWith('/profile/totp/begin') && answer.ok(),
    );
    return button(page, 'Set up')
      .click()
      .then(() => begun);
  };
  // A proof of long ago is none: who comes upon an open session must not make themselves a factor.
  const dialog = page.getByRole('dialog', { name: 'Set up your second factor' });
  await Promise.all([begin(), prove(page)]);
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await office.forgetProofs();
  const [begun] = await Promise.all([begin(), prove(page)]);
  const { secret } = (await begun.json()) as { secret: string };
  await dialog.getByText(secret.replace(/(.{4})(?=.)/g, '$1 ')).waitFor();
  await picture(page, 'second-factor');
  const epoch = Math.floor(Date.now() / 1000);
  const code = (steps: number) => generateSync({ secret, epoch: epoch + 30 * steps });
  await dialog.getByRole('textbox').fill(code(0));
  const codes = page.getByRole('dialog', { name: 'Your recovery codes' });
  const recovery = (await codes.getByRole('listitem').first().textContent())!.trim();
  await codes.getByRole('checkbox').check();
  await button(codes, 'Continue').click();
  await page.getByText('On', { exact: true }).waitFor();

  const signOut = async () => {
    await page.getByRole('button', { name: 'Surya Support' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/sign-in$/);
    await enter();
    await page.waitForURL(/sign-in\/code/);
  };
  const refused = () => page.getByText('That is not right.').waitFor();
  await signOut();
  await page.getByLabel('Six-digit code').fill(code(0));
  await refused();
  await page.getByLabel('Six-digit code').fill(code(1));
  await page.waitForURL(home());
  await signOut();
  await page.getByLabel('Six-digit code').fill(code(1));
  await refused();
  const recover = async () => {
    await button(page, 'Use a recovery code instead').click();
    await page.getByLabel('Recovery code').fill(recovery);
    await button(page, 'Continue').click();
  };
  await recover();
  await page.waitForURL(home());
  await signOut();
  await recover();
  await refused();
});

test('a hundred thousand payments are one file, its times in a zone that the head names', async () => {
  const count = 100_000;
  await office.token(office.two, '800000000003', 'C-many');
  await fill(count);
  const page = await office.visit('finance', office.two, 'payments');
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 100_000 }),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^payments-.*\.csv$/);
  const lines = createInterface({ input: createReadStream(await file.path()) });
  let rows = -1;
  const invoices = new Set<string>();
  for await (const line of lines) {
    if (rows === -1) expect(line).toContain('created_at (Asia/Jakarta, UTC+7)');
    else invoices.add(/INV-MANY-\d+/.exec(line)?.[0] ?? line);
    rows += 1;
  }
  expect([rows, invoices.size]).toEqual([count, count]);
});

test('a list of so many is read by keyboard beyond its end, and says how far back it has searched', async () => {
  const page = await office.visit('finance', office.two, 'payments');
  const rows = page.locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(50);
  await page.getByRole('link', { name: 'INV-MANY-50', exact: true }).focus();
  await page.keyboard.press('j');
  await expect.poll(() => rows.count()).toBe(100);
  await page.keyboard.press('j');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('INV-MANY-51');

  await page.goto(addressOf(office.officeUrl, office.two, 'payments?state=succeeded'));
  await page.getByText('Nothing found so far').waitFor();
  const back = page.getByText('Searched back to');
  const first = await back.textContent();
  await button(page, 'Search further back').click();
  await expect.poll(() => back.textContent()).not.toBe(first);
});

/** So many failed payments of the second merchant, spread over a day, in a few statements. */
async function fill(count: number): Promise<void> {
  const [token] = await office.db.rows<Record<string, string>>({
    name: 'test-token-of-many',
    text: `select t.merchant_id, t.token_id from tokens t join merchants m using (merchant_id) where m.client_id = $1`,
    values: [office.two.clientId],
  });
  const { merchant_id: merchantId = '', token_id: tokenId = '' } = token!;
  const details = { customer: { id: 'C-many', name: 'Siti' }, otpLifeMs: 600_000 };
  for (let from = 0; from < count; from += 10_000) {
    const ids = Array.from({ length: 10_000 }, () => office.ctx.random.id());
    await office.db.rows({
      name: 'test-fill',
      text: `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number,
                    request_id, customer_key, sealed_details, reason, asked_at, created_at, finished_at)
             select $1, n.id, 'cimb', $2, 'failed', 1, n.id, 50000, 'INV-MANY-' || ($5 + n.row), 'R-' || ($5 + n.row), '\\x00', n.details,
                    'insufficient_funds', n.at, n.at, n.at
               from (select id, details, row, now() - interval '1 hour' - ($5 + row) * interval '800 milliseconds' as at
                       from unnest($3::uuid[], $4::bytea[]) with ordinality as u (id, details, row)) n`,
      values: [
        merchantId,
        tokenId,
        ids,
        ids.map((id) => sealDetails(office.ctx, merchantId, id, details)),
        from,
      ],
    });
  }
}
