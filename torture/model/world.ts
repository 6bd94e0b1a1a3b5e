// One run: two processes of the gateway on a real database, the true bank, a merchant that hears notifications, the
// reference model, and the calls that are under way.
import { createHash } from 'node:crypto';
import type { Bank, BankCallback } from '../../packages/gateway/src/banks/bank.ts';
import type { Db } from '../../packages/gateway/src/base/db.ts';
import type { Sealer } from '../../packages/gateway/src/base/secrets.ts';
import type { Context } from '../../packages/gateway/src/context.ts';
import type { Merchant } from '../../packages/gateway/src/merchants/merchant.ts';
import type { Heard as DoorHeard } from '../../packages/gateway/src/notifications/door.ts';
import type { Reply } from '../../packages/gateway/src/requests/call.ts';
import { createTrueBank, customerOf } from './bank.ts';
import type { Account, TrueBank } from './bank-terms.ts';
import {
  createLife,
  createStage,
  Died,
  gatedClock,
  gatedDb,
  type DbFault,
  type Life,
  type Picker,
  type Stage,
} from './doors.ts';
import type * as house from './house.ts';
import { createReference } from './reference.ts';
import type { Asked, Heard, Reference, Sending } from './terms.ts';

/** The gateway's code as one process has loaded it. */
export type House = typeof house;

/** What outlives a run: the database and the two processes' code. */
export interface Ground {
  db: Db;
  sealer: Sealer;
  houses: readonly [House, House];
  merchant: Merchant;
}

export interface Process {
  house: House;
  life: Life;
  ctx: Context;
}

export interface World {
  /** Number of the run, in every id and reference. */
  run: number;
  stage: Stage;
  bank: TrueBank;
  model: Reference;
  ground: Ground;
  merchant: Merchant;
  processes: [Process, Process];
  dbFaults: [DbFault[], DbFault[]];
  /** What the merchant's server answers next; 200 when nothing is left. */
  answers: number[];
  /** Notifications that were answered with 2xx, by body. */
  delivered: Set<string>;
  /** Errors that no fault explains. */
  bugs: string[];
  /** Calls and chores under way, with the business time at which each began. */
  underWay: Map<Promise<void>, number>;
  /** How often each answer was heard, over all runs. */
  tally: Map<string, number>;
  /** Sends a call through one process; what comes back goes to the model. */
  send(process: 0 | 1, asked: Asked): void;
  /** Starts anything else that a process does. */
  start(process: 0 | 1, work: (one: Process) => Promise<unknown>): void;
  /** Kills a process: what it was doing never goes on, and a fresh one takes its place. */
  kill(process: 0 | 1): void;
  advance(ms: number): void;
  /** Lets the scheduler pick until nothing is under way any more. */
  finish(): Promise<void>;
}

/** A call lives this long at most, ms: business time waits for it. Longer than a broken-off payment's first look. */
const LONGEST_CALL_MS = 34_000;

/** A call answers within this time, ms of steady time. */
const CALL_MS = 25_000;

/** A run that needs more picks than this has come into a loop. */
const MOST_PICKS = 20_000;

