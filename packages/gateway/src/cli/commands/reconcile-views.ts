// `tarik reconcile day` and `exceptions`: what came of the bank's statements, and what is still open.
import type { Command } from 'commander';
import { BANK_SLUGS } from '../../banks/registry.ts';
import { findMerchantNames } from '../../merchants/store.ts';
import { viewDays, type DayView } from '../../reconciliation/view-days.ts';
import { listExceptions } from '../../reconciliation/store-exceptions.ts';
import type { ExceptionRow } from '../../reconciliation/exception.ts';
import { plusDays, wibDay } from '../../settlement/calendar.ts';
import { mustBeBank } from '../bank-input.ts';
import { businessClock } from '../business-clock.ts';
import { example, withDoors, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { readDay, rupiah } from '../settle-input.ts';
import { table } from '../screen.ts';

const HOUR_MS = 3_600_000;
/** More is a file, not a page. */
const MOST = 1000;

/** Adds the subcommands that only read. */
export function addReconcileViews(reconcile: Command, cli: Cli): void {
  addDay(reconcile, cli);
  addExceptions(reconcile, cli);
}

function addDay(reconcile: Command, cli: Cli): void {
  reconcile
    .command('day')
    .description("a bank's days: which statements are in, how far they are matched, what is open")
    .requiredOption('--bank <bank>', BANK_SLUGS.join(', '))
    .option('--from <day>', 'the first day; two weeks ago when absent')
    .option('--to <day>', 'the last day; yesterday when absent')
    .addHelpText(
      'after',
      example(
        'reconcile day --bank cimb',
        'reconcile day --bank cimb --from 2026-11-01 --to 2026-11-30',
      ),
    )
    .action(async (options: { bank: string; from?: string; to?: string }) => {
      mustBeBank(options.bank);
      const asked = [options.from, options.to].map((day) =>
        day === undefined ? undefined : readDay(day),
      );
      const days = await withDoors(cli, async ({ db }, sandbox) => {
        const clock = await businessClock(db, sandbox);
        const today = wibDay(clock.now());
        const to = asked[1] ?? plusDays(today, -1);
        const from = asked[0] ?? plusDays(to, -13);
        if (from > to) throw new Ended(EXIT.usage, '--from must not be after --to');
        return await viewDays(db, { bank: options.bank, merchantId: null }, from, to);
      });
      cli.screen.result({ bank: options.bank, days: days.map(shownDay) }, dayWords(days));
    });
}

function shownDay(day: DayView) {
  const { statement, closed } = day;
  return {
    day: day.day,
    state: stateOf(day),
    statement_id: statement?.statement_id ?? null,
    lines: statement?.lines ?? null,
    merchants_left: statement?.waiting ?? 0,
    looked_for_missing: statement?.judged_at != null,
    exceptions: { open: openOf(day), resolved: day.resolved },
    strays: day.strays,
    refused: day.refused.length,
    closed_at: closed === null ? null : new Date(closed.closed_at).toISOString(),
  };
}

/** The statement's own state; without one, whether one is owed. */
function stateOf({ statement, state }: DayView): string {
  return statement?.state ?? state;
}

function openOf({ open }: DayView): number {
  return Object.values(open).reduce((sum, count) => sum + count, 0);
}

function dayWords(days: readonly DayView[]): string {
  const rows = days.map((day) => [
    day.day,
    stateOf(day),
    `${day.statement?.lines ?? '-'}`,
    `${day.statement?.waiting ?? 0}`,
    day.statement?.judged_at == null ? 'not yet' : 'done',
    `${openOf(day)}`,
    `${day.resolved}`,
    `${day.strays}`,
    `${day.refused.length}`,
  ]);
  const heads = [
    'DAY',
    'STATEMENT',
    'LINES',
    'LEFT',
    'MISSING',
    'OPEN',
    'RESOLVED',
    'STRAYS',
    'REFUSED',
  ];
  return table(heads, rows);
}

function addExceptions(reconcile: Command, cli: Cli): void {
  reconcile
    .command('exceptions')
    .description('differences between statements and books, the oldest first')
    .option('--bank <bank>', BANK_SLUGS.join(', '))
    .option('--merchant <client-id>', 'this merchant alone')
    .option('--all', 'those too that are resolved')
    .addHelpText(
      'after',
      example(
        'reconcile exceptions --bank cimb',
        'reconcile exceptions --merchant MCH-0001-10791114622547 --all --json',
      ),
    )
    .action(async (options: { bank?: string; merchant?: string; all?: true }) => {
      if (options.bank !== undefined) mustBeBank(options.bank);
      const { now, rows, names } = await withDoors(cli, async (doors, sandbox) => {
        const { merchant } = options;
        const of = merchant === undefined ? null : await mustFind(doors, merchant, options.bank);
        const clock = await businessClock(doors.db, sandbox);
        const found = await listExceptions(doors.db, {
          merchantId: of?.merchantId ?? null,
          bank: options.bank ?? null,
          state: options.all === true ? null : 'open',
          limit: MOST,
        });
        const ids = found.map((row) => row.merchant_id);
        return { now: clock.now(), rows: found, names: await findMerchantNames(doors.db, ids) };
      });
      cli.screen.result(
        { exceptions: rows.map((row) => shownOne(row, now, names)) },
        rows.length === 0 ? 'nothing is open' : oneWords(rows, now, names),
      );
    });
}

type Names = Awaited<ReturnType<typeof findMerchantNames>>;

function shownOne(row: ExceptionRow, now: number, names: Names) {
  return {
    exception_id: row.exception_id,
    merchant_id: row.merchant_id,
    client_id: names.get(row.merchant_id)?.clientId ?? null,
    bank: row.bank,
    day: row.day,
    reason: row.reason,
    state: row.state,
    type: row.type,
    line: row.line_no,
    statement_id: row.statement_id,
    subject: row.subject_kind === null ? null : { kind: row.subject_kind, id: row.subject_id },
    amount: row.amount === null ? null : `${row.amount}`,
    expected: row.expected === null ? null : `${row.expected}`,
    in_suspense: row.state === 'open' ? `${row.booked}` : '0',
    age_hours: ageOf(row, now),
    resolution: row.resolution,
    resolved_at: row.resolved_at === null ? null : new Date(row.resolved_at).toISOString(),
  };
}

function oneWords(rows: readonly ExceptionRow[], now: number, names: Names): string {
  const heads = [
    'EXCEPTION',
    'MERCHANT',
    'CLIENT-ID',
    'BANK',
    'DAY',
    'REASON',
    'TYPE',
    '#BANK SAYS',
    '#WE SAY',
    '#IN SUSPENSE',
    '#AGE',
    'STATE',
  ];
  return table(
    heads,
    rows.map((row) => [
      row.exception_id,
      names.get(row.merchant_id)?.name ?? row.merchant_id,
      names.get(row.merchant_id)?.clientId ?? '',
      row.bank,
      row.day,
      row.reason.replaceAll('_', ' '),
      row.type.replaceAll('_', ' '),
      row.amount === null ? '-' : rupiah(row.amount),
      row.expected === null ? '-' : rupiah(row.expected),
      rupiah(row.state === 'open' ? row.booked : 0n),
      ageWords(ageOf(row, now)),
      row.resolution ?? row.state,
    ]),
  );
}

function ageOf(row: ExceptionRow, now: number): number {
  return Math.max(0, Math.floor(((row.resolved_at ?? now) - row.opened_at) / HOUR_MS));
}

function ageWords(hours: number): string {
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
