// A finance clerk's morning in Chromium: yesterday's statement is judged and taken in, a planted difference is seen in the day,
// opened, asked to be resolved by one person and approved by one of the gateway, and the day is closed.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CIMB_STATEMENTS } from '../src/banks/cimb/statement-profile.ts';
import { referenceOf } from '../src/base/reference.ts';
import { importStatement } from '../src/reconciliation/import.ts';
import { judgeRipeDay } from '../src/reconciliation/judge-day.ts';
import { matchWaiting } from '../src/reconciliation/match.ts';
import { plusDays, startOf, wibDay } from '../src/settlement/calendar.ts';
import {
  addressOf,
  go,
  judge,
  picture,
  prove,
  startOfficeWorld,
  type OfficeWorld,
} from './office-browser.ts';
import { opened, statementFile } from './statement-file.ts';
import { BANK, booksOf, paymentBody } from './world.ts';

let office: OfficeWorld;
let folder: string;

beforeAll(async () => {
  office = await startOfficeWorld();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-walk-'));
});

afterEach(async () => {
  await Promise.all(office.browser.contexts().map((context) => context.close()));
  expect(office.noise()).toEqual([]);
  expect((await booksOf(office)).findings).toEqual([]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await office.close();
});

const button = (on: Pick<Page, 'getByRole'>, name: string) =>
  on.getByRole('button', { name, exact: true });

/** Goes on to noon of the next day of WIB; answers the day that is over. */
function dayOver(): string {
  const { clock } = office.ctx;
  const day = wibDay(clock.now());
  const noon = startOf(plusDays(day, 1)) + 12 * 3_600_000;
  office.advance(Math.ceil((noon - clock.now()) / 1000));
  return day;
}

async function work(): Promise<void> {
  for (let found = 1; found > 0;) {
    found = (await matchWaiting(office.ctx)) + (await judgeRipeDay(office.ctx));
  }
}

test('a day is taken in, what differs is resolved by two people, and the day is closed', async () => {
  const { one, ctx } = office;
  const bound = await office.token(one, '800000000003');
  const paid = await one.post(`${BANK}/payment`, paymentBody(bound, { amount: 90_000 }));
  expect(paid.status).toBe(201);
  const [row] = await office.db.rows<{ payment_id: string }>({
    name: 'test-the-payment',
    text: 'select payment_id from payments order by created_at desc limit 1',
    values: [],
  });
  const reference = referenceOf(row!.payment_id);
  const day = dayOver();
  const next = dayOver();
  const line = { reference, amount: 89_000, partner: 'KEY-one', time: '13:05:59' };
  const file = path.join(folder, 'statement.csv');

  // The gateway's clerk: half a file is refused by its line, the whole one is taken in.
  const clerk = await office.visit('gateway', 'all', 'reconciliation');
  await clerk.getByText('No statement').first().waitFor();
  await judge(clerk, 'days without statements');
  await button(clerk, 'Take in a statement').click();
  const dialog = clerk.getByRole('dialog', { name: 'Take in a statement' });
  await dialog.getByLabel('Day').fill(day);
  const whole = statementFile(day, [line]);
  writeFileSync(file, whole.slice(0, whole.indexOf('TOTAL')));
  const choose = dialog.locator('input[type=file]');
  await choose.setInputFiles(file);
  await button(dialog, 'Judge the file').click();
  await prove(clerk);
  await dialog.getByText('half of it is missing').waitFor();
  await dialog.getByText('Line 3', { exact: true }).waitFor();
  appendFileSync(file, whole.slice(whole.indexOf('TOTAL')));
  await choose.setInputFiles([]);
  await choose.setInputFiles(file);
  await button(dialog, 'Judge the file').click();
  await dialog.getByText('The file is good.').waitFor();
  await judge(clerk, 'a file that is good');
  await button(dialog, 'Take it in').click();
  await clerk.getByText('The statement is taken in').waitFor();
  await importStatement(ctx, {
    bank: 'cimb',
    profile: CIMB_STATEMENTS,
    day: next,
    open: opened(statementFile(next, [])),
    by: 'cli',
  });
  await work();

  // The merchant's own clerk sees it in the day, opens it, and asks.
  const maker = await office.visit('finance', one, 'reconciliation');
  await maker.getByText('1 · The amount differs').waitFor();
  await judge(maker, 'days');
  await picture(maker, 'reconciliation');
  await maker
    .getByRole('link', { name: /The amount differs/ })
    .first()
    .click();
  await maker.getByRole('link', { name: 'Payment: The amount differs' }).click();
  await maker.getByText('The bank shows Rp1.000 less than we have.').waitFor();
  await maker
    .getByText('Not possible: No other open difference explains it yet.')
    .first()
    .waitFor();
  await judge(maker, 'a difference');
  await picture(maker, 'difference');
  // Whoever looks at all merchants is led to the one that it is about.
  await go(clerk, maker.url().replace(one.clientId, 'all'));
  await clerk.getByRole('link', { name: 'Open in Toko Tarik' }).click();
  await button(clerk, 'Ask for this: We bear the loss').waitFor();
  await button(maker, 'Ask for this: We bear the loss').click();
  const asks = maker.getByRole('dialog', { name: 'We bear the loss' });
  await asks.getByRole('combobox', { name: 'Where it was seen' }).click();
  await maker.getByRole('option', { name: 'Letter of the bank' }).click();
  await asks.getByLabel('Day it speaks of').fill(day);
  await asks.getByRole('textbox', { name: /reference, ticket or line/ }).fill('LETTER-7');
  await asks.getByRole('textbox', { name: 'Reason' }).fill('The bank kept a fee');
  await judge(maker, 'asking for a resolution');
  await button(asks, 'Ask for this').click();
  await prove(maker);
  await asks.getByText('needs a second pair of eyes').waitFor();
  await asks.getByRole('button', { name: 'Close' }).last().click();
  await maker.getByText('A request about it waits for approval.').first().waitFor();

  const approver = await office.visit('second', one, 'approvals');
  await approver.getByText('Resolve a difference with the bank').first().click();
  await approver.getByText('LETTER-7').waitFor();
  await judge(approver, 'the request');
  await button(approver, 'Approve').click();
  const decides = approver.getByRole('dialog', { name: 'Approve this?' });
  await decides.getByRole('textbox', { name: 'Reason' }).fill('I have seen the letter');
  await button(decides, 'Approve').click();
  await prove(approver);
  await approver.getByText('We bear the loss').first().waitFor();
  await go(approver, addressOf(office.officeUrl, one, `payments/${row!.payment_id}`));
  await approver.getByText('it is resolved').waitFor();

  // The day is closed for all merchants, with its seal.
  await go(clerk, addressOf(office.officeUrl, 'all', `reconciliation/days/cimb/${day}`));
  await button(clerk, 'Close the day').click();
  const closes = clerk.getByRole('dialog', { name: /^Close / });
  await closes.getByRole('textbox', { name: 'Reason' }).fill('Everything is explained');
  await button(closes, 'Close the day').click();
  await clerk.getByRole('heading', { name: 'The seal' }).waitFor();
  await judge(clerk, 'a closed day');
});
