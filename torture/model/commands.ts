// What may happen in a run, as commands that fast-check draws, orders and shrinks. Each starts something and lets the
// scheduler pick a few steps; what is begun goes on while the next commands run.
import * as fc from 'fast-check';
import {
  FAULTS,
  OPERATIONS,
  type Account,
  type BookPayment,
  type Fault,
  type Operation,
} from './bank-terms.ts';
import type { Asked, ModelPayment } from './terms.ts';
import { bankOf, callBack, doorOf, endpointOf, idOf, type Process, type World } from './world.ts';

/** Calls and chores under way at once, at most. */
const ACTORS = 4;

/** Where most of the money is. */
const OFTEN: readonly Operation[] = [
  ...(['pay', 'verifyOtp', 'refund', 'inquire', 'inquireRefund'] as const),
  ...(['pay', 'verifyOtp', 'refund'] as const),
];

/** fast-check's own model carries nothing: the reference model lives in the world. */
type Nothing = Record<string, never>;

interface Play {
  name: string;
  /** Picks after the command; -1 starts the next command in the same turn, so that both may share a statement. */
  picks: number;
  act(world: World): Promise<void> | void;
}

/** Every command, with its chances. */
export function allCommands(): fc.Arbitrary<fc.AsyncCommand<Nothing, World>>[] {
  const place = fc.constantFrom<(0 | 1)[]>(0, 1);
  const index = fc.nat(11);
  const picks = fc.constantFrom(-1, -1, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 10);
  const play = <A extends unknown[]>(
    name: string,
    args: { [K in keyof A]: fc.Arbitrary<A[K]> },
    act: (world: World, ...drawn: A) => Promise<void> | void,
  ) =>
    fc.tuple(picks, fc.tuple(...args) as unknown as fc.Arbitrary<A>).map(([steps, drawn]) =>
      command({
        name: `${name}(${drawn.map(String).join(', ')})`,
        picks: steps,
        act: (world) => act(world, ...drawn),
      }),
    );

  const payment = play<[number, number, 0 | 1]>('pay', [index, fc.nat(9), place], pay);
  const validate = play<[number, Otp, 0 | 1]>(
    'validate',
    [index, fc.constantFrom<Otp[]>('right', 'right', 'wrong', 'stale'), place],
    validateOtp,
  );
  const refund = play<[number, Share, 0 | 1]>(
    'refund',
    [index, fc.constantFrom<Share[]>('whole', 'half', 'most', 'more'), place],
    refundPart,
  );
  const again = play<[number, 0 | 1]>('again', [index, place], sendAgain);
  const chores = play<[0 | 1]>('chores', [place], runChores);
  const fault = play<[Operation, Fault]>(
    'fault',
    [fc.constantFrom(...OFTEN, ...OPERATIONS), fc.constantFrom(...FAULTS)],
    (world, operation, kind) => world.bank.order(operation, kind),
  );
  const advance = play<[number, 0 | 1]>(
    'advance',
    [fc.constantFrom(1, 6, 20, 31, 35, 61, 150, 301, 306, 900, 3_600), place],
    async (world, seconds, where) => {
      // Where business time moves far, nothing may be under way for longer than a call lives.
      if (seconds > 60) await world.finish();
      world.advance(seconds * 1000);
      runChores(world, where);
    },
  );
  const race = play<[number, Racer, Racer, 0 | 1, 0 | 1]>(
    'race',
    [index, fc.constantFrom(...RACERS), fc.constantFrom(...RACERS), place, place],
    (world, number, one, two, where, there) => {
      RACES[one](world, number, where);
      RACES[two](world, number, there);
    },
  );
  return [
    payment,
    payment,
    payment,
    validate,
    validate,
    validate,
    refund,
    refund,
    again,
    again,
    race,
    race,
    race,
    race,
    chores,
    fault,
    fault,
    fault,
    advance,
    advance,
    play<[number, 0 | 1]>('resend', [index, place], resendOtp),
    play<[number, 0 | 1]>('delete', [index, place], deleteToken),
    play<[number, 0 | 1]>('list', [index, place], listTokens),
    play<[number, 0 | 1]>('status', [index, place], readStatus),
    play<[number, 0 | 1]>('other body', [index, place], sendOther),
    play<[number, 'true' | 'wrong amount', 0 | 1]>(
      'callback',
      [index, fc.constantFrom('true', 'true', 'wrong amount'), place],
      bringCallback,
    ),
    play<[Account, 0 | 1]>(
      'bind',
      [fc.constantFrom('free', 'otp', 'empty'), place],
      (world, kind, where) => bind(world, kind, where),
    ),
    play<[number]>('receiver', [fc.constantFrom(500, 503, 302)], (world, status) => {
      if (world.answers.length < 4) world.answers.push(status);
    }),
    play<[0 | 1]>('kill', [place], (world, where) => world.kill(where)),
    play<[0 | 1, 'before' | 'after']>(
      'database',
      [place, fc.constantFrom('before', 'after')],
      (world, where, kind) => {
        world.model.disturbed = true;
        world.dbFaults[where].push(kind);
      },
    ),
    play<[]>('step', [], () => undefined),
  ];
}

