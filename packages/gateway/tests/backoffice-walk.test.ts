// A merchant's first day at the Back Office, in Chromium: the bank activated by the guide's steps, a payment that appears
// while somebody looks, money given back by two people, a notification sent again, and a key changed under traffic.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  picture,
  prove,
  settled,
  startOfficeWorld,
  type Look,
  type OfficeWorld,
  type Who,
} from './office-browser.ts';
import { merchantClient } from './merchant-client.ts';
import { quiet } from './quiet.ts';
import { BANK, booksOf, paymentBody } from './world.ts';

let office: OfficeWorld;

beforeAll(async () => {
  office = await startOfficeWorld();
});

afterEach(async () => {
  await Promise.all(office.browser.contexts().map((context) => context.close()));
  expect(office.noise()).toEqual([]);
  expect(await booksOf(office)).toEqual({ findings: [], differences: [] });
});

afterAll(() => office.close());

const button = (on: Pick<Page, 'getByRole'>, name: string) =>
  on.getByRole('button', { name, exact: true });

test('a bank is activated by the steps of the guide: wrong values change nothing, right ones pay', async () => {
  const shop = office.three;
  const { key, secret } = office.partners[2]!;
  const page = await office.visit('developer', shop);
  await page.getByRole('link', { name: 'Direct Debit' }).click();
  await page.getByRole('link', { name: /CIMB/ }).first().click();
  await picture(page, 'activate-before');
  await button(page, 'Activate').click();
  await page.getByRole('textbox', { name: 'Key' }).fill(key);
  await page.getByRole('textbox', { name: 'Secret' }).fill('not-the-secret');
  await button(page, 'Activate').click();
  await prove(page);
  await page.getByText('does not take this Key and Secret. Nothing was changed.').waitFor();
  await picture(page, 'activate-wrong');
  expect(await banksOf(shop.clientId)).toEqual([]);

  await page.getByRole('textbox', { name: 'Secret' }).fill(secret);
  await button(page, 'Test connection').click();
  await page.getByText('takes this Key and Secret.').waitFor();
  await button(page, 'Activate').click();
  await page.getByText('You can take payments now.').waitFor();
  await page.getByText('Active', { exact: true }).first().waitFor();

  await button(page, 'Test connection').click();
  await page.getByText('takes the Key and Secret that are kept.').waitFor();
  await page.getByRole('textbox', { name: 'Notification URL' }).fill(office.receiver.url);
  await button(page, 'Set the URL').click();
  await button(page.getByRole('dialog'), 'Set the URL').click();
  await page.getByText('Notifications go to the new URL now.').waitFor();
  await button(page, 'Send').click();
  await page.getByText('Your server took it: 200').waitFor();
  await picture(page, 'bank-active');
  expect(await page.content()).not.toContain(secret);

  const bound = await office.token(shop, '800000000003');
  const paid = await shop.post(`${BANK}/payment`, paymentBody(bound));
  expect(paid.json.payment.status).toBe('SUCCESS');
  await office.settle();
});

async function banksOf(clientId: string): Promise<unknown[]> {
  return await office.db.rows({
    name: 'test-banks',
    text: 'select b.* from bank_connections b join merchants m using (merchant_id) where m.client_id = $1',
    values: [clientId],
  });
}

