// What people change at the Back Office, in Chromium: settings, a bank's credentials, a merchant's standing; and what they
// are told when their server answers 410, when money comes late, when they try too often, and when the clock was moved.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectionOf } from '../src/merchants/connection.ts';
import { openAccess } from '../src/tokens/access.ts';
import { addressOf, go, prove, startOfficeWorld, type OfficeWorld } from './office-browser.ts';
import { pass, quiet } from './quiet.ts';
import { BANK, booksOf, paymentBody } from './world.ts';

let office: OfficeWorld;

beforeAll(async () => {
  office = await startOfficeWorld({ callbacks: 'always' });
});

afterEach(async () => {
  await Promise.all(office.browser.contexts().map((context) => context.close()));
  expect(office.noise()).toEqual([]);
  expect(await booksOf(office)).toEqual({ findings: [], differences: [] });
});

afterAll(() => office.close());

const button = (on: Pick<Page, 'getByRole'>, name: string) =>
  on.getByRole('button', { name, exact: true });

async function pay(account: string, invoice_number: string) {
  const bound = await office.token(office.one, account);
  return await office.one.post(`${BANK}/payment`, paymentBody(bound, { invoice_number }));
}

describe('settings', () => {
  test('that cannot be saved say why; what is saved is reviewed; what weakens four eyes waits', async () => {
    const page = await office.visit('admin', office.one, 'settings');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate(`
      window.heard = [];
      new MutationObserver(() => heard.push(document.querySelector('.tk-live').textContent))
        .observe(document.querySelector('.tk-live'), { childList: true, characterData: true, subtree: true });`);
    const hosts = page.getByRole('textbox', { name: 'Other hosts' });
    await hosts.fill('https://shop.example/notifications');
    await page.getByText('is no host. Write it as shop.example').waitFor();
    expect(await button(page, 'Review and save').isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Refunds above' }).fill('a lot');
    await button(page, 'Discard').click();
    expect(await hosts.inputValue()).toBe('');
    expect(await button(page, 'Discard').count()).toBe(0);

    await page.getByRole('radio', { name: 'As a text' }).check();
    await page.getByRole('switch', { name: 'New keys' }).click();
    await button(page, 'Review and save').click();
    const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
    await dialog.getByText('Weaker four eyes and other hosts wait').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The two of us sit together');
    await button(dialog, 'Save').click();
    const again = page.waitForRequest((request) => request.url().endsWith('/live'));
    await prove(page);
    await page.getByText('Everything else is saved.').waitFor();
    const request = page.getByRole('link', { name: 'Open the request' });
    await expect.poll(async () => (await request.boundingBox())?.y ?? -1).toBeGreaterThan(0);
    expect(await page.getByRole('radio', { name: 'As a text' }).isChecked()).toBe(true);
    expect(await page.getByRole('switch', { name: 'New keys' }).isChecked()).toBe(true);
    // Who proves themselves gets another cookie, and the stream is opened anew with it: nobody need be told.
    await office.db.rows({
      name: 'test-no-former-cookie',
      text: 'update operator_sessions set former_until = seen_at where former_until is not null',
      values: [],
    });
    await (await again).response();
    expect(await page.evaluate('heard')).toEqual([]);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  test('"ago" is counted by the gateway’s clock, wherever it was moved', async () => {
    const page = await office.visit('admin', office.one, 'approvals');
    const asked = page.getByText('The two of us sit together').first();
    await expect.poll(() => asked.textContent()).toMatch(/(second|minute)s? ago|now/);
    office.advance(3 * 3600);
    await go(page, addressOf(office.officeUrl, office.one, 'approvals?range=today'));
    await expect.poll(() => asked.textContent()).toContain('3 hours ago');
  });
});

test('others of a bank’s credentials wait for a second person; it is deactivated, and activated again', async () => {
  const { two } = office;
  const [, own, others] = office.partners;
  const page = await office.visit('admin', two, 'banks/cimb');
  const fill = async (title: RegExp, key: string, secret: string) => {
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.getByRole('textbox', { name: 'Key', exact: true }).fill(key);
    await dialog.getByRole('textbox', { name: 'Secret' }).fill(secret);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The agreement is a new one');
    return dialog;
  };
  await button(page, 'Replace').click();
  let dialog = await fill(/^Replace/, others!.key, 'not-the-secret');
  await button(dialog, 'Try and replace').click();
  await prove(page);
  await dialog.getByText('does not take this Key and Secret. Nothing was changed.').waitFor();
  await fill(/^Replace/, others!.key, others!.secret);
  await button(dialog, 'Try and replace').click();
  await dialog.getByText('will be used once somebody else approves them').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await button(page, 'Deactivate').click();
  const deactivate = page.getByRole('dialog', { name: /^Deactivate/ });
  await deactivate.getByRole('textbox', { name: 'Reason' }).fill('The agreement is over');
  await button(deactivate, 'Deactivate').click();
  await page.getByText('is not active any more.').waitFor();
  await page.getByText('This bank is not active.').waitFor();
  await expect(office.token(two, '800000000003')).rejects.toThrow('channel_inactive');

  await button(page, 'Activate again').click();
  dialog = await fill(/^Activate again/, own!.key, own!.secret);
  await button(dialog, 'Activate').click();
  await page.getByText('You can take payments now.').waitFor();
  await page.getByText('Active', { exact: true }).first().waitFor();
  await office.token(two, '800000000003');
});

test('a URL that answered 410 is switched off, and says so until it is set again', async () => {
  const { answers, received } = office.receiver;
  answers.push(410);
  await pay('800000000003', 'INV-GONE-1');
  await quiet(office);
  const page = await office.visit('admin', office.one, 'banks/cimb');
  await page.getByText('it answered 410 Gone').waitFor();
  const sent = received.length;
  await button(page, 'Set the same URL again').click();
  const dialog = page.getByRole('dialog', { name: 'Set the same URL again' });
  await button(dialog, 'Set the same URL again').click();
  await prove(page);
  await page.getByText('it answered 410 Gone').waitFor({ state: 'detached' });
  await pay('800000000003', 'INV-GONE-2');
  await office.settle();
  expect(received.length).toBe(sent + 1);
});

test('a merchant is suspended with a reason, and let in again', async () => {
  const { three } = office;
  const page = await office.visit('gateway', 'all', 'merchants');
  const row = page.locator('tbody tr').filter({ hasText: 'Kedai Baru' });
  await button(row, 'Suspend').click();
  const suspend = page.getByRole('dialog', { name: 'Suspend Kedai Baru?' });
  await suspend.getByRole('textbox', { name: 'Reason' }).fill('Its papers are not in order');
  await button(suspend, 'Suspend').click();
  await prove(page);
  await row.getByText('Suspended').waitFor();
  const ask = () => three.post(`${BANK}/tokens`, { customer: { id: 'C-1' } });
  expect((await ask()).status).toBe(403);
  const inside = await office.visit('viewer', three);
  await inside.getByText('Every call of its API is refused.').waitFor();
  await button(row, 'Resume').click();
  const resume = page.getByRole('dialog', { name: 'Let Kedai Baru in again?' });
  await resume.getByRole('textbox', { name: 'Reason' }).fill('They are now');
  await button(resume, 'Resume').click();
  await row.getByText('Active', { exact: true }).waitFor();
  expect((await ask()).status).not.toBe(403);
});

describe('money that the bank took after a final no', () => {
  test('is on its way back, then back, with the bank’s word; and stays where the bank refuses', async () => {
    const paymentId = await comesLate('800000000001', 'INV-LATE-1');
    const page = await office.visit('finance', office.one, `payments/${paymentId}`);
    await page.getByText('It is on its way back to the customer').waitFor();
    await quiet(office);
    await page.getByText('All of it went back to the customer by itself').waitFor();
    const story = page.getByRole('list', { name: 'What happened' });
    await story.getByText('Give money back: ').waitFor();
    await page.getByText('Late money', { exact: true }).waitFor();

    const stuckId = await comesLate('800000000008', 'INV-LATE-2');
    await quiet(office);
    await go(page, addressOf(office.officeUrl, office.one, `payments/${stuckId}`));
    await page.getByText('It rests in suspense until somebody settles it').waitFor();
  });
});

/** For us the OTP's time is over, for the bank it is still good, and the customer gives it there. */
async function comesLate(account: string, invoice_number: string): Promise<string> {
  const { ctx, one } = office;
  const body = paymentBody(await office.token(one, account), { invoice_number });
  body['payment'].otp_expiration_timestamp = 1;
  await one.post(`${BANK}/payment`, body);
  await pass(office, 66);
  const [row] = await office.db.rows<Record<string, any>>({
    name: 'test-payment-with-access',
    text: `select p.merchant_id, p.payment_id, p.token_id, p.bank_payment_id, p.amount, t.sealed_access
             from payments p join tokens t using (merchant_id, token_id) where p.invoice_number = $1`,
    values: [invoice_number],
  });
  const { merchant_id: merchantId, payment_id: paymentId } = row!;
  const merchant = await ctx.merchants.byId(merchantId);
  await ctx.banks.get('cimb')!.verifyOtp(connectionOf(merchant!, 'cimb'), {
    reference: paymentId.replaceAll('-', ''),
    bankPaymentId: row!['bank_payment_id'],
    amount: row!['amount'],
    otp: '999999',
    access: openAccess(ctx, merchantId, row!['token_id'], row!['sealed_access']),
  });
  const found = { name: 'test-late', text: 'select 1 from late_money where payment_id = $1' };
  await expect.poll(() => office.db.rows({ ...found, values: [paymentId] })).toHaveLength(1);
  return paymentId;
}

test('who tries too often is told how long to wait; another person need not', async () => {
  const body = JSON.stringify({ email: 'nobody@tarik.test', password: 'not the password' });
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const url = `${office.officeUrl}/backoffice/api/session`;
  const page = await office.stranger('/sign-in');
  const email = page.getByRole('textbox', { name: 'E-mail' });
  await email.fill('nobody@tarik.test');
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
  for (let tries = 0; tries < 5; tries += 1) await fetch(url, { method: 'POST', headers, body });
  await office.db.rows({
    name: 'test-longer-pause',
    text: "update sign_in_delays set until = until + interval '2 seconds' where failures = 5",
    values: [],
  });
  await button(page, 'Sign in').click();
  await page.getByText('Too many wrong tries').waitFor();
  await page.getByText('which others may share with you').waitFor();
  await page.getByText('You can try again now.').waitFor();
  expect(await button(page, 'Sign in').isEnabled()).toBe(true);
  await email.fill('viewer@tarik.test');
  expect(await page.getByText('Too many wrong tries').count()).toBe(0);
});