function command({ name, picks, act }: Play): fc.AsyncCommand<Nothing, World> {
  return {
    check: () => true,
    toString: () => `${name} +${picks}`,
    async run(_model, world) {
      while (world.underWay.size >= ACTORS && (await world.stage.pick()));
      await act(world);
      for (let n = 0; n < picks; n += 1) if (!(await world.stage.pick())) break;
    },
  };
}

const RACERS = ['right', 'wrong', 'resend', 'half', 'most', 'whole', 'again', 'chores'] as const;
type Racer = (typeof RACERS)[number];

/** Two of these at once for one payment. */
const RACES: Readonly<Record<Racer, (world: World, index: number, where: 0 | 1) => void>> = {
  right: (world, index, where) => validateOtp(world, index, 'right', where),
  wrong: (world, index, where) => validateOtp(world, index, 'wrong', where),
  resend: (world, index, where) => resendOtp(world, index, where),
  half: (world, index, where) => refundPart(world, index, 'half', where),
  most: (world, index, where) => refundPart(world, index, 'most', where),
  whole: (world, index, where) => refundPart(world, index, 'whole', where),
  again: (world, index, where) => sendAgain(world, index, where),
  chores: (world, _index, where) => runChores(world, where),
};

const NO_EVIDENCE = {
  operation: 'notify',
  http: null,
  code: null,
  message: null,
  note: null,
  externalId: null,
};

type Otp = 'right' | 'wrong' | 'stale';
type Share = 'whole' | 'half' | 'most' | 'more';

function one<T>(from: readonly T[], index: number): T | undefined {
  return from[from.length - 1 - (index % Math.max(1, from.length))];
}

function asked(world: World, endpoint: string, about: string, body: object): Asked {
  const number = world.model.asked.length + 1;
  const requestId = `R-${world.run}-${number}`;
  return { requestId, endpoint, about, body: JSON.stringify(body) };
}

function pay(world: World, index: number, invoiceIndex: number, where: 0 | 1): void {
  const token = one(world.model.tokens, index);
  if (token === undefined) return;
  const count = world.model.payments.length + 1;
  const amount = BigInt(10_000 + 10 * count);
  const rival = invoiceIndex < 2 ? one(world.model.payments, invoiceIndex) : undefined;
  const invoice = rival?.invoice ?? `INV-${world.run}-${count}`;
  const call = asked(world, 'payment', `${amount}`, {
    customer: { id: token.customerId },
    order: { invoice_number: invoice, amount: Number(amount) },
    payment: { token_id: token.tokenId },
  });
  world.model.payments.push({
    amount,
    requestId: call.requestId,
    invoice,
    tokenId: token.tokenId,
    startedAt: world.stage.tick(),
    startedMs: world.stage.now(),
    worlds: new Set(['none', 'pending', 'succeeded', 'failed', 'expired']),
    challenge: null,
  });
  world.send(where, call);
}

function bookOf(world: World, payment: ModelPayment): BookPayment | undefined {
  return [...world.bank.payments.values()].find((entry) => entry.amount === payment.amount);
}

function withChallenge(world: World): ModelPayment[] {
  return world.model.payments.filter(({ challenge }) => challenge !== null);
}

function validateOtp(world: World, index: number, kind: Otp, where: 0 | 1): void {
  const waiting = withChallenge(world).filter(
    (payment) => world.bank.payments.size > 0 && bookOf(world, payment)?.account === 'otp',
  );
  const payment = one(waiting, index);
  if (payment === undefined) return;
  const right = bookOf(world, payment)?.otp ?? '000000';
  const stale = String(Number(right) - 1).padStart(6, '0');
  const otp = { right, wrong: '999999', stale }[kind];
  world.send(
    where,
    asked(world, 'payment/validate', `${payment.amount} ${otp}`, {
      payment: { token: payment.challenge, otp },
    }),
  );
}

function resendOtp(world: World, index: number, where: 0 | 1): void {
  const payment = one(withChallenge(world), index);
  if (payment === undefined) return;
  const body = { payment: { token: payment.challenge } };
  world.send(where, asked(world, 'payment-otp', `${payment.amount}`, body));
}

function refundPart(world: World, index: number, share: Share, where: 0 | 1): void {
  const payment = one(world.model.payments, index);
  if (payment === undefined) return;
  const { amount: whole } = payment;
  const amount = { whole, half: whole / 2n, most: (whole * 2n) / 3n, more: whole + 1n }[share];
  const tag = `T-${world.run}-${world.model.asked.length + 1}`;
  const call = asked(world, 'payment-refund', tag, {
    order: { invoice_number: payment.invoice },
    payment: { original_request_id: payment.requestId },
    refund: { amount: Number(amount), reason: tag },
  });
  world.model.refunds.push({
    tag,
    requestId: call.requestId,
    payment,
    amount,
    startedAt: world.stage.tick(),
    worlds: new Set(['none', 'pending', 'succeeded', 'failed']),
    accepted: false,
  });
  world.send(where, call);
}

