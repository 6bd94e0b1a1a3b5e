// A month of some merchants, the gateway, its people and the bank, day after day: what happens when, and what of it is written down
// for the reckoning at the end. Every process of the gateway may die at each of its effects.
import { createHash } from 'node:crypto';
import { runChecks } from '../../src/checks/check.ts';
import type { Finding } from '../../src/checks/store.ts';
import { deliverDue } from '../../src/notifications/deliver.ts';
import { settleDuePayments } from '../../src/payments/settle-unclear.ts';
import { adoptStrays } from '../../src/reconciliation/adopt-strays.ts';
import { judgeRipeDay } from '../../src/reconciliation/judge-day.ts';
import { matchWaiting } from '../../src/reconciliation/match.ts';
import { returnLateMoney } from '../../src/refunds/return-late-money.ts';
import { settleDueRefunds } from '../../src/refunds/settle-unclear.ts';
import { openPayoutDoor } from '../../src/sandbox/payout-door.ts';
import { fetchStatements } from '../../src/sandbox/statements.ts';
import { settleDue } from '../../src/settlement/run.ts';
import { sendPayouts } from '../../src/settlement/send-files.ts';
import { listHolidays } from '../../src/settlement/store-calendar.ts';
import { settleDueTokens } from '../../src/tokens/chores.ts';
import { chanceOf, type Chance } from '../chance.ts';
import { startWorld, type World } from '../world.ts';
import { breakFile, prepareDay, type BankDay, type Expected } from './bank-side.ts';
import { giveBack, sell, type Sale } from './business.ts';
import { startLives, type Life, type Lives } from './lives.ts';
import { closeNext, releaseSome, resolveSome, type Decisions, type Plan } from './people.ts';
import { isWorkday, later, type Run } from './reference.ts';
import { askForSplit, decideSplits, deciding, type Wish } from './splits.ts';
import {
  agreeTariff,
  changeSomething,
  inForce,
  openAccount,
  openShop,
  startSelling,
  type Shop,
  type Since,
} from './shops.ts';

const HOUR = 3_600_000;
const WIB = 7 * HOUR;
/** On the last days nothing new is done, so that what was done can be settled. */
const QUIET_DAYS = 8;
/** How likely people begin with an exception on a day. */
const BEGINS = 0.35;
/** How likely everything on a day is done by two workers at once. */
const CROWDED = 0.15;

export interface Scale {
  days: number;
  /** Payments on a day, about. */
  payments: number;
  seed: number;
  /** How likely a process dies at an effect at which none has died. */
  mortality: number;
}

export interface Month {
  world: World;
  lives: Lives;
  chance: Chance;
  shops: Shop[];
  /** By Request-Id. */
  sales: Map<string, Sale>;
  bankDays: BankDay[];
  expected: Expected[];
  /** References as the bank has garbled them, by what they should have been. */
  garbled: Map<string, string>;
  /** Lines that the bank will add to the file of a day. */
  added: Map<string, Record<string, unknown>[]>;
  /** Exceptions that people have begun with, by id. */
  begun: Map<string, Plan>;
  /** How often each resolution was carried out. */
  resolved: Map<string, number>;
  decisions: Decisions;
  /** Other splits that somebody has asked for and nobody has approved yet, by payment. */
  wishes: Map<string, Wish>;
  /** What came of those that were approved. */
  splitsDecided: Map<string, number>;
  /** Today there are two workers for everything, at the same time. */
  isCrowded: boolean;
  /** How many days there were like that. */
  crowdedDays: number;
  /** The hash of each day that was closed, as it was then. */
  seals: Map<string, string>;
  runs: Map<Shop, Run[]>;
  /** References of the lines that were taken in, by statement and number. */
  lineReferences: Map<string, string>;
  /** How often a file was refused. */
  refused: number;
  today(): string;
  holidays(): ReadonlySet<string>;
  noteHolidays(at: number): Promise<void>;
  rows<R = Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>;
  /** What the full check finds, besides whether all debits equal all credits. */
  findings(): Promise<Finding[]>;
  close(): Promise<void>;
}

type Chore = (life: Life) => Promise<number>;

const BUSINESS: readonly Chore[] = [
  ({ ctx }) => settleDuePayments(ctx),
  ({ ctx }) => settleDueRefunds(ctx),
  ({ ctx }) => returnLateMoney(ctx),
  ({ ctx }) => settleDueTokens(ctx),
  ({ ctx }) => deliverDue(ctx, ctx.door),
];

const MATCHING: readonly Chore[] = [
  ({ ctx }) => matchWaiting(ctx),
  ({ ctx }) => judgeRipeDay(ctx),
  ({ ctx }) => adoptStrays(ctx),
];

const SETTLING: readonly Chore[] = [({ ctx }) => settleDue(ctx)];

