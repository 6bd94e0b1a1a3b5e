// Tokens from registration to deletion, on a real database and with a bank that answers what each test tells it.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  callOf,
  declined,
  evidence,
  flowContext,
  NOT_SENT,
  refusalOf,
  UNCLEAR,
  type FlowContext,
} from '../../tests/flow-context.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank } from '../banks/bank.ts';
import { checkBooks } from '../checks/check.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { createPayment } from '../payments/create.ts';
import type { Reply } from '../requests/call.ts';
import { openAccess } from './access.ts';
import { settleDueTokens } from './chores.ts';
import { confirmRegistration } from './confirm.ts';
import { deleteToken, type Deletion } from './delete.ts';
import { listTokens } from './list.ts';
import { registerToken, type Registration } from './register.ts';
import { findToken } from './store.ts';
import type { Token, TokenView } from './token.ts';

const MINUTE = 60_000;
let flows: FlowContext;

beforeAll(async () => {
  flows = await flowContext();
});

afterEach(async () => {
  expect(await checkBooks(flows.db)).toEqual([]);
  await flows.forget();
});

afterAll(() => flows.close());

const said = (reply: Reply): any => JSON.parse(reply.body.toString());
const dies = (): never => {
  throw new Error('the process dies');
};

function register(merchant: Merchant, customerId = 'C-1', requestId?: string): Promise<Reply> {
  const word = ({ token, details }: Registration) => ({
    id: token.tokenId,
    state: token.state,
    url: details.registrationUrl,
  });
  const call = callOf(flows, merchant, 'cimb/token', word, requestId);
  const details = {
    customer: { id: customerId, name: 'Robby' },
    accountPhone: '6281234567890',
    successUrl: 'https://shop.example/bound',
  };
  return registerToken(flows.ctx, call, { bank: flows.bank, details });
}

/** The `state` that the bank was given to send the customer back with. */
function stateOf(tokenId: string): string {
  const bound = flows.bank.asked('bind').find((one) => one.reference === referenceOf(tokenId));
  return new URL(bound.returnUrl).searchParams.get('state') ?? '';
}

function comeBack(tokenId: string, query: Record<string, string> = {}, bank: Bank = flows.bank) {
  const all = { state: stateOf(tokenId), status: 'SUCCESS', authCode: 'CODE', ...query };
  return confirmRegistration(flows.ctx, bank, all);
}

async function pending(merchant: Merchant, customerId?: string): Promise<string> {
  return said(await register(merchant, customerId)).id;
}

async function active(merchant: Merchant, customerId?: string): Promise<string> {
  const tokenId = await pending(merchant, customerId);
  expect((await comeBack(tokenId))?.token.state).toBe('active');
  return tokenId;
}

async function list(merchant: Merchant, customerId = 'C-1'): Promise<string[]> {
  const word = (found: TokenView[]) => found.map(({ token }) => token.tokenId);
  const call = callOf(flows, merchant, 'cimb/tokens', word);
  return said(await listTokens(flows.ctx, call, { bank: flows.bank, customerId }));
}

function remove(
  merchant: Merchant,
  tokenId: string,
  { customerId = 'C-1', requestId }: { customerId?: string; requestId?: string } = {},
): Promise<Reply> {
  const word = ({ token, deleted, confirmed }: Deletion) => ({
    state: token.state,
    deleted,
    confirmed,
  });
  const call = callOf(flows, merchant, 'cimb/token-delete', word, requestId);
  return deleteToken(flows.ctx, call, { bank: flows.bank, customerId, tokenId });
}

async function pay(merchant: Merchant, tokenId: string): Promise<string> {
  const call = callOf(flows, merchant, 'cimb/payment', () => ({ paid: true }));
  const reply = await createPayment(flows.ctx, call, {
    bank: flows.bank,
    tokenId,
    amount: 1n,
    invoiceNumber: `INV-${randomUUID()}`,
    details: { customer: { id: 'C-1' }, otpLifeMs: MINUTE },
    notificationUrl: null,
    price: { fee: 0n, split: null },
  });
  return said(reply).refused ?? 'paid';
}