function deleteToken(world: World, index: number, where: 0 | 1): void {
  const token = one(world.model.tokens, index);
  // Most stories need their tokens.
  if (token === undefined || index > 3) return;
  const body = { customer: { id: token.customerId }, debit_card: { token_id: token.tokenId } };
  world.send(where, asked(world, 'token-delete', token.tokenId, body));
}

function listTokens(world: World, index: number, where: 0 | 1): void {
  const token = one(world.model.tokens, index);
  if (token === undefined) return;
  const body = { customer: { id: token.customerId } };
  world.send(where, asked(world, 'tokens', token.customerId, body));
}

function sendAgain(world: World, index: number, where: 0 | 1): void {
  const earlier = one(world.model.asked, index);
  if (earlier !== undefined) world.send(where, earlier);
}

/** The same Request-Id with another body; a blank is enough. */
function sendOther(world: World, index: number, where: 0 | 1): void {
  const earlier = one(world.model.asked, index);
  if (earlier?.endpoint !== 'payment' && earlier?.endpoint !== 'payment-refund') return;
  world.send(where, { ...earlier, body: earlier.body.replace(/^\{/, '{ ') });
}

function readStatus(world: World, index: number, where: 0 | 1): void {
  const payment = one(world.model.payments, index);
  if (payment === undefined) return;
  const known = world.model.certain(payment);
  world.start(where, async (process) => {
    const status = await statusOf(world, process, payment);
    if (status !== null) world.model.status(payment, known, status);
  });
}

/** Where a payment stands, as check status tells it; null when it tells nothing or of another payment. */
export async function statusOf(
  world: World,
  { house, ctx }: Process,
  payment: ModelPayment,
): Promise<string | null> {
  try {
    const target = `/orders/v1/status/${payment.requestId}`;
    const reply = await house.ordersStatus(ctx, world.merchant, target);
    const words = JSON.parse(reply.body.toString()) as {
      order: { amount: unknown };
      transaction: { status: string };
    };
    return String(words.order.amount) === `${payment.amount}` ? words.transaction.status : null;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'transaction_not_found') return null;
    throw error;
  }
}

function bringCallback(
  world: World,
  index: number,
  kind: 'true' | 'wrong amount',
  where: 0 | 1,
): void {
  if (kind === 'true') {
    const callback = one(world.bank.callbacks, index);
    if (callback !== undefined) world.start(where, (own) => callBack(world, own, callback));
    return;
  }
  const payment = one([...world.bank.payments.values()], index);
  if (payment === undefined) return;
  const { reference } = payment;
  const amount = payment.amount + 1n;
  const lie = { reference, bankPaymentId: null, amount, says: 'paid', bankCode: 'x' } as const;
  world.start(where, (own) => callBack(world, own, { ...lie, evidence: NO_EVIDENCE }));
}

function runChores(world: World, where: 0 | 1): void {
  world.start(where, (process) => choresOf(world, process));
}

/** One round of every chore of a process; answers how much was due. */
export async function choresOf(world: World, process: Process): Promise<number> {
  const { house, ctx } = process;
  let done = 0;
  done += await house.settleDuePayments(ctx);
  done += await house.settleDueRefunds(ctx);
  done += await house.returnLateMoney(ctx);
  done += await house.settleDueTokens(ctx);
  done += await house.deliverDue(ctx, doorOf(world, process));
  return done;
}

/** A customer registers an account and comes back from the bank's page; then the merchant knows its token. */
export function bind(world: World, kind: Account, where: 0 | 1): void {
  const count = world.model.asked.length + 1;
  const customerId = `C-${kind}-${world.run}-${count}`;
  const call = asked(world, 'token', customerId, {
    customer: { id: customerId },
    debit_card: { account_mobile_phone: '6281234567890' },
  });
  world.model.asked.push(call);
  world.start(where, async ({ house, ctx }) => {
    const bank = bankOf(ctx);
    const token = endpointOf(house, 'token');
    const deadline = ctx.clock.steady() + 25_000;
    const body = Buffer.from(call.body);
    const { requestId } = call;
    const reply = await token
      .serve(ctx, { merchant: world.merchant, bank, requestId, body, deadline })
      .catch((error: unknown) => {
        if (error instanceof house.Refusal) return null;
        throw error;
      });
    const url = /https:\/\/bank\.example\/([0-9a-f]{32})/.exec(reply?.body.toString() ?? '');
    if (url?.[1] === undefined) return;
    const tokenId = url[1].replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const state = ctx.sealer.coverIds('registration', world.merchant.merchantId, tokenId);
    const query = { state, status: 'SUCCESS', authCode: idOf(customerId) };
    const view = await house.confirmRegistration(ctx, bank, query);
    world.model.tokens.push({
      tokenId: url[1],
      customerId,
      account: kind,
      active: view?.token.state === 'active',
      deletionStartedAt: null,
      gone: false,
    });
  });
}
