// The load: so many stories at a time, drawn from a seed, until it is told to stop; then everything unknown is asked to
// its end, and the status of every payment.
import { writeFileSync } from 'node:fs';
import { chanceOf } from '../../packages/gateway/tests/chance.ts';
import { customersBank } from './bank.ts';
import { status } from './calls.ts';
import { lapse, openClient, type Call } from './client.ts';
import { openLineLog } from './line-log.ts';
import type { LoadOptions } from './options.ts';
import { personsOf } from './persons.ts';
import { openPool } from './pool.ts';
import type { Scene } from './scene.ts';
import { openSender } from './send.ts';
import { STORIES } from './stories.ts';

export interface Counts {
  /** Stories that came to their end, by name. */
  stories: Record<string, number>;
  /** Payments that were begun, each under a Request-Id of its own. */
  payments: number;
  asked: number;
  heard: number;
  lost: number;
  /** Requests whose outcome is unknown now. */
  unknown: number;
  /** Bound tokens at hand. */
  tokens: number;
  /** Answers in a word, by call: `payment: SUCCESS`. */
  said: Record<string, number>;
  /** What contradicts the guide, as the client itself could see it; the first hundred of them. */
  surprises: string[];
}

export interface Generator {
  counts(): Counts;
  /** Resolves when as many payments were made as were ordered, or after `drain`. */
  readonly done: Promise<void>;
  /** Ends the stories and asks for all that is unknown; answers how many stay so. To be called after faults have stopped. */
  drain(): Promise<number>;
  /** Drains, asks the status of every payment, and closes the log; answers for how many payments no status was heard. */
  finish(): Promise<number>;
}

const AGAIN_EVERY_MS = 500;
const AHEAD_MS = 100;
const AGAIN_AT_MOST = 16;
const STATUSES_AT_ONCE = 32;
const MOST_SURPRISES = 100;

/** Starts telling stories. `onBroken` is told when the log cannot be written: the run is then worth nothing. */
export async function startGenerator(
  options: LoadOptions,
  onBroken: (error: unknown) => void,
): Promise<Generator> {
  const { seed, merchants } = options;
  const log = await openLineLog(options.log);
  const sender = openSender(options.url);
  const client = openClient({
    sender,
    log,
    chance: chanceOf(seed ^ 0x5bd1e995),
    firstAttempt: options.firstAttempt,
    hasty: options.hasty,
    onBroken,
  });
  const persons = personsOf(seed);
  writeFileSync(options.canaries, JSON.stringify(persons.canaries));
  const bank = customersBank(options.bankUrl);
  const pool = openPool(client, bank, persons);
  const payments: Call[] = [];
  const stories: Record<string, number> = {};
  const surprises: string[] = [];
  const pick = drawFrom(options.shares);
  let told = 0;
  let stopped = false;

  const isOver = () =>
    stopped || (options.payments !== null && payments.length >= options.payments);

  async function tellOne(): Promise<void> {
    const n = (told += 1);
    const chance = chanceOf(seed + 7919 * n);
    const name = pick(chance.fraction());
    let invoices = 0;
    const surprise = (what: string) => {
      if (surprises.length < MOST_SURPRISES) surprises.push(`story ${n}, ${name}: ${what}`);
    };
    const scene: Scene = {
      client,
      bank,
      pool,
      persons,
      chance,
      merchants,
      merchant: chance.pick(merchants),
      invoice: () => `INV-${(seed >>> 0).toString(36)}-${n}-${(invoices += 1)}`,
      payment: (call) => void payments.push(call),
      surprise,
    };
    const before = client.counts.heard;
    try {
      await STORIES[name]?.tell(scene);
    } catch (error) {
      surprise(String(error instanceof Error ? error.stack : error));
    }
    stories[name] = (stories[name] ?? 0) + 1;
    // Where nobody answers there is no hurry.
    if (client.counts.heard === before) await lapse(100);
  }

  const began = performance.now();
  const isAhead = () =>
    options.perSecond !== null &&
    payments.length > (options.perSecond * (performance.now() - began)) / 1000;

  async function tell(): Promise<void> {
    while (!isOver()) {
      if (isAhead()) await lapse(AHEAD_MS);
      else await tellOne();
    }
  }

  /** The background of an engineer's program: what got no answer is asked again, and again. */
  async function askAgain(): Promise<void> {
    while (!isOver()) {
      await client.askAgain(AGAIN_AT_MOST);
      await lapse(AGAIN_EVERY_MS);
    }
  }

  const done = Promise.all([
    ...Array.from({ length: options.concurrency }, () => tell()),
    askAgain(),
  ]).then(() => undefined);

  async function drain(): Promise<number> {
    stopped = true;
    await done;
    return client.settle(options.finishWithinMs);
  }

  return {
    done,
    drain,
    counts: () => ({
      stories: { ...stories },
      payments: payments.length,
      asked: client.counts.asked,
      heard: client.counts.heard,
      lost: client.counts.lost,
      unknown: client.unknown,
      tokens: pool.size,
      said: { ...client.counts.said },
      surprises: [...surprises],
    }),
    async finish() {
      await drain();
      const end = performance.now() + options.finishWithinMs;
      const left = [...payments];
      let unheard = 0;
      const one = async () => {
        for (let call = left.pop(); call !== undefined; call = left.pop()) {
          let answer = null;
          do answer = await client.insist(status(call));
          while (answer === null && performance.now() < end);
          if (answer === null) unheard += 1;
        }
      };
      await Promise.all(Array.from({ length: STATUSES_AT_ONCE }, one));
      await sender.close();
      await log.close();
      return unheard;
    },
  };
}

/** Names of stories, as often as their shares say. Throws a TypeError for a name that no story has. */
function drawFrom(shares: Readonly<Record<string, number>>): (fraction: number) => string {
  for (const name of Object.keys(shares)) {
    if (STORIES[name] === undefined) throw new TypeError(`there is no story ${name}`);
  }
  const all = Object.entries(STORIES).map(([name, story]) => ({
    name,
    share: shares[name] ?? story.share,
  }));
  const sum = all.reduce((total, { share }) => total + share, 0);
  return (fraction) => {
    let rest = fraction * sum;
    return all.find(({ share }) => (rest -= share) < 0)?.name ?? 'pay';
  };
}
