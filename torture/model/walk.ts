// The exhaustive walk: every order of events of two payments and one refund, breadth first, with the product's own
// machines and decisions as the moves. Each world that it has not met before is judged.
import {
  faultOf,
  NOTHING,
  paymentSteps,
  type AbstractPayment,
  type Step,
} from './abstract-payment.ts';
import { NO_REFUND, refundFault, refundSteps, type AbstractRefund } from './abstract-refund.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Steps of the clock: beside each next due time, past an OTP's life and past the bank's longest time. */
const CLOCK_STEPS = [6 * MINUTE, 16 * MINUTE];

/** Two payments, one of which may be refunded, and the time. */
interface WalkWorld {
  payments: readonly [AbstractPayment, AbstractPayment];
  refund: AbstractRefund;
  now: number;
}

export interface Walk {
  states: number;
  edges: number;
  /** How often each event was walked. */
  events: Map<string, number>;
  /** What is wrong, each with the events that lead to it; empty is the promise. */
  faults: string[];
}

interface Met {
  world: WalkWorld;
  /** How it was reached. */
  from: Met | null;
  event: string;
}

export interface WalkSettings {
  depth: number;
  payments: 1 | 2;
  /** False for a bank that also acts after its longest time. */
  keepsPromise: boolean;
  /** Faults after which the walk gives up. */
  most?: number;
}

const START = 1_000_000;

/** Walks all event orders up to a depth. */
export function walk({ depth, payments, keepsPromise, most = 5 }: WalkSettings): Walk {
  const events = new Map<string, number>();
  const faults: string[] = [];
  const ends = new Map<string, string | null>();
  const first: WalkWorld = { payments: [NOTHING, NOTHING], refund: NO_REFUND, now: START };
  const seen = new Set([keyOf(first)]);
  let layer: Met[] = [{ world: first, from: null, event: '' }];
  let edges = 0;
  for (let step = 0; step < depth && faults.length < most; step += 1) {
    const next: Met[] = [];
    for (const met of layer) {
      for (const { event, to } of stepsOf(met.world, payments, keepsPromise)) {
        edges += 1;
        events.set(event, (events.get(event) ?? 0) + 1);
        const key = keyOf(to);
        if (seen.has(key)) continue;
        seen.add(key);
        const reached = { world: to, from: met, event };
        const fault = judge(met.world, to, keepsPromise) ?? trapOf(to, keepsPromise, ends);
        if (fault !== null) faults.push(`${fault}: ${pathOf(reached)}`);
        next.push(reached);
      }
    }
    layer = next;
  }
  return { states: seen.size, edges, events, faults };
}

function stepsOf(world: WalkWorld, many: 1 | 2, keepsPromise: boolean): Step<WalkWorld>[] {
  const { payments, refund, now } = world;
  const [one, two] = payments;
  const steps: Step<WalkWorld>[] = [];
  for (const { event, to } of paymentSteps(one, now, keepsPromise)) {
    steps.push({ event, to: { ...world, payments: [to, two] } });
  }
  for (const { event, to } of many === 2 ? paymentSteps(two, now, keepsPromise) : []) {
    steps.push({ event, to: { ...world, payments: [one, to] } });
  }
  for (const { event, to } of refundSteps(refund, one, now, keepsPromise)) {
    steps.push({ event: `refund ${event}`, to: { ...world, refund: to } });
  }
  const dues = [one.row?.dueAt, two.row?.dueAt, refund.row?.dueAt].filter((due) => due != null);
  const next = Math.min(...dues.filter((due) => due > now));
  const times = [next, ...CLOCK_STEPS.map((ms) => now + ms)].filter(Number.isFinite);
  for (const at of new Set(times)) steps.push({ event: 'time passes', to: { ...world, now: at } });
  return steps;
}

function judge(was: WalkWorld, world: WalkWorld, keepsPromise: boolean): string | null {
  return (
    faultOf(was.payments[0], world.payments[0], keepsPromise) ??
    faultOf(was.payments[1], world.payments[1], keepsPromise) ??
    refundFault(was.refund, world.refund, world.payments[0])
  );
}

/** Most rounds that a world needs when the bank speaks the truth again. */
const MOST_ROUNDS = 300;

