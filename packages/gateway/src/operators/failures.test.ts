// Wrong tries to sign in, as the audit has them: one entry in a quarter of an hour, and nothing about names that nobody has.
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  HERE,
  PASSWORD,
  barredBy,
  noteOf,
  operatorWorld,
  type OperatorWorld,
} from '../../tests/operator-world.ts';
import { writeFailures } from './failures.ts';
import { signInByIdentity } from './identity.ts';
import { stepUp } from './prove-again.ts';
import { giveSecondFactor } from './sign-in.ts';
import { setStatus } from './team.ts';

const MINUTE = 60_000;
const WRONG = 'not the password at all';

let world: OperatorWorld;

beforeEach(async () => {
  world = await operatorWorld();
});

afterEach(() => world.close());

async function written() {
  await writeFailures(world.ctx);
  return await world.flow.sql<{
    operator_id: string;
    subject: string;
    address: string;
    after: any;
  }>(
    `select operator_id, subject, address, after from audit_entries
      where act = 'sign_in.failed' order by merchant_id, entry_no`,
  );
}

const counted = async () =>
  (await world.flow.sql<{ n: number }>('select count(*)::int as n from sign_in_failures'))[0]!.n;

test('a wrong password stands in the audit of the person who was meant', async () => {
  const { operatorId, email } = await world.person('viewer');
  await barredBy(world.enter(email, WRONG, '203.0.113.9'));
  expect(await written()).toMatchObject([
    {
      operator_id: operatorId,
      subject: operatorId,
      address: '203.0.113.9',
      after: { with: 'password', tries: 1 },
    },
  ]);
  await world.enter(email);
  expect(await written()).toHaveLength(1);
});

test('many tries are one entry in a quarter of an hour, with their number', async () => {
  const { email } = await world.person('viewer');
  for (let n = 0; n < 4; n += 1) await barredBy(world.enter(email, WRONG));
  expect(await written()).toMatchObject([{ after: { tries: 4 } }]);
  for (let n = 0; n < 12; n += 1) {
    await barredBy(world.enter(email, WRONG));
    world.pass(MINUTE);
    await writeFailures(world.ctx);
  }
  expect(await written()).toHaveLength(1);
  world.pass(3 * MINUTE);
  expect(await written()).toMatchObject([{ after: { tries: 4 } }, { after: { tries: 12 } }]);
  world.pass(60 * MINUTE);
  expect(await written()).toHaveLength(2);
  expect(await counted()).toBe(0);
});

test('of several processes that write at the same moment one does', async () => {
  const { email } = await world.person('viewer');
  await barredBy(world.enter(email, WRONG));
  await Promise.all([writeFailures(world.ctx), writeFailures(world.ctx)]);
  expect(await written()).toHaveLength(1);
});

test('a name that nobody has is counted by the same statement, and never written', async () => {
  await barredBy(world.enter('nobody@shop.example', WRONG));
  expect(await counted()).toBe(1);
  expect(await written()).toEqual([]);
  world.pass(15 * MINUTE);
  expect(await written()).toEqual([]);
  expect(await counted()).toBe(0);
});

test('a wrong code, a proof that fails, and a person who is kept out are tries too', async () => {
  const one = await world.person('viewer');
  const { codes } = await world.enrol(one);
  const half = await world.who((await world.enter(one.email)).cookie);
  await barredBy(giveSecondFactor(world.ctx, half!.person, { code: '000000' }, HERE));
  const factor = { recoveryCode: codes[0]! };
  const { cookie } = await giveSecondFactor(world.ctx, half!.person, factor, HERE);
  const { person } = (await world.who(cookie))!;
  await barredBy(stepUp(world.ctx, person, { code: '000000' }, HERE.address));
  const out = await world.person('viewer');
  await setStatus(world.ctx, out.operatorId, 'disabled', noteOf('operator.disabled'));
  await barredBy(world.enter(out.email, PASSWORD));
  const rows = await written();
  const told = rows.map(({ operator_id, after }) => [operator_id, after.with, after.tries]);
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      [one.operatorId, 'second factor', 2],
      [out.operatorId, 'password', 1],
    ]),
  );
});

test('so is somebody whom the identity provider names, and who is tied to another one there', async () => {
  const one = await world.person('viewer');
  const come = (subject: string, email = one.email) =>
    barredBy(
      signInByIdentity(
        world.ctx,
        { subject, email, emailVerified: true },
        { ...HERE, formerCookie: null },
      ),
    );
  expect(await come('first')).toBe('done');
  expect(await come('second')).toBe('credentials_wrong');
  expect(await come('third', 'nobody@shop.example')).toBe('credentials_wrong');
  expect(await written()).toMatchObject([
    { operator_id: one.operatorId, after: { with: 'identity provider', tries: 1 } },
  ]);
});
