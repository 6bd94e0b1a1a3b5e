// Steady load for a soak: every lane does one thing after the other, as merchants and their customers do.
import { randomUUID } from 'node:crypto';
import { bindAccount, pay, type Bound } from '../fuzz/bind.ts';
import { chanceOf, type Chance } from '../fuzz/chance.ts';
import { textIn } from '../fuzz/text-in.ts';
import { BANK, type Merchant, type World } from '../fuzz/world.ts';

const WITHOUT_OTP = '800000000003';
const WITH_OTP = '800000000001';

export interface Load {
  /** Calls by what was done and how it ended. */
  done: Record<string, number>;
  /** What went wrong: an answer that no merchant should get. */
  wrong: string[];
  stop(): Promise<void>;
}

interface Lane {
  world: World;
  chance: Chance;
  who: Merchant;
  free: Bound;
  asking: Bound;
}

type Step = (lane: Lane) => Promise<string>;

/** Things that happen, by their share. */
const STEPS: readonly (readonly [share: number, step: Step])[] = [
  [0.4, payAtOnce],
  [0.25, payWithOtp],
  [0.1, payAndRefund],
  [0.1, askStatus],
  [0.05, bindAndDelete],
  [0.05, sendNonsense],
  [0.03, lookAtSandbox],
  [0.02, readDocs],
];

/** Starts the load; each of the lanes rests `pauseMs` between two things. */
export async function startLoad(
  world: World,
  options: { seed: number; lanes: number; pauseMs: number },
): Promise<Load> {
  const ending = new AbortController();
  const load: Load = { done: {}, wrong: [], stop: async () => undefined };
  const { one, two } = world.merchants;
  const lanes: Lane[] = [];
  for (let n = 0; n < options.lanes; n += 1) {
    const who = n % 2 === 0 ? one : two;
    const free = await bindAccount(world, who, WITHOUT_OTP);
    const asking = await bindAccount(world, who, WITH_OTP);
    lanes.push({ world, chance: chanceOf(options.seed + n), who, free, asking });
  }
  const running = Promise.all(lanes.map((lane) => run(lane, load, options.pauseMs, ending.signal)));
  load.stop = async () => {
    ending.abort();
    await running;
  };
  return load;
}

async function run(lane: Lane, load: Load, pauseMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const step = pickStep(lane.chance);
    let word: string;
    try {
      word = `${step.name} ${await step(lane)}`;
      if (/ 5\d\d$/.test(word)) load.wrong.push(word);
    } catch (error) {
      word = `${step.name} failed`;
      load.wrong.push(`${step.name}: ${String(error)}`);
    }
    load.done[word] = (load.done[word] ?? 0) + 1;
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + lane.chance.fraction())));
  }
}

function pickStep(chance: Chance): Step {
  let left = chance.fraction();
  for (const [share, step] of STEPS) {
    left -= share;
    if (left < 0) return step;
  }
  return payAtOnce;
}

async function payAtOnce({ world, who, free, chance }: Lane): Promise<string> {
  const order = { invoice: `I-${randomUUID()}`, amount: chance.whole(1, 50) };
  return `${(await pay(world, who, free, order)).status}`;
}

async function payWithOtp({ world, who, asking, chance }: Lane): Promise<string> {
  const order = { invoice: `I-${randomUUID()}`, amount: chance.whole(1, 50) };
  const asked = await pay(world, who, asking, order);
  if (asked.status !== 201) return `${asked.status}`;
  const token = textIn(asked.json, 'payment', 'token') ?? '';
  const validate = async (otp: string) =>
    await world.call(who, `${BANK}/payment/validate`, { payment: { token, otp } });
  // Some customers never type it, and the payment is left to expire.
  if (chance.is(0.05)) return 'left alone';
  if (chance.is(0.1)) await validate('000000');
  const [sms] = await world.sandbox<{ otp: string }[]>(`/sandbox/sms?phone=${asking.phone}`);
  return `${(await validate(sms?.otp ?? '')).status}`;
}

async function payAndRefund({ world, who, free, chance }: Lane): Promise<string> {
  const invoice = `I-${randomUUID()}`;
  const paid = await pay(world, who, free, { invoice, amount: 50 });
  if (paid.status !== 201) return `${paid.status}`;
  const refunded = await world.call(who, `${BANK}/payment-refund`, {
    order: { invoice_number: invoice },
    payment: { original_request_id: paid.requestId },
    refund: { amount: chance.whole(1, 50), reason: 'soak' },
  });
  return `${refunded.status}`;
}

async function askStatus({ world, who, free }: Lane): Promise<string> {
  const invoice = `I-${randomUUID()}`;
  await pay(world, who, free, { invoice, amount: 1 });
  return `${(await world.call(who, `/orders/v1/status/${invoice}`)).status}`;
}

async function bindAndDelete({ world, who, chance }: Lane): Promise<string> {
  const bound = await bindAccount(world, who, chance.pick([WITH_OTP, WITHOUT_OTP]));
  const gone = await world.call(who, `${BANK}/token-delete`, {
    customer: { id: bound.customerId },
    debit_card: { token_id: bound.tokenId },
  });
  return `${gone.status}`;
}

/** Strangers, wrong signatures and broken bodies: what is kept in memory about them must not stay. */
async function sendNonsense({ world, who, chance }: Lane): Promise<string> {
  const stranger = { ...who, clientId: `MCH-${chance.word(12)}` };
  const forger = { ...who, secret: 'not the secret' };
  const asked = chance.pick([stranger, forger, who]);
  return `${(await world.call(asked, `${BANK}/payment`, { odd: chance.word(200) })).status}`;
}

async function lookAtSandbox({ world }: Lane): Promise<string> {
  const response = await fetch(`${world.gateway.url}/sandbox/calls?after=0&limit=10`);
  await response.arrayBuffer();
  return `${response.status}`;
}

async function readDocs({ world, chance }: Lane): Promise<string> {
  const page = chance.pick(['/docs/errors/', '/openapi.json', '/readyz', '/metrics', '/nothing']);
  const response = await fetch(world.gateway.url + page);
  await response.arrayBuffer();
  return `${response.status}`;
}
