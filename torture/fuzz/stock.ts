// What exists before the first fuzzed request: tokens, payments in several states, and their words, for requests that
// come far enough to matter.
import type { Chance } from './chance.ts';
import { bindAccount, pay, type Bound } from './bind.ts';
import { textIn } from './text-in.ts';
import { BANK, type Merchant, type World } from './world.ts';

export interface Paid {
  requestId: string;
  invoice: string;
  amount: number;
  /** Our reference at the bank. */
  reference: string;
  /** The word for OTP calls; undefined when the bank needed none. */
  token: string | undefined;
}

export interface Shelf {
  merchant: Merchant;
  free: Bound[];
  asking: Bound[];
  /** Payments that succeeded. */
  paid: Paid[];
  /** Payments that wait for an OTP. */
  waiting: Paid[];
  /** Tokens that may be deleted. */
  spare: Bound[];
}

export interface Stock {
  shelves: [Shelf, Shelf];
  /** A SNAP access token of each shelf's partner at the bank. */
  bankTokens: string[];
  /** Registration states as the bank's return carries them, of registrations that have ended. */
  endedStates: string[];
}

/** Makes it; about a hundred calls. */
export async function fillStock(world: World, chance: Chance): Promise<Stock> {
  const shelves: [Shelf, Shelf] = [
    await fillShelf(world, chance, world.merchants.one),
    await fillShelf(world, chance, world.merchants.two),
  ];
  const bankTokens = [];
  for (const { merchant } of shelves) bankTokens.push(await bankToken(world, merchant));
  const endedStates = [await endedState(world, world.merchants.one)];
  return { shelves, bankTokens, endedStates };
}

async function fillShelf(world: World, chance: Chance, merchant: Merchant): Promise<Shelf> {
  const bind = async (account: string, times: number) => {
    const bound: Bound[] = [];
    for (let n = 0; n < times; n += 1) bound.push(await bindAccount(world, merchant, account));
    return bound;
  };
  const shelf: Shelf = {
    merchant,
    free: await bind('800000000003', 2),
    asking: await bind('800000000001', 2),
    spare: await bind('800000000001', 2),
    paid: [],
    waiting: [],
  };
  for (let n = 0; n < 8; n += 1) {
    shelf.paid.push(await payOnce(world, chance, merchant, chance.pick(shelf.free)));
    shelf.waiting.push(await payOnce(world, chance, merchant, chance.pick(shelf.asking)));
  }
  return shelf;
}

async function payOnce(
  world: World,
  chance: Chance,
  merchant: Merchant,
  bound: Bound,
): Promise<Paid> {
  const order = { invoice: `STOCK-${chance.uuid()}`, amount: chance.whole(10_000, 90_000) };
  const { status, json, requestId } = await pay(world, merchant, bound, order);
  if (status !== 201) throw new Error(`the stock's payment: ${status} ${JSON.stringify(json)}`);
  const [row] = await world.sql<{ reference: string }>(
    `select replace(payment_id::text, '-', '') as reference from payments where request_id = $1`,
    [requestId],
  );
  return {
    requestId,
    ...order,
    reference: row?.reference ?? '',
    token: textIn(json, 'payment', 'token'),
  };
}

async function bankToken(world: World, merchant: Merchant): Promise<string> {
  const { signToken } = await import('@tarik/wire/snap/signature');
  const { formatSnapTimestamp } = await import('@tarik/wire/snap/timestamp');
  const timestamp = formatSnapTimestamp(Date.now());
  const clientKey = merchant.partner?.key ?? '';
  const response = await fetch(`${world.bank.url}/v1.0/access-token/b2b`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-client-key': clientKey,
      'x-signature': signToken({ clientKey, timestamp }, world.keys.gateway),
    },
    body: JSON.stringify({ grantType: 'client_credentials' }),
  });
  const { accessToken } = (await response.json()) as { accessToken?: string };
  if (accessToken === undefined) throw new Error(`the bank gave no token: ${response.status}`);
  return accessToken;
}

/** The state that the bank's page brought back for a registration that is over. */
async function endedState(world: World, merchant: Merchant): Promise<string> {
  const registered = await world.call(merchant, `${BANK}/token`, {
    customer: { id: `C-state-${Date.now()}` },
    debit_card: { account_mobile_phone: '6281234567890' },
  });
  const page = textIn(registered.json, 'debit_card', 'cimb_registration_url') ?? '';
  const id = new URL(page).pathname.split('/').at(-1);
  await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: '800000000001' });
  const back = await fetch(`${page}/return`, { redirect: 'manual' });
  const state = new URL(back.headers.get('location') ?? '').searchParams.get('state');
  if (state === null) throw new Error('the return carries no state');
  return state;
}