async function standing(merchant: Merchant, tokenId: string): Promise<Token> {
  const token = await findToken(flows.db, merchant.merchantId, tokenId);
  if (token === null) throw new Error('a token is never removed');
  return token;
}

async function events(tokenId: string): Promise<string[]> {
  const rows = await flows.sql<{ event: string }>(
    'select event from token_events where token_id = $1 order by version',
    [tokenId],
  );
  return rows.map((row) => row.event);
}

/** Lets everything happen that is due within this time. */
async function wait(ms: number): Promise<void> {
  flows.advance(ms);
  while ((await settleDueTokens(flows.ctx)) > 0);
}

async function alarms(): Promise<number> {
  const { values } = await flows.ctx.metrics.alarms.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

describe('a registration', () => {
  test('opens the page of the bank, and a repeat gets the same answer without asking again', async () => {
    const merchant = await flows.merchant();
    const requestId = randomUUID();
    const before = flows.bank.asked('bind').length;
    const first = await register(merchant, 'C-1', requestId);
    const again = await register(merchant, 'C-1', requestId);
    expect(said(first)).toMatchObject({
      state: 'pending',
      url: `https://bank.example/register/${referenceOf(said(first).id)}`,
    });
    expect(again).toMatchObject({ status: 200, replayed: true });
    expect(again.body.equals(first.body)).toBe(true);
    expect(flows.bank.asked('bind')).toHaveLength(before + 1);
    expect(await events(said(first).id)).toEqual(['created', 'registration_opened']);
  });

  test('gives the bank our page to return to, which names nobody', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant, 'C-77');
    const asked = flows.bank.asked('bind').at(-1);
    expect(asked).toMatchObject({
      reference: referenceOf(tokenId),
      customerId: 'C-77',
      phone: '6281234567890',
      customerName: 'Robby',
    });
    const url = new URL(asked.returnUrl);
    expect(url.origin + url.pathname).toBe('https://gateway.example/callbacks/cimb/return');
    expect(url.href).not.toContain(merchant.merchantId.slice(0, 8));
  });

  test('runs once among ten repeats at the same time', async () => {
    const merchant = await flows.merchant();
    const requestId = randomUUID();
    const before = flows.bank.asked('bind').length;
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => register(merchant, 'C-1', requestId)),
    );
    expect(new Set(replies.map((reply) => reply.body.toString())).size).toBe(1);
    expect(flows.bank.asked('bind')).toHaveLength(before + 1);
  });

  test('that the bank declines is refused for good, and the token has failed', async () => {
    const merchant = await flows.merchant();
    const requestId = randomUUID();
    flows.bank.next('bind', declined('bank_refused'));
    const refused = await register(merchant, 'C-1', requestId);
    expect(said(refused)).toEqual({
      refused: 'registration_declined',
      reason: 'bank_refused',
      bankCode: '4050001',
    });
    expect((await register(merchant, 'C-1', requestId)).replayed).toBe(true);
    expect(await list(merchant)).toEqual([]);
  });

  test('is sent once more when nothing left us, under the same reference', async () => {
    const merchant = await flows.merchant();
    flows.bank.next('bind', NOT_SENT);
    const tokenId = await pending(merchant);
    const references = flows.bank
      .asked('bind')
      .slice(-2)
      .map((one) => one.reference);
    expect(references).toEqual([referenceOf(tokenId), referenceOf(tokenId)]);
  });

  test.each([
    ['nothing reached the bank', [NOT_SENT, NOT_SENT]],
    ['the answer of the bank is unclear', [UNCLEAR]],
  ])('leaves its Request-Id free when %s', async (_name, outcomes) => {
    const merchant = await flows.merchant();
    const requestId = randomUUID();
    flows.bank.next('bind', ...outcomes);
    expect(await refusalOf(register(merchant, 'C-1', requestId))).toBe('bank_unavailable');
    const [failed] = await flows.sql<{ state: string; reason: string }>(
      'select state, reason from tokens where merchant_id = $1',
      [merchant.merchantId],
    );
    expect(failed).toEqual({ state: 'failed', reason: 'bank_unavailable' });
    expect(said(await register(merchant, 'C-1', requestId))).toMatchObject({ state: 'pending' });
  });

  test('starts over when its process died, since nobody has seen its page', async () => {
    const merchant = await flows.merchant();
    const requestId = randomUUID();
    flows.bank.next('bind', dies);
    await expect(register(merchant, 'C-1', requestId)).rejects.toThrow('the process dies');
    expect(await refusalOf(register(merchant, 'C-1', requestId))).toBe('request_running');
    expect(said(await register(merchant, 'C-1', requestId))).toMatchObject({ state: 'pending' });
  });

  test('needs an active bank', async () => {
    const merchant = await flows.merchant({}, false);
    expect(await refusalOf(register(merchant))).toBe('channel_inactive');
  });

  test('keeps nothing in plain that names the customer', async () => {
    const merchant = await flows.merchant();
    await active(merchant, 'CUSTOMER-IN-PLAIN');
    const [row] = await flows.sql<{ text: string }>(
      'select tokens::text as text from tokens where merchant_id = $1',
      [merchant.merchantId],
    );
    expect(row?.text).not.toMatch(/CUSTOMER|Robby|62812/);
    const hex = Buffer.from('CUSTOMER').toString('hex');
    expect(row?.text).not.toContain(hex);
  });
});

