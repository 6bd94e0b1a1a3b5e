// A finance clerk in Chromium asks why a balance is this much: from the home page to the account, to the journal, to the payment and
// back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge, settled, startOfficeWorld, type OfficeWorld } from './office-browser.ts';
import { sumLedger } from '../src/ledger/sum.ts';
import { BANK, paymentBody } from './world.ts';

let office: OfficeWorld;
let invoice: string;

beforeAll(async () => {
  office = await startOfficeWorld();
  const bound = await office.token(office.one, '800000000003');
  const body = paymentBody(bound);
  invoice = body.order.invoice_number as string;
  const paid = await office.one.post(`${BANK}/payment`, body);
  expect(paid.json.payment.status).toBe('SUCCESS');
  await office.settle();
  await sumLedger(office.ctx);
});

afterAll(() => office.close());

test('every rupiah is followed from the home page to its journal', async () => {
  const page = await office.visit('finance', office.one);
  const transit = page.getByRole('table', { name: 'Money in transit' });
  const taken = transit.getByRole('row', { name: /^Taken, not on the bank’s statement/ });
  await expect.poll(() => taken.innerText()).toMatch(/payment/);
  await judge(page, 'home');

  await page.getByRole('link', { name: 'Balances', exact: true }).first().click();
  await page.getByRole('heading', { name: 'What we owe you' }).waitFor();
  await page.getByText('Both sides are equal').waitFor();
  await judge(page, 'balances');

  await page.getByRole('link', { name: 'Owed to the merchant' }).click();
  const why = page.getByRole('region', { name: 'Why it is this much' });
  await why.getByRole('rowheader', { name: /^Closing balance/ }).waitFor();
  await why.getByRole('button', { name: 'Payment succeeded' }).click();
  await expect.poll(() => page.url()).toContain('template=paymentSucceeded');
  await settled(page);
  await judge(page, 'account');

  const movements = page.getByRole('table', { name: 'Movements' });
  await movements.getByRole('link', { name: 'Payment succeeded' }).first().click();
  await page.getByText('The link holds').waitFor();
  await judge(page, 'journal');
  await page.getByRole('link', { name: `Payment ${invoice}` }).click();
  await page.getByRole('heading', { name: 'Ledger' }).waitFor();
  await page
    .getByRole('link', { name: /^#\d+$/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /^Journal #\d+/ }).waitFor();
  expect(office.noise()).toEqual([]);
});
