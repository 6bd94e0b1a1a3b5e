// A finance clerk's money at the Back Office, in Chromium: a split that is changed by two people, what comes next, a day that is
// settled by hand, its batch and its statement on paper, and what the bank said of its payouts.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { referenceOf } from '../src/base/reference.ts';
import { settlementDay, wibDay, type Day } from '../src/settlement/calendar.ts';
import { filePayoutsReady } from '../src/settlement/file-payouts.ts';
import { listHolidays } from '../src/settlement/store-calendar.ts';
import {
  go,
  addressOf,
  judge,
  picture,
  prove,
  startOfficeWorld,
  type OfficeWorld,
} from './office-browser.ts';
import { quiet } from './quiet.ts';
import { sellerOf, type Seller } from './settlement-world.ts';
import { BANK, paymentBody } from './world.ts';

let office: OfficeWorld;
let seller: Seller;
let paymentId: string;
/** On which it is settled. */
let day: Day;

const INVOICE = 'INV-SETTLED-1';

beforeAll(async () => {
  office = await startOfficeWorld();
  const merchant = await office.ctx.merchants.find(office.one.clientId);
  seller = await sellerOf(office, merchant!, 2);
  const bound = await office.token(office.one, '800000000003', 'C-settled');
  const body = paymentBody(bound, { invoice_number: INVOICE, amount: 90_000 });
  await office.one.post(`${BANK}/payment`, body);
  await office.settle();
  await quiet(office);
  const [row] = await office.db.rows<{ payment_id: string }>({
    name: 'test-settled-payment',
    text: 'select payment_id from payments where invoice_number = $1',
    values: [INVOICE],
  });
  paymentId = row!.payment_id;
  day = settlementDay(await listHolidays(office.db), wibDay(office.clock.now()), 2);
  await seller.reconcile([paymentId]);
});

afterEach(async () => {
  await Promise.all(office.browser.contexts().map((context) => context.close()));
  expect(office.noise()).toEqual([]);
});

afterAll(() => office.close());

/** Moves business time to half past twelve of WIB on the day. */
function comes(): void {
  const { clock } = office;
  clock.setOffset(clock.offset() + Date.parse(`${day}T05:30:00Z`) - clock.now());
}

/** A day as the page writes it. */
const written = (month: 'short' | 'long', weekday: { weekday?: 'long' } = {}) =>
  new Intl.DateTimeFormat('en-GB', {
    ...weekday,
    day: 'numeric',
    month,
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(day));
const inWords = () => written('long', { weekday: 'long' });

const button = (on: Pick<Page, 'getByRole'>, name: string) =>
  on.getByRole('button', { name, exact: true });
const settlement = (where = '') => addressOf(office.officeUrl, office.one, `settlement${where}`);

test('a split is changed by two people, as its preview said', async () => {
  const finance = await office.visit('finance', office.one, `payments/${paymentId}`);
  await finance.getByText('It waits for its day.').waitFor();
  await button(finance, 'Change split').click();
  const form = finance.getByRole('dialog', { name: 'Change split' });
  await button(form, 'Add a line').click();
  await form.getByRole('combobox', { name: 'Line 1: Bank account' }).click();
  await finance.getByRole('option', { name: new RegExp(seller.accounts[1]!) }).click();
  await form.getByRole('textbox', { name: 'Line 1: How much' }).fill('101');
  await form.getByText('the percentages come to more than 100').waitFor();
  await form.getByRole('textbox', { name: 'Line 1: How much' }).fill('40');
  const shares = form.getByRole('list', { name: 'Who gets what' });
  await shares.getByText('Rp36.000').waitFor();
  await shares.getByText('Rp54.000').waitFor();
  await form.getByRole('textbox', { name: 'Reason' }).fill('The second shop made it');
  await button(form, 'Ask for approval').click();
  await prove(finance);
  await form.getByRole('link', { name: 'Open the request' }).click();
  await finance.getByText('When approved', { exact: true }).waitFor();

  const approver = await office.visit('approver', office.one, 'approvals');
  await approver
    .getByRole('link', { name: /Another split/ })
    .first()
    .click();
  await button(approver, 'Approve').click();
  const decision = approver.getByRole('dialog');
  await decision.getByRole('textbox').last().fill('Agreed on paper');
  await button(decision, 'Approve').click();
  await prove(approver);
  await approver.getByText('The payment is divided so now.').waitFor();
});

test('from what comes next to a statement on paper and the bank’s word', async () => {
  const page = await office.visit('gateway', office.one, 'settlement');
  await page.getByRole('cell', { name: written('short') }).waitFor();
  await judge(page, 'upcoming');
  await picture(page, 'settlement-upcoming');

  comes();
  await page.reload();
  await button(page, 'Settle a day now').click();
  const run = page.getByRole('dialog', { name: 'Settle a day now' });
  await button(run, 'Look first').click();
  await run.getByText('is paid out').first().waitFor();
  await run.getByRole('textbox', { name: 'Reason' }).fill('The workers rest');
  await button(run, 'Settle').click();
  await prove(page);
  await page.getByText('1 batch was booked.').waitFor();
  await page.getByRole('link', { name: written('short') }).click();
  await page.getByRole('link', { name: INVOICE }).waitFor();
  await judge(page, 'batch');

  await page.getByRole('link', { name: 'Statement' }).click();
  const paper = page.getByRole('article', { name: `Settlement statement of ${inWords()}` });
  await paper.getByText('Asia/Jakarta, UTC+7').waitFor();
  await paper.getByRole('link', { name: INVOICE }).waitFor();
  await judge(page, 'statement');
  await picture(page, 'settlement-statement');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
  expect(await button(page, 'Print').isVisible()).toBe(false);
  expect(await paper.isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });

  const [file] = await filePayoutsReady(office.ctx);
  const xml = reportOf(file!.messageId, await payoutIds());
  await go(page, settlement('/files'));
  await button(page, 'Read a report').click();
  const reading = page.getByRole('dialog', { name: 'Read a report' });
  await reading
    .locator('input[type=file]')
    .setInputFiles({ name: 'report.xml', mimeType: 'text/xml', buffer: Buffer.from(xml) });
  await reading.getByText(file!.messageId).waitFor();
  await reading.getByRole('textbox', { name: 'Reason' }).fill('Came by mail');
  await button(reading, 'Take it over').click();
  await page.getByText('2 payouts moved.').waitFor();
  await go(page, settlement('/payouts'));
  await page.getByText('Came back', { exact: true }).first().waitFor();
  await judge(page, 'payouts');

  const clerk = await office.visit('finance', office.one, `payments/${paymentId}`);
  await clerk.getByText('It is in a batch').waitFor();
  expect(await button(clerk, 'Change split').getAttribute('aria-disabled')).toBe('true');
  await clerk.getByRole('link', { name: inWords() }).click();
  await clerk.getByRole('link', { name: 'Came back' }).first().waitFor();
});

async function payoutIds(): Promise<string[]> {
  const rows = await office.db.rows<{ payout_id: string }>({
    name: 'test-payout-ids',
    text: 'select payout_id from payouts order by amount',
    values: [],
  });
  return rows.map((row) => row.payout_id);
}

/** The first one is paid, the second one came back. */
function reportOf(messageId: string, [paid, back]: readonly string[]): string {
  const said = (id: string, status: string) =>
    `<TxInfAndSts><OrgnlEndToEndId>${referenceOf(id)}</OrgnlEndToEndId><TxSts>${status}</TxSts></TxInfAndSts>`;
  return `<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>${said(paid!, 'ACSC')}${said(back!, 'RTRN')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
}