describe('the return of the customer', () => {
  test('makes the token active with the account the bank names', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    const view = await comeBack(tokenId);
    expect(view).toMatchObject({
      token: { state: 'active', accountTail: '0001', dueAt: null },
      details: { successUrl: 'https://shop.example/bound', customer: { id: 'C-1' } },
    });
    const { sealedAccess } = await standing(merchant, tokenId);
    expect(openAccess(flows.ctx, merchant.merchantId, tokenId, sealedAccess!)).toMatchObject({
      linkId: `link-${referenceOf(tokenId)}`,
      bindingReference: referenceOf(tokenId),
    });
    expect(await list(merchant)).toEqual([tokenId]);
    expect(await pay(merchant, tokenId)).toBe('paid');
  });

  test('is harmless when it is repeated, one by one and all at once', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    const before = flows.bank.asked('grantAccess').length;
    const views = await Promise.all(Array.from({ length: 10 }, () => comeBack(tokenId)));
    expect(views.map((view) => view?.token.state)).toEqual(Array(10).fill('active'));
    expect((await comeBack(tokenId))?.token.state).toBe('active');
    expect((await comeBack(tokenId, { status: 'FAILED' }))?.token.state).toBe('active');
    expect(flows.bank.asked('grantAccess')).toHaveLength(before + 1);
    expect(await events(tokenId)).toEqual(['created', 'registration_opened', 'bound']);
  });

  test('from a refused registration fails the token', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    const view = await comeBack(tokenId, { status: 'FAILED' });
    expect(view?.token).toMatchObject({ state: 'failed', reason: 'registration_refused' });
    expect((await comeBack(tokenId))?.token.state).toBe('failed');
  });

  test('is nobody’s without our own state, or at another bank', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    const { ctx, bank } = flows;
    const challenge = ctx.sealer.coverIds('challenge', merchant.merchantId, tokenId);
    const stranger = ctx.sealer.coverIds('registration', merchant.merchantId, randomUUID());
    for (const state of [undefined, '', 'x', challenge, stranger]) {
      const query = {
        status: 'SUCCESS',
        authCode: 'CODE',
        ...(state === undefined ? {} : { state }),
      };
      expect(await confirmRegistration(ctx, bank, query)).toBeNull();
    }
    expect(await comeBack(tokenId, {}, { ...bank, slug: 'bri' })).toBeNull();
    expect((await standing(merchant, tokenId)).state).toBe('pending');
  });

  test('changes nothing without a result or without a code', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    expect((await comeBack(tokenId, { status: 'WHATEVER' }))?.token.state).toBe('pending');
    expect((await comeBack(tokenId, { authCode: '' }))?.token.state).toBe('pending');
    expect((await comeBack(tokenId))?.token.state).toBe('active');
  });

  test.each([
    ['nothing reached the bank', NOT_SENT],
    ['the answer of the bank is unclear', UNCLEAR],
  ])('may be repeated when %s', async (_name, outcome) => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    flows.bank.next('grantAccess', outcome);
    expect((await comeBack(tokenId))?.token.state).toBe('pending');
    expect((await comeBack(tokenId))?.token.state).toBe('active');
  });

  test('with a code that the bank declines fails the token', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    flows.bank.next('grantAccess', declined('bank_refused'));
    expect((await comeBack(tokenId))?.token).toMatchObject({
      state: 'failed',
      bankCode: '4050001',
    });
  });

  test('trades the code once, and the account is looked at until the bank has said it', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    const before = flows.bank.asked('grantAccess').length;
    flows.bank.next('account', UNCLEAR, NOT_SENT);
    expect((await comeBack(tokenId))?.token.state).toBe('pending');
    await wait(11_000);
    expect((await standing(merchant, tokenId)).state).toBe('pending');
    await wait(21_000);
    expect(await standing(merchant, tokenId)).toMatchObject({
      state: 'active',
      accountTail: '0001',
    });
    expect(flows.bank.asked('grantAccess')).toHaveLength(before + 1);
  });

  test('goes on from the traded code after its process died', async () => {
    const merchant = await flows.merchant();
    const tokenId = await pending(merchant);
    const before = flows.bank.asked('grantAccess').length;
    flows.bank.next('account', dies);
    await expect(comeBack(tokenId)).rejects.toThrow('the process dies');
    expect((await comeBack(tokenId))?.token.state, 'somebody may still be at it').toBe('pending');
    flows.advance(46_000);
    expect((await comeBack(tokenId))?.token.state).toBe('active');
    expect(flows.bank.asked('grantAccess')).toHaveLength(before + 1);
  });

  test('after its time expires the registration, and the chore does so by itself', async () => {
    const merchant = await flows.merchant();
    const [one, two] = [await pending(merchant), await pending(merchant)];
    flows.advance(15 * MINUTE);
    expect((await comeBack(one))?.token.state).toBe('expired');
    await wait(0);
    expect((await standing(merchant, two)).state).toBe('expired');
    expect((await comeBack(two))?.token.state).toBe('expired');
  });
});