/** Whether a world comes to its end once all is well: processes are dead or answered, and every due time is looked at. */
function trapOf(
  world: WalkWorld,
  keepsPromise: boolean,
  ends: Map<string, string | null>,
): string | null {
  for (const payment of world.payments) {
    const alone = { payments: [payment, NOTHING], refund: NO_REFUND, now: world.now } as const;
    const trap = endOf(alone, keepsPromise, ends);
    if (trap !== null) return trap;
  }
  if (world.refund.row === null) return null;
  return endOf({ ...world, payments: [world.payments[0], NOTHING] }, keepsPromise, ends);
}

function endOf(
  world: WalkWorld,
  keepsPromise: boolean,
  ends: Map<string, string | null>,
): string | null {
  const key = keyOf(world);
  let end = ends.get(key);
  if (end === undefined) ends.set(key, (end = comesToAnEnd(world, keepsPromise)));
  return end;
}

function comesToAnEnd(start: WalkWorld, keepsPromise: boolean): string | null {
  let world = start;
  const events: string[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [one] = world.payments;
    const calm = (event: string) =>
      !/in vain|dies|times out|not sent|begin|OTP is given|callback|lost|not heard/.test(event);
    const steps = stepsOf(world, 1, keepsPromise).filter(({ event }) => calm(event));
    const happens = steps.find(({ event }) => event !== 'time passes');
    const dues = [one.row?.dueAt, world.refund.row?.dueAt].filter((due) => due != null);
    events.push(happens?.event ?? 'time passes');
    if (happens !== undefined) world = happens.to;
    else if (one.call !== null || one.transit !== null) {
      world = { ...world, payments: [{ ...one, call: null, transit: null }, NOTHING] };
    } else if (world.refund.call !== null || world.refund.transit) {
      world = { ...world, refund: { ...world.refund, call: null, transit: false } };
    } else if (dues.length > 0) world = { ...world, now: Math.max(world.now, Math.min(...dues)) };
    else return atRest(world);
    const fault = judge(world, world, keepsPromise);
    if (fault !== null) return `on its way to its end (${events.join(' → ')}): ${fault}`;
  }
  return 'it never comes to its end';
}

/** A world in which nothing is due any more: everything final, and the money where the words say. */
function atRest({ payments: [{ row, bank, late }], refund }: WalkWorld): string | null {
  if (row === null) return null;
  const final = row.state === 'succeeded' || row.state === 'failed' || row.state === 'expired';
  if (!final) return `${row.state} for ever`;
  if ((bank === 'paid') !== (row.state === 'succeeded' || late === 'suspense')) {
    return `at rest as ${row.state} with ${late}, and the bank says ${bank}`;
  }
  const { row: refundRow } = refund;
  if (refundRow === null) return null;
  if (refundRow.state === 'requested' || refundRow.state === 'unclear') return 'a refund for ever';
  return (refundRow.state === 'succeeded') === refund.booked ? null : 'a refund against the book';
}

function pathOf(met: Met): string {
  const events: string[] = [];
  for (let one: Met | null = met; one !== null; one = one.from) events.unshift(one.event);
  return events.slice(1).join(' → ');
}

/** Worlds that differ only in when they happen are the same; so are those whose payments have changed places. */
function keyOf({ payments: [one, two], refund, now }: WalkWorld): string {
  const keys = [paymentKey(one, now), paymentKey(two, now)];
  if (refund.row === null) keys.sort();
  return `${keys.join('#')}#${refundKey(refund, now)}`;
}

function paymentKey({ row, look, ...rest }: AbstractPayment, now: number): string {
  if (row === null) return '';
  const { dueAt, askedAt, notFoundAt, otpExpiresAt, state, reason, otpTries } = row;
  const times = [ago(askedAt, now), ago(dueAt, now), ago(notFoundAt, now), ago(otpExpiresAt, now)];
  const lookKey = look === null ? null : [look.seen, look.moved, ago(look.askedAt, now)];
  return JSON.stringify([state, reason, otpTries, rest, times, lookKey]);
}

function refundKey({ row, ...rest }: AbstractRefund, now: number): string {
  if (row === null) return '';
  const times = [ago(row.askedAt, now), ago(row.dueAt, now), ago(row.notFoundAt, now)];
  return JSON.stringify([row.state, row.kind, rest, times]);
}

/** A time as what matters of it: how long ago, and not longer than anybody asks. */
function ago(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(-2 * MINUTE * 60, Math.min(now - at, 20 * MINUTE));
}