/** Opens the world and its merchants; nothing has happened yet. */
export async function openMonth({ seed, mortality }: Scale): Promise<Month> {
  const world = await startWorld({ callbacks: 'never' }, 400);
  const chance = chanceOf(seed);
  const lives = await startLives(world, chanceOf(seed + 1), mortality);
  const calendar: Since<ReadonlySet<string>>[] = [];
  const rows: Month['rows'] = (text, values = []) => {
    const name = `test-${createHash('md5').update(text).digest('hex')}`;
    return world.db.rows({ name, text, values });
  };
  const month: Month = {
    world,
    lives,
    chance,
    shops: [],
    sales: new Map(),
    bankDays: [],
    expected: [],
    garbled: new Map(),
    added: new Map(),
    begun: new Map(),
    resolved: new Map(),
    decisions: { reversed: new Set(), losses: new Map(), shortPaid: [] },
    wishes: new Map(),
    splitsDecided: new Map(),
    isCrowded: false,
    crowdedDays: 0,
    seals: new Map(),
    runs: new Map(),
    lineReferences: new Map(),
    refused: 0,
    today: () => dayOf(world.clock.now()),
    holidays: () => inForce(calendar, Infinity),
    async noteHolidays(at) {
      calendar.push({ at, is: await listHolidays(world.db) });
    },
    rows,
    async findings() {
      const options = { full: true, remember: false };
      const outcomes = await runChecks(world.db, world.clock, options);
      return outcomes.flatMap(({ findings }) => findings);
    },
    async close() {
      await lives.close();
      await world.close();
    },
  };
  await month.noteHolidays(0);
  goTo(month, later(month.today(), chance.whole(1, 300)), 8);
  for (const name of ['one', 'two', 'three'] as const) {
    month.shops.push(await openShop(month, name));
  }
  for (const shop of month.shops.slice(0, 2)) {
    await startSelling(month, shop);
    for (let n = chance.whole(2, 4); n > 0; n -= 1) await openAccount(month, shop);
    await agreeTariff(month, shop);
  }
  return month;
}

/** Lives through all days; `night` is called at the end of each. */
export async function liveMonth(
  month: Month,
  { days, payments }: Scale,
  night: (day: string) => Promise<void>,
): Promise<void> {
  const third = month.chance.whole(5, 12);
  for (let n = 0; n < days; n += 1) {
    const isQuiet = n >= days - QUIET_DAYS;
    if (n === third) await startThird(month);
    if (n === third + 4) await openAccount(month, month.shops[2]!);
    await liveDay(month, isQuiet ? 0 : payments);
    await night(month.today());
    goTo(month, later(month.today(), 1), 8);
  }
  for (let more = 0; more < 15 && (await isUnsettled(month)); more += 1) {
    await liveDay(month, 0);
    await night(month.today());
    goTo(month, later(month.today(), 1), 8);
  }
}

async function startThird(month: Month): Promise<void> {
  await startSelling(month, month.shops[2]!);
}

/** Whether something waits for its batch, or a payout has moved whose lines, and return, are still to come. */
async function isUnsettled({ rows, world }: Month): Promise<boolean> {
  const waiting = await rows(
    `select 1 from settlement_items where batch_id is null
     union all select 1 from payouts where changed_at > $1`,
    [new Date(world.clock.now() - 72 * HOUR).toISOString()],
  );
  return waiting.length > 0;
}

async function liveDay(month: Month, payments: number): Promise<void> {
  const { chance, shops, world } = month;
  const day = month.today();
  // On one in ten for certain.
  month.isCrowded = chance.is(CROWDED) || month.bankDays.length % 10 === 9;
  if (month.isCrowded) month.crowdedDays += 1;
  await morning(month, payments > 0);
  await resolveSome(month, payments > 0 ? BEGINS : 0);
  await decideSplits(month, 0.5);
  if (!month.isCrowded && chance.is(0.7)) await closeNext(month);
  goTo(month, day, 12);
  world.advance(chance.whole(60, 1800));
  await settle(month);
  const active = shops.filter(({ tokens }) => tokens !== null);
  for (let n = payments > 0 ? chance.whole(1, 2 * payments - 1) : 0; n > 0; n -= 1) {
    await sell(month, chance.pick(active));
    if (chance.is(0.25)) await giveBack(month);
    if (chance.is(0.3)) await askForSplit(month);
    if (chance.is(0.3)) await rest(month, BUSINESS);
    world.advance(chance.whole(1, 1200));
  }
  if (payments > 0 && chance.is(0.5)) await changeSomething(month, chance.pick(active));
  // An account whose payouts come back each time would keep the month from its end.
  if (payments > 0) await releaseSome(month);
  goTo(month, day, 20);
  for (const seconds of [0, 60, 1200, 4800]) {
    world.advance(seconds);
    await rest(month, BUSINESS);
  }
}

