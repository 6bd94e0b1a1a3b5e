// Access to an account when it must be renewed: a bank may take a refresh token once only, and calls come at the same
// time, in one process and in several.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callOf, declined, flowContext, type FlowContext } from '../../tests/flow-context.ts';
import type { CustomerAccess } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { sealAccess, usableAccess } from './access.ts';
import { registerToken, type Registration } from './register.ts';
import { keepAccess } from './store.ts';

let flows: FlowContext;
let merchant: Merchant;

beforeAll(async () => {
  flows = await flowContext();
  merchant = await flows.merchant();
});

afterAll(() => flows.close());

function access(name: string, lifeMs: number): CustomerAccess {
  return {
    accessToken: `access-${name}`,
    accessExpiresAt: flows.clock.now() + lifeMs,
    refreshToken: `refresh-${name}`,
    refreshExpiresAt: flows.clock.now() + 86_400_000,
    linkId: 'link',
    bindingReference: 'binding',
  };
}

/** A token whose access has ended, with that access as a call has read it. */
async function stale(): Promise<{ tokenId: string; sealed: Buffer }> {
  const call = callOf(flows, merchant, 'cimb/token', ({ token }: Registration) => token.tokenId);
  const details = { customer: { id: randomUUID() }, accountPhone: '6281234567890' };
  const reply = await registerToken(flows.ctx, call, { bank: flows.bank, details });
  const tokenId = JSON.parse(reply.body.toString()) as string;
  return { tokenId, sealed: await keep(tokenId, access('old', -1)) };
}

async function keep(tokenId: string, kept: CustomerAccess): Promise<Buffer> {
  const sealed = sealAccess(flows.ctx, merchant.merchantId, tokenId, kept);
  await keepAccess(flows.db, merchant.merchantId, tokenId, sealed);
  return sealed;
}

function use({ tokenId, sealed }: { tokenId: string; sealed: Buffer }) {
  const connection = connectionOf(merchant, flows.bank.slug);
  return usableAccess(flows.ctx, flows.bank, connection, tokenId, sealed);
}

test('is renewed once for calls at the same time', async () => {
  const before = flows.bank.asked('renewAccess').length;
  const token = await stale();
  const used = await Promise.all([use(token), use(token), use(token)]);
  expect(new Set(used.map((one) => one.kind))).toEqual(new Set(['usable']));
  expect(flows.bank.asked('renewAccess')).toHaveLength(before + 1);
});

test('is not renewed again by a call that has read what was there before', async () => {
  const before = flows.bank.asked('renewAccess').length;
  const token = await stale();
  const first = await use(token);
  expect(await use(token)).toEqual(first);
  expect(flows.bank.asked('renewAccess')).toHaveLength(before + 1);
});

test('that another process has renewed meanwhile is used, though the bank refuses the second', async () => {
  const token = await stale();
  const renewed = access('new', 86_400_000);
  flows.bank.next('renewAccess', async () => {
    await keep(token.tokenId, renewed);
    return declined('binding_invalid');
  });
  expect(await use(token)).toEqual({ kind: 'usable', access: renewed });
});

test('that the bank renews for nobody is refused', async () => {
  const token = await stale();
  flows.bank.next('renewAccess', declined('binding_invalid'));
  expect((await use(token)).kind).toBe('declined');
});
