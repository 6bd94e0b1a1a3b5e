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

const NO_TEMPLATES = ['bankReceivable', 'cash', 'splitPayable', 'payoutClearing', 'inTransfers'];

/** The templates that postings.ts exports: every function of it that makes transfers. */
const TEMPLATES: Readonly<Record<string, (...args: never[]) => Transfer[]>> = Object.fromEntries(
  Object.entries(postings).filter(
    (entry): entry is [string, typeof postings.paymentSucceeded] =>
      typeof entry[1] === 'function' && !NO_TEMPLATES.includes(entry[0]),
  ),
);

const examples = sections.flatMap((section) => {
  const title = /^### (\w+)$/m.exec(section)?.[1];
  if (title === undefined) return [];
  const example = /^Example: `(.+)`$/m.exec(section)?.[1] ?? '';
  const transfers = rowsOf(section).map(([debit = '', credit = '', rupiah = '']) => ({
    debit: debit.replaceAll('`', ''),
    credit: credit.replaceAll('`', ''),
    amount: whole(rupiah),
  }));
  return [{ title, example, transfers }];
});

const STORY = '## A story, one journal after the other';
const story = [...sectionOf(STORY).matchAll(/^ +- `(.+)`$/gm)].map(([, text = '']) => called(text));

describe('docs/money.md', () => {
  test('shows every template of postings.ts once', () => {
    const shown = examples.map(({ title }) => title);
    expect(shown.toSorted()).toEqual(Object.keys(TEMPLATES).toSorted());
    expect(examples.filter(({ title, example }) => called(example).template !== title)).toEqual([]);
  });

  test.each(examples)('the example of $title is what the template gives', (example) => {
    expect(called(example.example).transfers).toEqual(example.transfers);
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

  test('tells a story in which every template has its part', () => {
    expect(new Set(story.map(({ template }) => template))).toEqual(new Set(Object.keys(TEMPLATES)));
  });
});

describe('the story in the ledger', () => {
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

  test('leaves the balances that the page says, and books that hold', async () => {
    const merchantId = await merchantWithBooks(db);
    for (const { template, transfers } of story) await post(db, merchantId, template, transfers);

    const shown = rowsOf(sectionOf(STORY)).map(([account = '', ...figures]) => [
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

    const clearing = rowsOf(sectionOf('## Accounts')).filter(([, kind]) =>
      kind?.endsWith('clearing'),
    );
    expect(clearing).toHaveLength(4);
    for (const [name = ''] of clearing) {
      const account = name.replaceAll('`', '').replace('{bank}', 'cimb');
      const balance = balances.find((one) => one.account === account);
      expect(balance?.debits).toBe(balance?.credits);
    }

    const debits = balances.reduce((sum, balance) => sum + balance.debits, 0n);
    expect(sectionOf(STORY)).toContain(
      `All debits equal all credits: ${debits.toLocaleString('en-US')}.`,
    );
    const outcomes = await runChecks(db, systemClock(), {
      full: true,
      only: ['balances', 'chain'],
    });
    expect(outcomes.map(({ check, rows, findings }) => [check, rows, findings])).toEqual([
      ['balances', story.length, []],
      ['chain', story.length, []],
    ]);
  });
});

/** A template called as the page writes it: `payoutPaid('cimb', 37744)`. Whole numbers are rupiah. */
function called(text: string): { template: string; transfers: Transfer[] } {
  const [, template = '', list = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  const json = list.replaceAll("'", '"').replaceAll(/(\w+): /g, '"$1": ');
  const args = JSON.parse(`[${json}]`, (_key, value: unknown) =>
    typeof value === 'number' ? BigInt(value) : value,
  ) as never[];
  return { template, transfers: TEMPLATES[template]?.(...args) ?? [] };
}

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
