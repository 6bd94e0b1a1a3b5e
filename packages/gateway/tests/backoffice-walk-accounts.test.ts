// Where the money is paid out, what it costs and when it comes, at the Back Office in Chromium: an account from its number to the
// default, a fee from its request to the payment that bears it, and other terms of settlement, each by two people.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  addressOf,
  go,
  judge,
  picture,
  prove,
  startOfficeWorld,
  type OfficeWorld,
} from './office-browser.ts';
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

/** Opens the request that waits for this person, and approves it; `proved` where they have shown just now who they are. */
async function approve(page: Page, kind: string, proved = false): Promise<void> {
  await page.getByRole('link', { name: kind }).first().click();
  await button(page, 'Approve').click();
  const dialog = page.getByRole('dialog', { name: 'Approve this?' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Compared with the contract');
  await button(dialog, 'Approve').click();
  if (!proved) await prove(page);
}

test('an account is added, named by the bank, verified by a second person, and becomes the default', async () => {
  const shop = office.one;
  const page = await office.visit('finance', shop, 'accounts');
  await page.getByText('No bank account yet').waitFor();
  await button(page, 'Add an account').first().click();
  const form = page.getByRole('dialog', { name: 'Add a bank account' });
  await form.getByPlaceholder('Name of the bank').fill('BCA');
  await page.getByRole('option', { name: 'BCA (014)' }).click();
  const number = form.getByRole('textbox', { name: 'Account number' });
  await number.fill('12345');
  await form.getByRole('textbox', { name: 'Holder' }).fill('Cv. Seller Satu');
  await button(form, 'Add the account').click();
  await prove(page);
  await form.getByText('6 to 20 digits and nothing else.').waitFor();
  await number.fill('9000 0000 0002');
  await button(form, 'Add the account').click();
  await page.getByText('The bank has not been asked yet.').waitFor();

  await office.sandbox('/sandbox/faults', { operation: 'beneficiary', fault: 'timeout_before' });
  await button(page, 'Ask the bank').click();
  await page.getByText('The bank does not answer. Nothing has changed').waitFor();
  await button(page, 'Ask the bank').click();
  await page.getByText('The bank names the holder that was entered.').waitFor();
  await picture(page, 'account-named');
  await judge(page, 'a bank account');
  await button(page, 'Ask for verification').click();
  const dialog = page.getByRole('dialog', { name: 'Have this account verified?' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('A new seller');
  await button(dialog, 'Ask for approval').click();
  await dialog.getByText('This needs a second pair of eyes.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('The verification of this account waits').waitFor();

  const second = await office.visit('approver', shop, 'approvals');
  await approve(second, 'A bank account to pay out to');
  await second.getByText('The account is verified.').waitFor();
  // The page that is still open hears of it by itself.
  const heading = page.getByRole('heading', { level: 1 });
  await expect.poll(() => heading.textContent()).toMatch(/Verified.*Default/);
  await page.getByRole('link', { name: 'Bank accounts' }).last().click();
  await page.getByRole('link', { name: 'BCA •••• 0002' }).waitFor();
});

test('another fee is asked for, approved by the gateway alone, and borne by a payment of its day', async () => {
  const shop = office.one;
  const page = await office.visit('gateway', shop, 'fees');
  await page.getByText('Nothing is agreed, so payments cost nothing.').waitFor();
  await button(page, 'Change the fee').click();
  const form = page.getByRole('dialog', { name: /^Another fee at/ });
  await form.getByRole('textbox', { name: 'Fixed part' }).fill('2.500');
  await form.getByRole('textbox', { name: 'Part of the amount' }).fill('0,7');
  await form.getByRole('textbox', { name: 'At most' }).fill('10.000');
  const row = form.getByRole('row', { name: /Rp100.000/ });
  await row.getByText('Rp3.200').waitFor();
  await picture(page, 'fee-change');
  await judge(page, 'another fee');
  await form.getByRole('textbox', { name: 'Reason' }).fill('The contract of the new year');
  await button(form, 'Ask for approval').click();
  await prove(page);
  await form.getByText('This needs a second pair of eyes.').waitFor();
  await form.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('waits for the approval of another person of the gateway').waitFor();

  const theirs = await office.visit('approver', shop, 'approvals');
  await theirs.getByRole('link', { name: 'Another fee' }).first().click();
  await theirs.getByText('People of the gateway decide this one.').waitFor();
  expect(await button(theirs, 'Approve').count()).toBe(0);
  const second = await office.visit('second', shop, 'approvals');
  await approve(second, 'Another fee');
  await second.getByText('The fee is agreed and begins on its day.').waitFor();
  const history = page.getByRole('list', { name: 'Changes' });
  await history.getByText('Rp2.500 + 0.7% of the amount, at most Rp10.000').waitFor();
  await history.getByText('To come').waitFor();
  await judge(page, 'fees');

  office.advance(40 * 86_400);
  const body = paymentBody(await office.token(shop, '800000000003'), { amount: 100_000 });
  const paid = await shop.post(`${BANK}/payment`, body);
  expect(paid.json.payment.status).toBe('SUCCESS');
  await office.settle();
  const looks = await office.visit('finance', shop, 'payments');
  await looks.getByRole('link', { name: body['order'].invoice_number }).click();
  await looks.getByText('Rp96.800').first().waitFor();
  await looks.getByRole('link', { name: 'Rp2.500 + 0.7% of the amount' }).click();
  await looks.getByText('In force now').waitFor();
  await go(looks, addressOf(office.officeUrl, shop, 'fees'));
  await looks.getByRole('textbox', { name: 'Amount of a payment' }).fill('5.000.000');
  await looks.getByText('Rp4.990.000').waitFor();

  await go(page, addressOf(office.officeUrl, 'all', 'settlement/terms'));
  await judge(page, 'a merchant to choose');
  await page.getByRole('searchbox').fill(shop.clientId);
  await page.getByRole('main').getByRole('link', { name: shop.clientId }).click();
  await page.getByText('T+2 working days, no minimum').waitFor();
  await button(page, 'Change the terms').click();
  const terms = page.getByRole('dialog', { name: /^Other terms at/ });
  await terms.getByRole('textbox', { name: 'Working days' }).fill('5');
  await terms.getByRole('textbox', { name: 'Paid out from' }).fill('50.000');
  await terms.getByRole('row', { name: /Rp100.000/ }).waitFor();
  await picture(page, 'terms-change');
  await judge(page, 'other terms');
  await terms.getByRole('textbox', { name: 'Reason' }).fill('The contract of the new year');
  await button(terms, 'Ask for approval').click();
  await terms.getByText('This needs a second pair of eyes.').waitFor();
  await terms.getByRole('button', { name: 'Close' }).last().click();
  await go(second, addressOf(office.officeUrl, shop, 'approvals'));
  await approve(second, 'Other settlement terms', true);
  await second.getByText('The terms are in force.').waitFor();
  await page.getByText('T+5 working days, balances below Rp50.000').first().waitFor();
  await page.getByText('Before: T+2 working days, no minimum').waitFor();
  await go(page, addressOf(office.officeUrl, 'all', 'settlement/calendar'));
  await page.getByText(/settled 2 working days later/).waitFor();
  await button(page, 'Choose a merchant').click();
  await page.getByRole('dialog').getByRole('link', { name: shop.clientId }).click();
  await page.getByText(/settled 5 working days later/).waitFor();
});