describe('the list', () => {
  test('shows the active tokens of this customer at this merchant alone, oldest first', async () => {
    const [one, two] = [await flows.merchant(), await flows.merchant()];
    const first = await active(one, 'C-1');
    const second = await active(one, 'C-1');
    await pending(one, 'C-1');
    await active(one, 'C-2');
    await active(two, 'C-1');
    const gone = await active(one, 'C-1');
    await remove(one, gone);
    expect(await list(one, 'C-1')).toEqual([first, second]);
    expect(await list(one, 'nobody')).toEqual([]);
    expect(await list(await flows.merchant({}, false), 'C-1')).toEqual([]);
  });

  test('is kept for a repeat of its Request-Id', async () => {
    const merchant = await flows.merchant();
    const call = callOf(
      flows,
      merchant,
      'cimb/tokens',
      (found: TokenView[]) => found.length,
      randomUUID(),
    );
    const ask = () => listTokens(flows.ctx, call, { bank: flows.bank, customerId: 'C-1' });
    expect(said(await ask())).toBe(0);
    await active(merchant);
    const again = await ask();
    expect([said(again), again.replayed]).toEqual([0, true]);
    expect(await list(merchant)).toHaveLength(1);
  });

  test('has at most a hundred tokens, always the same', async () => {
    const merchant = await flows.merchant();
    const ids = await Promise.all(Array.from({ length: 101 }, () => pending(merchant)));
    await Promise.all(ids.map((tokenId) => comeBack(tokenId)));
    const listed = await list(merchant);
    expect(listed).toHaveLength(100);
    expect(await list(merchant)).toEqual(listed);
  });
});