/** The files of the days that are over come in, some of them late or broken at first, and are matched. */
async function morning(month: Month, isBusy: boolean): Promise<void> {
  const { chance, world, bankDays, rows } = month;
  const yesterday = later(month.today(), -1);
  const last = bankDays.at(-1)?.day;
  const first = await firstDay(month);
  if (first === null || first > yesterday) return;
  const from = last === undefined ? first : later(last, 1);
  // One in four, and one at least.
  const isTime = month.refused === 0 && bankDays.length >= 8;
  const isBroken = isBusy && from <= yesterday && (isTime || chance.is(0.25));
  if (isBroken) {
    await breakFile(month, from);
    await month.lives.untilDone((ctx) => fetchStatements('cimb', world.bank.url).run(ctx));
    const refused = await rows(
      `select 1 from statements where bank = 'cimb' and day = $1 and state = 'refused' and reason is not null`,
      [from],
    );
    if (refused.length === 0) throw new Error(`the broken file of ${from} was not refused`);
    month.refused += 1;
  }
  // It is put right at once, or not before tomorrow.
  if (isBroken && chance.is(0.5)) return;
  for (let day = from; day <= yesterday; day = later(day, 1)) {
    await prepareDay(month, day, isBusy ? chance.whole(0, 3) : 0);
  }
  const fetching: Chore = ({ ctx }) => fetchStatements('cimb', world.bank.url).run(ctx);
  await rest(month, [fetching]);
  // In a crowd the person who closes days does not wait for the workers either.
  const closing = month.isCrowded ? closeNext(month) : Promise.resolve();
  await Promise.all([rest(month, [...MATCHING, ...BUSINESS]), closing]);
  const lines = await rows<{ at: string; reference: string }>(
    `select l.statement_id || ' ' || l.line_no as at, l.reference from statement_lines l`,
  );
  for (const { at, reference } of lines) month.lineReferences.set(at, reference);
}

async function firstDay({ rows }: Month): Promise<string | null> {
  const [row] = await rows<{ at: number | null }>('select min(created_at) as at from payments');
  return row?.at == null ? null : dayOf(row.at);
}

/** Settles what is due, and sends the payouts to the bank. */
async function settle(month: Month): Promise<void> {
  const { world, shops, runs } = month;
  const at = world.clock.now();
  for (const shop of shops) {
    const run: Run = {
      at,
      day: lastWorkday(month.holidays(), dayOf(at)),
      holidays: month.holidays(),
      payees: inForce(shop.payees, at),
      minimum: inForce(shop.terms, at).minimum,
      agreedAt: shop.terms.findLast((one) => one.at <= at)!.at,
    };
    runs.set(shop, [...(runs.get(shop) ?? []), run]);
  }
  // Who changes a split at this very moment does it before the settlement, or learns that it is too late.
  const changes = month.isCrowded
    ? [...month.wishes.values()].map((one) => deciding(month, one))
    : [];
  await Promise.all([rest(month, SETTLING), ...changes]);
  const door = openPayoutDoor(new Map([['cimb', world.bank.url]]));
  const paying: Chore = ({ ctx, payouts }) => sendPayouts(ctx, payouts(door));
  await rest(month, [paying]);
  world.advance(120);
  await rest(month, [paying]);
}

function lastWorkday(holidays: ReadonlySet<string>, day: string): string {
  let last = day;
  while (!isWorkday(holidays, last)) last = later(last, -1);
  return last;
}

/** Lets chores do what is due, by as many processes as it takes; then nobody's lease is left. In a crowd each is done by two. */
async function rest(month: Month, chores: readonly Chore[]): Promise<void> {
  const { lives } = month;
  const inTurn = async (): Promise<number> => {
    let did = 0;
    for (const chore of chores) did += (await lives.once(chore)) ?? 1;
    return did;
  };
  const atOnce = async (): Promise<number> => {
    const done = await lives.together([...chores, ...chores]);
    return done.reduce<number>((sum, one) => sum + (one ?? 1), 0);
  };
  for (;;) {
    for (let did = 1, rounds = 0; did > 0; rounds += 1) {
      if (rounds > 500) throw new Error('the chores do not come to rest');
      did = month.isCrowded ? await atOnce() : await inTurn();
    }
    if (lives.rested()) return;
    lives.waitForLeases();
  }
}

/** The day of WIB. */
export function dayOf(at: number): string {
  return new Date(at + WIB).toISOString().slice(0, 10);
}

/** Goes on to an hour of WIB of a day, unless it is later already. */
function goTo({ world }: Month, day: string, hour: number): void {
  const at = Date.parse(`${day}T00:00:00Z`) - WIB + hour * HOUR;
  world.advance(Math.max(at - world.clock.now(), 0) / 1000);
}
