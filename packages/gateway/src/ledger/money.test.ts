// docs/money.md is executed: each example against its template, all of them against the ledger in PostgreSQL.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, type FreshDatabase } from '../../tests/database.ts';
import { systemClock } from '../base/clock.ts';
import { instant, type Db } from '../base/db.ts';
import * as postings from './postings.ts';
import type { Transfer } from './postings.ts';
import { CHECKS } from '../checks/catalogue.ts';
import { runChecks } from '../checks/check.ts';
import { findBalances } from './store.ts';

const file = path.join(import.meta.dirname, '../../../../docs/money.md');
const sections = readFileSync(file, 'utf8')
  .replaceAll('\r\n', '\n')
  .split(/^(?=##)/m);

/** The templates that postings.ts exports: every function of it that makes transfers. */
const TEMPLATES: Readonly<Record<string, (bank: string, amount: bigint) => Transfer[]>> =
  Object.fromEntries(
    Object.entries(postings).filter(
      (entry): entry is [string, typeof postings.paymentSucceeded] =>
        typeof entry[1] === 'function' && entry[0] !== 'bankReceivable',
    ),
  );

const examples = sections.flatMap((section) => {
  const title = /^### (\w+)$/m.exec(section)?.[1];
  if (title === undefined) return [];
  const [, called = '', bank = '', amount = ''] =
    /^Example: `(\w+)\('(\w+)', (\d+)\)`$/m.exec(section) ?? [];
  const transfers = rowsOf(section).map(([debit = '', credit = '', rupiah = '']) => ({
    debit: debit.replaceAll('`', ''),
    credit: credit.replaceAll('`', ''),
    amount: whole(rupiah),
  }));
  return [{ title, called, bank, amount: BigInt(amount || 0), transfers }];
});

describe('docs/money.md', () => {
  test('shows every template of postings.ts once', () => {
    const shown = examples.map(({ title }) => title);
    expect(shown.toSorted()).toEqual(Object.keys(TEMPLATES).toSorted());
    expect(examples.every(({ title, called }) => title === called)).toBe(true);
  });

  test.each(examples)('the example of $title is what the template gives', (example) => {
    expect(TEMPLATES[example.called]?.(example.bank, example.amount)).toEqual(example.transfers);
  });

  test('names checks of money that there are', () => {
    const listed = rowsOf(sectionOf('## What must hold'));
    const about = CHECKS.filter(({ invariants }) => invariants.some((one) => one.startsWith('M')));
    expect(listed).toEqual(
      about
        .filter(({ name }) => name !== 'rules')
        .map(({ name, promise }) => [`\`${name}\``, promise]),
    );
  });
});

describe('every template', () => {
  test.each(Object.entries(TEMPLATES))('%s moves the amount between two accounts', (_, make) => {
    for (const amount of [1n, 90_000n, 999_999_999_999n]) {
      for (const transfer of make('anybank', amount)) {
        expect(transfer.amount).toBe(amount);
        expect(transfer.debit).not.toBe(transfer.credit);
      }
    }
  });
});

describe('the examples in the ledger', () => {
  let database: FreshDatabase;
  let db: Db;

  beforeAll(async () => {
    database = await freshDatabase();
    db = openTestDb(database.url);
  });

  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  test('leave the balances that the page says, and books that hold', async () => {
    const merchantId = await merchantWithBooks(db);
    for (const { called, transfers } of examples) await post(db, merchantId, called, transfers);

    const shown = rowsOf(sectionOf('## The four examples')).map(([account = '', ...figures]) => [
      account.replaceAll('`', ''),
      ...figures.map(whole),
    ]);
    const balances = await findBalances(db, merchantId);
    expect(
      balances.map(({ account, debits, credits }) => {
        const difference = debits - credits;
        return [account, debits, credits, difference < 0n ? -difference : difference];
      }),
    ).toEqual(shown);

    const debits = balances.reduce((sum, balance) => sum + balance.debits, 0n);
    expect(sectionOf('## The four examples')).toContain(
      `All debits equal all credits: ${debits.toLocaleString('en-US')}.`,
    );
    const outcomes = await runChecks(db, systemClock(), {
      full: true,
      only: ['balances', 'chain'],
    });
    expect(outcomes.map(({ check, rows, findings }) => [check, rows, findings])).toEqual([
      ['balances', 4, []],
      ['chain', 4, []],
    ]);
  });
});

function sectionOf(opening: string): string {
  const found = sections.filter((section) => section.startsWith(opening));
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** The rows of a section's table, without its head. */
function rowsOf(section: string): string[][] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function whole(rupiah: string): bigint {
  return BigInt(rupiah.replaceAll(',', ''));
}

async function merchantWithBooks(db: Db): Promise<string> {
  const merchantId = randomUUID();
  await db.rows({
    name: 'test-merchant',
    text: `insert into merchants (merchant_id, client_id, name, created_at)
           values ($1, 'MCH-MONEY', 'Toko', now())`,
    values: [merchantId],
  });
  await db.rows({
    name: 'test-head',
    text: `insert into ledger_heads (merchant_id, journal_no, hash)
           values ($1, 0, decode(repeat('00', 32), 'hex'))`,
    values: [merchantId],
  });
  return merchantId;
}

async function post(
  db: Db,
  merchantId: string,
  template: string,
  transfers: readonly Transfer[],
): Promise<void> {
  await db.rows({
    name: 'test-post',
    text: `select post_journals($1, $2, array[$1]::uuid[], array[$3]::text[], array[$4]::uuid[],
             $5::int[], $6::text[], $7::text[], $8::bigint[])`,
    values: [
      merchantId,
      instant(1_767_225_600_000),
      template,
      randomUUID(),
      transfers.map(() => 1),
      transfers.map(({ debit }) => debit),
      transfers.map(({ credit }) => credit),
      transfers.map(({ amount }) => amount),
    ],
  });
}
