// The audit's chain: what is written is verified, what is changed by hand is found, however small it is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteOf, operatorWorld, type OperatorWorld } from '../../tests/operator-world.ts';
import { appendAudit } from './append-audit.ts';
import { canonicalJson, plainJson } from './canonical.ts';
import { OF_GATEWAY } from './doors.ts';
import { findAuditHeads } from './store-audit.ts';
import { verifyAuditChain } from './verify-audit.ts';

let world: OperatorWorld;

beforeAll(async () => {
  world = await operatorWorld();
});

afterAll(() => world.close());

const verified = async (lane: string) => {
  const [head] = await findAuditHeads(world.ctx.db, lane);
  return { head, broken: await verifyAuditChain(world.ctx.db, head!) };
};

const act = (notes: Parameters<typeof appendAudit>[1]) =>
  world.ctx.db.transaction((tx) => appendAudit(tx, notes, world.ctx.clock.now()));

describe('the audit', () => {
  test('has a chain for each merchant and one for the gateway, without a gap under concurrency', async () => {
    const { merchantId } = world.merchant;
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        act([noteOf(`act.${n}`, n % 2 === 0 ? merchantId : null), noteOf('act.too', merchantId)]),
      ),
    );
    const ofMerchant = await verified(merchantId);
    expect(ofMerchant).toMatchObject({ broken: null, head: { entryNo: 60n } });
    expect(await verified(OF_GATEWAY)).toMatchObject({ broken: null, head: { entryNo: 20n } });
  });

  test('keeps any JSON so that its link can be computed again', async () => {
    const { merchantId } = await world.flow.merchant();
    const odd = {
      zeta: 1,
      alpha: [null, true, 1.5e-7, -0, 1e21, 'é\u0000\ud800 "quoted" \n'],
      ключ: { b: { d: 1, c: 2 }, a: undefined },
      amount: 12_345_678_901_234_567_890n,
      1: 'a number for a key',
    };
    await act([{ ...noteOf('odd', merchantId), before: odd, after: [odd], reason: 'a\u0000b' }]);
    expect((await verified(merchantId)).broken).toBeNull();
    expect(canonicalJson(plainJson({ b: 1, a: [2n] }))).toBe('{"a":["2"],"b":1}');
  });

  test('is written with the act or not at all', async () => {
    const { merchantId } = await world.flow.merchant();
    await act([noteOf('first', merchantId)]);
    const failing = world.ctx.db.transaction(async (tx) => {
      await appendAudit(tx, [noteOf('second', merchantId)], world.ctx.clock.now());
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect(await verified(merchantId)).toMatchObject({ broken: null, head: { entryNo: 1n } });
  });

  test.each([
    ['who did it', `operator_id = gen_random_uuid()`],
    ['what was done', `act = 'something.else'`],
    ['why', `reason = 'another reason'`],
    ['what it was before', `before = '{"amount":"1"}'`],
    ['what it was afterwards', `after = after || '{"more":true}'`],
    ['when', `at = at + interval '1 microsecond'`],
    ['from where', `address = null`],
  ])('finds that somebody changed %s', async (_what, change) => {
    const { merchantId } = await world.flow.merchant();
    for (const n of [1, 2, 3]) await act([{ ...noteOf('act', merchantId), after: { n } }]);
    expect((await verified(merchantId)).broken).toBeNull();
    await world.flow.sql(
      `update audit_entries set ${change} where merchant_id = $1 and entry_no = 2`,
      [merchantId],
    );
    expect((await verified(merchantId)).broken).toEqual({ entryNo: 2n, what: 'was changed' });
  });

  test('finds what is gone, at the end as in the middle', async () => {
    const { merchantId } = await world.flow.merchant();
    for (const n of [1, 2, 3]) await act([noteOf(`act.${n}`, merchantId)]);
    const remove = (no: number) =>
      world.flow.sql('delete from audit_entries where merchant_id = $1 and entry_no = $2', [
        merchantId,
        no,
      ]);
    await remove(3);
    expect((await verified(merchantId)).broken).toEqual({ entryNo: 3n, what: 'is missing' });
    await remove(1);
    expect((await verified(merchantId)).broken).toEqual({ entryNo: 1n, what: 'is missing' });
  });
});