describe('a deletion', () => {
  test('ends the binding at the bank, and the token is not found any more', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    expect(said(await remove(merchant, tokenId))).toEqual({
      state: 'deleted',
      deleted: true,
      confirmed: true,
    });
    expect(said(await remove(merchant, tokenId))).toEqual({ refused: 'token_not_found' });
    expect(await list(merchant)).toEqual([]);
    expect(await pay(merchant, tokenId)).toBe('token_not_found');
    expect(flows.bank.asked('unbind').at(-1).access.linkId).toBe(`link-${referenceOf(tokenId)}`);
  });

  test('finds no token of another customer or merchant, none that is pending and none at all', async () => {
    const [one, two] = [await flows.merchant(), await flows.merchant()];
    const tokenId = await active(one);
    const answers = await Promise.all([
      remove(one, tokenId, { customerId: 'C-2' }),
      remove(two, tokenId),
      remove(one, await pending(one)),
      remove(one, randomUUID()),
    ]);
    expect(answers.map((reply) => said(reply).refused)).toEqual(Array(4).fill('token_not_found'));
    expect((await standing(one, tokenId)).state).toBe('active');
  });

  test('runs once among twenty at the same time', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const before = flows.bank.asked('unbind').length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => remove(merchant, tokenId).then(said)),
    );
    expect(answers.filter((answer) => answer.deleted === true)).toHaveLength(1);
    expect(answers.filter((answer) => answer.refused === 'token_not_found')).toHaveLength(19);
    expect(flows.bank.asked('unbind')).toHaveLength(before + 1);
  });

  test('that the bank refuses leaves the token as it was', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const requestId = randomUUID();
    flows.bank.next('unbind', declined('bank_refused'));
    const refused = await remove(merchant, tokenId, { requestId });
    expect(said(refused)).toEqual({ state: 'active', deleted: false, confirmed: false });
    expect((await remove(merchant, tokenId, { requestId })).body.equals(refused.body)).toBe(true);
    expect(await pay(merchant, tokenId)).toBe('paid');
    expect(said(await remove(merchant, tokenId))).toMatchObject({ deleted: true });
  });

  test.each([
    ['unclear', UNCLEAR],
    ['never sent', NOT_SENT],
  ])(
    'that is %s takes the token away at once and is brought to its end',
    async (_name, outcome) => {
      const merchant = await flows.merchant();
      const tokenId = await active(merchant);
      flows.bank.next('unbind', outcome, UNCLEAR);
      const reply = said(await remove(merchant, tokenId));
      expect(reply).toEqual({ state: 'deleting', deleted: true, confirmed: false });
      expect(await list(merchant)).toEqual([]);
      expect(await pay(merchant, tokenId)).toBe('token_not_found');
      expect(said(await remove(merchant, tokenId))).toEqual({ refused: 'token_not_found' });
      await wait(11_000);
      expect((await standing(merchant, tokenId)).state).toBe('deleting');
      await wait(21_000);
      expect((await standing(merchant, tokenId)).state).toBe('deleted');
      const references = flows.bank
        .asked('unbind')
        .slice(-3)
        .map((one) => one.reference);
      expect(new Set(references).size, 'each under a reference of its own').toBe(3);
      expect(await events(tokenId)).toEqual([
        'created',
        'registration_opened',
        'bound',
        'deletion_asked',
        'bank_unclear',
        'unbound',
      ]);
    },
  );

  test('ends without unbinding again when the bank says that the account is no longer linked', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    flows.bank.next('unbind', UNCLEAR);
    await remove(merchant, tokenId);
    const before = flows.bank.asked('unbind').length;
    const unlinked = { kind: 'account', lastFour: '0001', linked: false } as const;
    flows.bank.next('account', { ...unlinked, evidence: evidence() });
    await wait(11_000);
    expect((await standing(merchant, tokenId)).state).toBe('deleted');
    expect(flows.bank.asked('unbind')).toHaveLength(before);
  });

  test('that the bank refuses after we said that the token is gone stays deleted, with an alarm', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const before = await alarms();
    flows.bank.next('unbind', UNCLEAR, declined('bank_refused'));
    expect(said(await remove(merchant, tokenId))).toMatchObject({ deleted: true });
    await wait(11_000);
    expect(await standing(merchant, tokenId)).toMatchObject({
      state: 'deleted',
      reason: 'bank_refused',
      bankCode: '4050001',
    });
    expect((await events(tokenId)).at(-1)).toBe('unbinding_given_up');
    expect(await alarms()).toBe(before + 1);
    expect(flows.logged()).toContain('does not end the binding');
  });

  test('goes on asking the bank after its process died', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const requestId = randomUUID();
    flows.bank.next('unbind', dies);
    await expect(remove(merchant, tokenId, { requestId })).rejects.toThrow('the process dies');
    expect((await standing(merchant, tokenId)).state).toBe('deleting');
    expect(said(await remove(merchant, tokenId, { requestId }))).toEqual({
      state: 'deleted',
      deleted: true,
      confirmed: true,
    });
  });

  test('that broke off is ended by the chore, and its repeat is told the same', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const requestId = randomUUID();
    flows.bank.next('unbind', dies, declined('bank_refused'));
    await expect(remove(merchant, tokenId, { requestId })).rejects.toThrow('the process dies');
    await wait(31_000);
    expect((await standing(merchant, tokenId)).state, 'nobody was told that it is gone').toBe(
      'active',
    );
    const reply = said(await remove(merchant, tokenId, { requestId }));
    expect(reply).toEqual({ state: 'active', deleted: false, confirmed: false });
  });

  test('that broke off is told as gone by its repeat while the bank says nothing', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const requestId = randomUUID();
    flows.bank.next('unbind', dies);
    flows.bank.next('account', UNCLEAR);
    await expect(remove(merchant, tokenId, { requestId })).rejects.toThrow('the process dies');
    const reply = said(await remove(merchant, tokenId, { requestId }));
    expect(reply).toEqual({ state: 'deleting', deleted: true, confirmed: false });
    expect((await events(tokenId)).at(-1)).toBe('bank_unclear');
    await wait(11_000);
    expect((await standing(merchant, tokenId)).state).toBe('deleted');
  });

  test('is not undone by a refusal that the chore hears when the merchant has just been told', async () => {
    const merchant = await flows.merchant();
    const tokenId = await active(merchant);
    const [choreAsks, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let chore: Promise<void> = Promise.resolve();
    flows.bank.next(
      'unbind',
      async () => {
        chore = wait(31_000);
        await choreAsks.promise;
        return UNCLEAR;
      },
      async () => {
        choreAsks.resolve();
        await told.promise;
        return declined('bank_refused');
      },
    );
    const reply = said(await remove(merchant, tokenId));
    told.resolve();
    await chore;
    expect(reply).toEqual({ state: 'deleting', deleted: true, confirmed: false });
    expect((await standing(merchant, tokenId)).state).toBe('deleting');
    await wait(11_000);
    expect((await standing(merchant, tokenId)).state).toBe('deleted');
  });

  test('renews access that has expired, and ends with an alarm when the bank refuses that', async () => {
    const merchant = await flows.merchant();
    const [one, two] = [await active(merchant), await active(merchant)];
    const before = await alarms();
    flows.advance(20 * 24 * 60 * MINUTE);
    expect(said(await remove(merchant, one))).toMatchObject({ confirmed: true });
    flows.bank.next('renewAccess', declined('binding_invalid'));
    expect(said(await remove(merchant, two))).toEqual({
      state: 'deleted',
      deleted: true,
      confirmed: false,
    });
    expect(await alarms()).toBe(before + 1);
  });
});

describe('a merchant', () => {
  const told = (merchant: Merchant) =>
    flows.sql<{ type: string; sequence: number }>(
      `select type, sequence from notifications where merchant_id = $1
        order by created_at, sequence`,
      [merchant.merchantId],
    );

  test('is told of its tokens when it wants to be, numbered per token', async () => {
    const merchant = await flows.merchant({ notifyTokens: true });
    const tokenId = await active(merchant);
    flows.bank.next('unbind', declined('bank_refused'));
    await remove(merchant, tokenId);
    await remove(merchant, tokenId);
    await comeBack(await pending(merchant), { status: 'FAILED' });
    flows.bank.next('bind', UNCLEAR);
    await refusalOf(register(merchant));
    await pending(merchant);
    await wait(15 * MINUTE);
    expect(await told(merchant)).toEqual([
      { type: 'token.active', sequence: 1 },
      { type: 'token.deleted', sequence: 2 },
      { type: 'token.failed', sequence: 1 },
      { type: 'token.expired', sequence: 1 },
    ]);
  });

  test('is told nothing of its tokens by default', async () => {
    const merchant = await flows.merchant();
    await remove(merchant, await active(merchant));
    expect(await told(merchant)).toEqual([]);
  });
});
