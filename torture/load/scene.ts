// Where a story plays: its client, its chance, a borrowed account, and how a payment comes to its end in it.
import type { Chance } from '../../packages/gateway/tests/chance.ts';
import type { CustomersBank } from './bank.ts';
import { pay, validate, type Bound, type Order } from './calls.ts';
import type { Answer, Call, Client } from './client.ts';
import type { LoadMerchant } from './options.ts';
import type { Persons } from './persons.ts';
import type { AccountKind, Pool } from './pool.ts';

export interface Scene {
  client: Client;
  bank: CustomersBank;
  pool: Pool;
  persons: Persons;
  chance: Chance;
  merchants: readonly LoadMerchant[];
  merchant: LoadMerchant;
  /** An invoice number that no other order has. */
  invoice(): string;
  /** Keeps a payment, whose status is asked at the very end. */
  payment(call: Call): void;
  /** Says that an answer is not what the guide promises. */
  surprise(what: string): void;
}

/** A payment and what was said of it; `answer` is null when its outcome is unknown. */
export interface Made {
  bound: Bound;
  order: Order;
  call: Call;
  answer: Answer | null;
}

/** Tells a part of a story with a borrowed account; `gone` says that the token was deleted meanwhile. */
export async function withAccount(
  scene: Scene,
  kind: AccountKind | undefined,
  tell: (bound: Bound) => Promise<'gone' | void>,
): Promise<void> {
  const { chance } = scene;
  const drawn = kind ?? chance.pick(['free', 'free', 'free', 'otp', 'otp', 'otp', 'odd'] as const);
  const bound = await scene.pool.borrow(chance, scene.merchant, drawn);
  if (bound === null) return;
  let gone = false;
  try {
    gone = (await tell(bound)) === 'gone';
  } finally {
    scene.pool.giveBack(bound, gone);
  }
}

/** A payment that is not asked yet; from 1 to 999,999,999 rupiah, mostly little. */
export function order(scene: Scene, bound: Bound): Made {
  const { chance } = scene;
  // The account without an OTP is one for all: its money must last.
  const digits = bound.account === '800000000003' && !chance.is(0.001) ? 5 : 9;
  const amount = Math.min(999_999_999, Math.ceil(10 ** (chance.fraction() * digits)));
  const made = { invoice: scene.invoice(), amount };
  const call = pay(bound, made, scene.persons, chance);
  scene.payment(call);
  return { bound, order: made, call, answer: null };
}

/** Charges, and gives the OTP when one is asked for. */
export async function paid(scene: Scene, bound: Bound): Promise<Made> {
  const made = order(scene, bound);
  made.answer = await scene.client.insist(made.call);
  return giveOtp(scene, made);
}

/** Gives the right OTP when the payment waits for one; `answer` is then the bank's word. */
export async function giveOtp(scene: Scene, made: Made): Promise<Made> {
  const challenge = challengeOf(made);
  if (challenge === null) return made;
  const otp = await scene.bank.otp(made.bound.person.phone);
  if (otp === null) return { ...made, answer: null };
  return { ...made, answer: await scene.client.insist(validate(made.call, challenge, otp)) };
}

/** What names the payment while it waits for an OTP. */
export function challengeOf({ answer }: Made): string | null {
  const payment = answer?.json.payment;
  return payment?.status === 'PENDING' ? (payment.token ?? null) : null;
}

export function succeeded({ answer }: Made): boolean {
  return answer?.definite === true && answer.json.payment?.status === 'SUCCESS';
}