test('a payment appears in an open list, and its story is followed to success in place', async () => {
  const shop = office.one;
  const bound = await office.token(shop, '800000000001', 'C-live');
  const page = await office.visit('support', shop, 'payments');
  await page.getByText('Live', { exact: true }).waitFor();
  await page.evaluate('window.neverReloaded = true');
  const body = paymentBody(bound, { invoice_number: 'INV-LIVE-1' });
  const created = await shop.post(`${BANK}/payment`, body);
  await page.getByRole('link', { name: 'INV-LIVE-1' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect.poll(() => heading.textContent()).toContain('Awaiting OTP');
  await page.getByText('The customer has until').waitFor();
  await picture(page, 'payment-otp');
  const validated = await shop.post(`${BANK}/payment/validate`, {
    payment: { token: created.json.payment.token, otp: await office.otp(bound.phone) },
  });
  expect([validated.status, validated.text]).toEqual([200, expect.any(String)]);
  await expect.poll(() => heading.textContent()).toContain('Succeeded');
  await page.getByText('The bank took the money', { exact: true }).first().waitFor();
  await office.settle();
  await page.getByText('taken', { exact: false }).first().waitFor();
  await picture(page, 'payment-succeeded');
  expect(await page.evaluate('window.neverReloaded')).toBe(true);
});

test('money goes back by two people: one asks and cannot approve, the other proves who they are', async () => {
  const shop = office.one;
  const bound = await office.token(shop, '800000000003', 'C-refund');
  const body = paymentBody(bound, { invoice_number: 'INV-REFUND-1', amount: 7_500_000 });
  const paid = await shop.post(`${BANK}/payment`, body);
  expect(paid.json.payment.status).toBe('SUCCESS');
  await office.settle();
  const finance = await office.visit('finance', shop, 'payments');
  await finance.getByRole('link', { name: 'INV-REFUND-1' }).click();
  await button(finance, 'Refund').click();
  const form = finance.getByRole('dialog', { name: 'Give money back' });
  await form.getByRole('textbox', { name: 'Reason' }).fill('The goods came back');
  await form.getByText('needs a second pair of eyes').waitFor();
  await picture(finance, 'refund-asked');
  await button(form, 'Ask for approval').click();
  await prove(finance);
  await form.getByRole('link', { name: 'Open the request' }).click();
  await finance.getByText('You asked for this yourself').waitFor();
  expect(await button(finance, 'Approve').count()).toBe(0);
  const where = finance.url().split(`${shop.clientId}/`)[1]!;
  const refused = await finance.evaluate<number>(
    `fetch('/backoffice/api/${shop.clientId}/${where}/decision', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"approve":true,"reason":"me"}',
    }).then((answer) => answer.status)`,
  );
  expect(refused).toBe(403);

  const approver = await office.visit('approver', shop, 'approvals');
  await office.forgetProofs();
  await approver
    .getByRole('link', { name: /7\.500\.000/ })
    .first()
    .click();
  await button(approver, 'Approve').click();
  const decision = approver.getByRole('dialog', { name: 'Approve this?' });
  await decision.getByRole('textbox', { name: 'Reason' }).fill('Seen with the warehouse');
  await button(decision, 'Approve').click();
  await prove(approver);
  await approver.getByText('The refund was made.').waitFor();
  await picture(approver, 'approved');
  // Finance sees it without doing anything.
  await finance.getByText('The refund was made.').waitFor();
  await finance.getByRole('link', { name: 'Open the payment' }).click();
  await expect
    .poll(() => finance.getByRole('heading', { level: 1 }).textContent())
    .toContain('Refunded');
  for (const told of [
    'Asked for a refund',
    'Approved the request',
    'Refund of Rp7.500.000: refunded',
  ]) {
    await finance.getByText(told).first().waitFor();
  }
  await picture(finance, 'refunded');
  const audit = approver;
  await audit.getByRole('link', { name: 'Audit' }).click();
  await audit.getByText('Seen with the warehouse').first().waitFor();
  await audit.getByText('The goods came back').first().waitFor();
  await picture(audit, 'audit');
  await office.settle();
});

test('a key is changed while calls go on: none is refused, and the new one is shown once', async () => {
  const shop = office.three;
  await office.db.rows({
    name: 'test-two-eyes',
    text: `update merchants set settings = settings || '{"fourEyes":{"keys":false}}' where client_id = $1`,
    values: [shop.clientId],
  });
  office.ctx.merchants.forget(shop.clientId);
  let signer = shop;
  const statuses: number[] = [];
  const over = new AbortController();
  const ask = () => signer.post(`${BANK}/tokens`, { customer: { id: 'C' } });
  const traffic = (async () => {
    while (!over.signal.aborted) statuses.push((await ask()).status);
  })().catch((error: unknown) => error);
  const page = await office.visit('admin', shop, 'keys');
  await button(page, 'New key').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('A yearly change');
  await button(dialog, 'Make the key').click();
  await prove(page);
  const secret = (await dialog.getByRole('status', { name: 'Secret Key' }).textContent())!.trim();
  const some = statuses.length;
  signer = merchantClient(() => office.ctx.publicUrl, { clientId: shop.clientId, secret });
  await expect.poll(() => statuses.length).toBeGreaterThan(some + 10);
  signer = shop;
  await expect.poll(() => statuses.length).toBeGreaterThan(some + 20);
  over.abort();
  expect(await traffic).toBeUndefined();
  expect(new Set(statuses)).toEqual(new Set([200]));
  await dialog.getByRole('checkbox').check();
  await button(dialog, 'Done').click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Ending').waitFor();
  expect(await page.content()).not.toContain(secret);
  await office.recordCalls();
  await page.reload();
  await page.getByText('Ending').waitFor();
  await picture(page, 'keys');
  expect(await page.content()).not.toContain(secret);
  expect(office.logged()).not.toContain(secret);
});

/** What the guide shows beside the walks: a day's payments, in both languages, on a phone and in the dark. */
test.runIf(process.env['TARIK_DOCS_PICTURES'] === 'on')('pictures for the guide', async () => {
  const shop = office.one;
  const accounts = ['800000000003', '800000000003', '800000000002', '800000000003', '800000000004'];
  for (const [n, account] of [...accounts, ...accounts].entries()) {
    const bound = await office.token(shop, account, `C-day-${n}`);
    const name = CUSTOMERS[n % CUSTOMERS.length];
    const order = { invoice_number: `INV-2026-${1041 + n}`, amount: 85_000 * (n + 1) + 500 };
    const body = paymentBody(bound, order);
    await shop.post(`${BANK}/payment`, { ...body, customer: { ...body['customer'], name } });
  }
  await office.settle();
  await days(shop.clientId, 13);
  await office.recordCalls();
  const shoot = async (name: string, ...[who, where, look]: [Who, string, Look?]) => {
    const page = await office.visit(who, shop, where, look);
    await settled(page);
    await page
      .getByText(/^(Live|Langsung)$/)
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
    await picture(page, name);
    await page.context().close();
  };
  await shoot('home', 'admin', '');
  await shoot('payments', 'finance', 'payments');
  await shoot('payments-id', 'finance', 'payments', { english: false });
  await shoot('payments-dark', 'finance', 'payments', { dark: true });
  await shoot('payments-phone', 'finance', 'payments', { phone: true, english: false });
  await shoot('requests', 'developer', 'requests');
  await shoot('merchants', 'gateway', 'merchants');
  await days(shop.clientId, 0);
  await quiet(office);
});

const CUSTOMERS = ['Siti Rahma', 'Budi Santoso', 'Dewi Lestari', 'Agus Wijaya', 'Rina Hartati'];

/** So many days before today with figures of their own; none takes them away again. */
async function days(clientId: string, count: number): Promise<void> {
  const of = '(select merchant_id from merchants where client_id = $1)';
  const values = [clientId];
  await office.db.rows({
    name: 'test-no-days',
    text: `delete from payment_figures where merchant_id = ${of}`,
    values,
  });
  if (count === 0) return;
  await office.db.rows({
    name: 'test-days',
    text: `insert into payment_figures (merchant_id, span, at, bank, state, reason, payments, amount, refunds, refunded)
           select ${of}, 'day', date_trunc('day', now(), 'Asia/Jakarta') - d * interval '1 day', 'cimb', s.state, s.reason,
                  n, n * 187500, case when s.state = 'succeeded' then 1 else 0 end, case when s.state = 'succeeded' then 95000 else 0 end
             from generate_series(1, $2::int) d,
                  (values ('succeeded', '', 70), ('failed', 'insufficient_funds', 6), ('failed', 'bank_refused', 2), ('expired', '', 3)) s (state, reason, usual),
                  lateral (select s.usual + (d * 37) % (1 + s.usual / 3) as n) m`,
    values: [clientId, count],
  });
}

test('a notification whose receiver failed is sent again, and taken', async () => {
  const shop = office.one;
  const bound = await office.token(shop, '800000000003', 'C-resend');
  const { answers, received } = office.receiver;
  answers.push(...Array.from({ length: 100 }, () => 500));
  const before = received.length;
  await shop.post(`${BANK}/payment`, paymentBody(bound, { invoice_number: 'INV-RESEND-1' }));
  await quiet(office);
  const tries = received.length - before;
  expect(tries).toBeGreaterThan(3);
  answers.length = 0;
  const page = await office.visit('developer', shop, 'notifications');
  await page.locator('tbody tr').filter({ hasText: 'Given up' }).getByRole('link').first().click();
  await page.getByText('is not tried again by itself').waitFor();
  await picture(page, 'notification-failed');
  await button(page, 'Send again').click();
  await button(page.getByRole('dialog'), 'Send again').click();
  await page.getByText('It is on its way.').waitFor();
  await office.settle();
  await expect
    .poll(() => page.getByRole('heading', { level: 1 }).textContent())
    .toContain('Delivered');
  const [first, last] = [received[before], received.at(-1)];
  expect(received.length).toBe(before + tries + 1);
  expect([last?.verified, last?.body]).toEqual([true, first?.body]);
});