/** Builds the world of one run. */
export function createWorld(
  ground: Ground,
  picker: Picker,
  run: number,
  startAt: number,
  tally: Map<string, number>,
): World {
  const stage = createStage(picker, run, startAt);
  const bank = createTrueBank(stage, accountOf, (callback) => {
    const place = underWay.size % 2 === 0 ? 0 : 1;
    world.start(place, (process) => callBack(world, process, callback));
  });
  const model = createReference(bank);
  const underWay = new Map<Promise<void>, number>();

  function born(place: 0 | 1): Process {
    const house = ground.houses[place];
    const life = createLife(stage, `p${place}`);
    const away = () => new house.Refusal('database_unavailable', { retryAfterSeconds: 2 });
    const db = gatedDb(ground.db, stage, life, world.dbFaults[place], away);
    const known = bank.seenBy(life);
    const metrics = house.createMetrics(false);
    const { merchant } = ground;
    const found = (id: string, own: string) => Promise.resolve(id === own ? merchant : null);
    const ctx: Context = {
      db,
      clock: gatedClock(stage, life),
      random: stage.random,
      sealer: ground.sealer,
      log: house.createLog('error', { write: noteBug }),
      metrics,
      banks: new Map([[known.slug, known]]),
      collecting: new Map(),
      merchants: {
        find: (clientId) => found(clientId, merchant.clientId),
        byId: (merchantId) => found(merchantId, merchant.merchantId),
        forget: () => undefined,
      },
      door: {
        post: () => Promise.reject(new Error('what is delivered goes through a door of its own')),
        close: () => Promise.resolve(),
      },
      renderer: house.dokuRenderer(),
      wake: house.createWake(),
      publicUrl: 'https://gateway.example',
      sandbox: true,
    };
    return { house, life, ctx };
  }

  function noteBug(line: string): void {
    if (line.includes('amount than was asked')) return;
    if (!model.disturbed || line.includes('bug') || line.includes('invariant'))
      world.bugs.push(line);
  }

  async function follow(work: Promise<unknown>, end: () => void): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (error instanceof Died || isAway(error)) return;
      world.bugs.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      end();
    }
  }

  async function hearAnswer(process: Process, sending: Sending, deadline: number): Promise<void> {
    const { asked } = sending;
    const said = await serve(world, process, asked, deadline);
    const heard = { ...said, slow: stage.clock.steady() >= deadline };
    const word = heard.refusal ?? heard.code ?? wordOf(heard.text);
    const what = `${asked.endpoint} ${word}${heard.replayed ? ' again' : ''}`;
    tally.set(what, (tally.get(what) ?? 0) + 1);
    model.hear(sending, heard, stage.now());
  }

  function track(work: Promise<unknown>): void {
    const done: Promise<void> = follow(work, () => underWay.delete(done));
    underWay.set(done, stage.now());
  }

  const world: World = {
    run,
    stage,
    bank,
    model,
    ground,
    merchant: ground.merchant,
    processes: undefined as never,
    dbFaults: [[], []],
    answers: [],
    delivered: new Set(),
    bugs: [],
    underWay,
    tally,
    send(place, asked) {
      const process = world.processes[place];
      const sending = model.begin(asked, stage.tick(), stage.now());
      const deadline = stage.clock.steady() + CALL_MS;
      track(hearAnswer(process, sending, deadline));
    },
    start(place, work) {
      const process = world.processes[place];
      track(work(process));
    },
    kill(place) {
      model.disturbed = true;
      world.processes[place].life.die();
      world.dbFaults[place] = [];
      world.processes[place] = born(place);
    },
    advance(ms) {
      const eldest = Math.min(...underWay.values());
      const most = underWay.size === 0 ? ms : Math.max(0, eldest + LONGEST_CALL_MS - stage.now());
      stage.advance(Math.min(ms, most));
    },
    async finish() {
      await stage.calm();
      for (let picks = 0; underWay.size > 0; picks += 1) {
        if (picks > MOST_PICKS) throw new Error('a run does not come to its end');
        if (!(await stage.pick())) throw new Error('a call waits for nothing');
      }
    },
  };
  world.processes = [born(0), born(1)];
  return world;
}

/** What kind of account a customer has is said in the customer's id. */
function accountOf(linkId: string): Account {
  return customerOf(linkId).split('-')[1] as Account;
}

/** Brings a callback of the bank to one process. */
export async function callBack(
  { merchant }: World,
  { house, ctx }: Process,
  callback: BankCallback,
): Promise<void> {
  await house.receiveCallback(ctx, merchant, bankOf(ctx), callback);
}

/** The one bank of a run. */
export function bankOf({ banks }: Pick<Context, 'banks'>): Bank {
  const bank = banks.get('cimb');
  if (bank === undefined) throw new Error('a run has its bank');
  return bank;
}

/** The endpoint of this path, as the edge lists it. */
export function endpointOf({ ENDPOINTS }: House, path: string): House['ENDPOINTS'][number] {
  const endpoint = ENDPOINTS.find((one) => one.path === path);
  if (endpoint === undefined) throw new Error(`no endpoint has the path ${path}`);
  return endpoint;
}

function isAway(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'database_unavailable';
}

async function serve(
  { merchant }: World,
  { house, ctx }: Process,
  asked: Asked,
  deadline: number,
): Promise<Omit<Heard, 'slow'>> {
  const bank = bankOf(ctx);
  const endpoint = endpointOf(house, asked.endpoint);
  const { requestId } = asked;
  const body = Buffer.from(asked.body);
  try {
    const reply = await endpoint.serve(ctx, { merchant, bank, requestId, body, deadline });
    return heardReply(reply);
  } catch (error) {
    if (!(error instanceof house.Refusal)) throw error;
    const { code: refusal } = error;
    const { code, http } = house.ERRORS[refusal];
    return { status: http, code, refusal, text: '', replayed: false };
  }
}

function wordOf(text: string): string {
  return /"status":"([A-Z]+)"/.exec(text)?.[1] ?? 'done';
}

function heardReply({ status, body, replayed }: Reply): Omit<Heard, 'slow'> {
  const text = body.toString();
  const { error } = JSON.parse(text) as { error?: { code: string } };
  return { status, code: error?.code ?? null, refusal: null, text, replayed };
}

/** The merchant's server as the deliveries of one process reach it. */
export function doorOf(world: World, { life }: Process) {
  return {
    async post({ body }: { body: Buffer }): Promise<DoorHeard> {
      await life.pass('notification arrives');
      const status = world.answers.shift() ?? 200;
      const text = body.toString();
      world.model.notified(text);
      if (status === 200) world.delivered.add(text);
      await life.pass('notification is answered');
      return { status, error: null, retryAfter: null, answer: null, durationMs: 1 };
    },
    close: () => Promise.resolve(),
  };
}

/** An id that nothing but its text decides. */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
