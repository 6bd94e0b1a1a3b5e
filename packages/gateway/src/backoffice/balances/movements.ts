// The journals that move an account: page by page, newest first, and the same as a file.
import type { z } from 'zod';
import { accountOf, balanceOf, type Account } from '../../ledger/account.ts';
import {
  allMovementsQuery,
  movementsQuery,
  type MovementRow,
  type Wanted,
} from '../../ledger/store-sums.ts';
import type { Asked } from '../asked.ts';
import { exportMovements as exportShape, listMovements } from '../contract/balances.ts';
import { instantWord, moneyWord, sendCsv, type Column } from '../csv/send.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { oneMerchant } from '../paging/narrow.ts';
import { cursorOf, instantPart, partsOf } from '../people/cursor.ts';
import { route } from '../route.ts';
import { subjectKind } from './subjects.ts';
import { BEGINNING, mustBeSummed } from './summed.ts';

type Words = z.input<typeof listMovements.answer>['rows'][number];

/** The end of time, as far as a list goes. */
const ENDLESS = Date.parse('2200-01-01T00:00:00Z');

export const movements = route(listMovements, async (call) => {
  const { account, wanted } = asked(call, call.params.account, call.query);
  const { limit, after } = call.query;
  const parts = after === undefined ? null : partsOf(after, 2);
  const before = {
    hour: parts === null ? ENDLESS : instantPart(parts[0]),
    journalNo: parts === null ? 0n : BigInt(instantPart(parts[1])),
  };
  const rows = await call.reading.together(async (at) => {
    await mustBeSummed(at, wanted.merchantId);
    return await at.rows<MovementRow>(movementsQuery(wanted, before, limit + 1));
  });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    rows: page.map((row) => wordMovement(account, row)),
    next: last === undefined ? null : cursorOf(last.hour, last.journal_no),
  };
});

const COLUMNS: readonly Column<Words>[] = [
  ['made_at', (row, zone) => instantWord(row.made_at, zone)],
  ['journal_no', (row) => BigInt(row.journal_no)],
  ['template', (row) => row.template],
  ['subject', (row) => row.subject.kind],
  ['subject_id', (row) => row.subject.id],
  ['debits', (row) => moneyWord(row.debits)],
  ['credits', (row) => moneyWord(row.credits)],
  ['change', (row) => moneyWord(row.change)],
];

export const exportMovements = route(exportShape, async (call) => {
  if (!call.may('money.view')) throw new Denied('forbidden');
  const { account, wanted } = asked(call, call.params.account, call.query);
  await mustBeSummed(call.reading, wanted.merchantId);
  return await sendCsv<MovementRow, Words>(call, {
    name: account.account.replaceAll(':', '-'),
    columns: COLUMNS,
    query: allMovementsQuery(wanted),
    word: (row) => wordMovement(account, row),
  });
});

interface Filters {
  from?: string | undefined;
  to?: string | undefined;
  template?: string | undefined;
}

function asked(
  call: Pick<Asked, 'scope'>,
  name: string,
  { from, to, template }: Filters,
): { account: Account; wanted: Wanted } {
  const merchantId = oneMerchant(call);
  const account = accountOf(name);
  if (account === null) throw new Denied('not_found');
  return {
    account,
    wanted: {
      merchantId,
      account: name,
      template: template ?? null,
      from: from === undefined ? BEGINNING : Date.parse(from),
      to: to === undefined ? ENDLESS : Date.parse(to),
    },
  };
}

function wordMovement({ side }: Account, row: MovementRow): Words {
  const [debits, credits] = [row.debits ?? 0n, row.credits ?? 0n];
  return {
    journal_no: Number(row.journal_no),
    template: row.template,
    made_at: iso(row.made_at),
    subject: { kind: subjectKind(row.template), id: row.subject_id },
    debits: `${debits}`,
    credits: `${credits}`,
    change: `${balanceOf(side, debits, credits)}`,
  };
}
