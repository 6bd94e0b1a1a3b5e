// Invitations and roles: taken once, changed by others, and one admin always stays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  HERE,
  PASSWORD,
  barredBy,
  noteOf,
  operatorWorld,
  type OperatorWorld,
} from '../../tests/operator-world.ts';
import { firstLink } from './first.ts';
import { invite, openInvitation, takeInvitation, withdrawInvitation } from './invitations.ts';
import { mayOver } from './may.ts';
import type { Role } from './roles.ts';
import { changeRole, resetFactor, setStatus } from './team.ts';

const HOUR = 3_600_000;
const NEW = 'a password of my own';

let world: OperatorWorld;

beforeAll(async () => {
  world = await operatorWorld();
});

afterAll(() => world.close());

const from = () => ({ ...HERE, formerCookie: null });

let address = 0;
const fresh = () => `new${(address += 1)}@shop.example`;

function invited(email: string, role: Role = 'viewer', merchantId = world.merchant.merchantId) {
  const input = { merchantId, email, name: null, role, invitedBy: null };
  return invite(world.ctx, input, noteOf('operator.invited', merchantId));
}

const take = (token: string, password = NEW, name: string | undefined = 'New') =>
  takeInvitation(world.ctx, token, { name, password }, from());

describe('an invitation', () => {
  test('makes a person with the role, signs them in, and is used up', async () => {
    const email = fresh();
    const { token } = await invited(email.toUpperCase(), 'finance_maker');
    expect(await openInvitation(world.ctx, token)).toMatchObject({
      invitation: { email, role: 'finance_maker' },
      known: null,
    });
    const { cookie, stage } = await take(token);
    expect(stage).toBe('full');
    const { person } = (await world.who(cookie))!;
    expect(person).toMatchObject({ email, name: 'New', gatewayRole: null });
    expect(mayOver(person, world.merchant.merchantId, 'payments.refund')).toBe(true);
    expect(mayOver(person, world.merchant.merchantId, 'approvals.decide')).toBe(false);
    expect(mayOver(person, null, 'figures.view')).toBe(false);
    expect(await barredBy(take(token))).toBe('not_found');
  });

  test('is taken once, of two who open it at the same moment', async () => {
    const { token } = await invited(fresh());
    const answers = await Promise.all([barredBy(take(token)), barredBy(take(token))]);
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  });

  test('is kept as a hash, is good for three days, and ends when it is withdrawn or another follows', async () => {
    const email = fresh();
    const first = await invited(email);
    const rows = await world.flow.sql<{ row: string }>(
      'select i::text as row from operator_invitations i',
    );
    expect(rows.some(({ row }) => row.includes(first.token))).toBe(false);
    const second = await invited(email, 'admin');
    expect(await barredBy(openInvitation(world.ctx, first.token))).toBe('not_found');
    const { merchantId } = world.merchant;
    const note = noteOf('invitation.withdrawn', merchantId);
    const other = await world.flow.merchant();
    expect(
      await barredBy(withdrawInvitation(world.ctx, other.merchantId, second.invitationId, note)),
    ).toBe('not_found');
    await withdrawInvitation(world.ctx, merchantId, second.invitationId, note);
    expect(await barredBy(openInvitation(world.ctx, second.token))).toBe('not_found');
    const third = await invited(email);
    world.pass(72 * HOUR);
    expect(await barredBy(take(third.token))).toBe('not_found');
  });

  test('adds the role to who is known already, for their own password alone', async () => {
    const known = await world.person('viewer');
    const other = await world.flow.merchant();
    const { token } = await invited(known.email, 'developer', other.merchantId);
    expect((await openInvitation(world.ctx, token)).known?.email).toBe(known.email);
    expect(await barredBy(take(token, NEW))).toBe('credentials_wrong');
    const { cookie } = await take(token, PASSWORD);
    const { person } = (await world.who(cookie))!;
    expect(mayOver(person, other.merchantId, 'keys.rotate')).toBe(true);
    expect(mayOver(person, world.merchant.merchantId, 'keys.rotate')).toBe(false);
    expect(await barredBy(invited(known.email, 'admin', other.merchantId))).toBe('already_known');
  });

  test('asks for the second factor of who has one', async () => {
    const known = await world.person('viewer');
    await world.enrol(known);
    const other = await world.flow.merchant();
    const { token } = await invited(known.email, 'viewer', other.merchantId);
    expect((await take(token, PASSWORD)).stage).toBe('totp');
  });

  test('is drawn for the first person while there is nobody, and never again', async () => {
    const empty = await operatorWorld();
    const link = await firstLink(empty.ctx, 'https://pay.example', 'admin@pay.example');
    const token = link!.split('#')[1]!;
    const password = { name: 'First', password: NEW };
    const { cookie } = await takeInvitation(empty.ctx, token, password, from());
    const { person } = (await empty.who(cookie))!;
    expect(mayOver(person, null, 'merchants.change')).toBe(true);
    expect(await firstLink(empty.ctx, 'https://pay.example', 'admin@pay.example')).toBeNull();
    await empty.close();
  });
});

describe('a role', () => {
  const change = (operatorId: string, role: Role | null, by: string | null = null) =>
    changeRole(
      world.ctx,
      { merchantId: world.merchant.merchantId, operatorId, role, by },
      noteOf('operator.role_changed', world.merchant.merchantId),
    );

  test('is changed by others, and the sessions with the old one end', async () => {
    const admin = await world.person('admin');
    const one = await world.person('developer');
    const { cookie } = await world.enter(one.email);
    expect(await barredBy(change(admin.operatorId, 'viewer', admin.operatorId))).toBe('forbidden');
    await change(one.operatorId, 'viewer', admin.operatorId);
    expect(await world.who(cookie)).toBeNull();
    const { person } = (await world.who((await world.enter(one.email)).cookie))!;
    expect(mayOver(person, world.merchant.merchantId, 'keys.rotate')).toBe(false);
    await change(one.operatorId, null, admin.operatorId);
    expect((await world.who((await world.enter(one.email)).cookie))?.person.memberships).toEqual(
      [],
    );
    expect(await barredBy(change(one.operatorId, 'admin', admin.operatorId))).toBe('not_found');
  });

  test('of admin stays with one at least, also when two leave at the same moment', async () => {
    const other = await operatorWorld();
    const [one, two] = [await other.person('admin'), await other.person('admin')];
    const { merchantId } = other.merchant;
    const leave = ({ operatorId }: { operatorId: string }, role: Role | null) =>
      barredBy(
        changeRole(
          other.ctx,
          { merchantId, operatorId, role, by: null },
          noteOf('operator.removed', merchantId),
        ),
      );
    const answers = await Promise.all([leave(one, null), leave(two, 'viewer')]);
    expect(answers.toSorted()).toEqual(['done', 'last_admin']);
    const stays = answers[0] === 'done' ? two : one;
    const disable = setStatus(other.ctx, stays.operatorId, 'disabled', noteOf('x'));
    expect(await barredBy(disable)).toBe('last_admin');
    await other.close();
  });

  test('that is lost takes along the invitations and requests of who had it', async () => {
    const leaver = await world.person('admin');
    await world.person('admin');
    const { merchantId } = world.merchant;
    const made = await invite(
      world.ctx,
      { merchantId, email: fresh(), name: null, role: 'admin', invitedBy: leaver.operatorId },
      noteOf('operator.invited', merchantId),
    );
    await change(leaver.operatorId, null);
    expect(await barredBy(openInvitation(world.ctx, made.token))).toBe('not_found');
  });
});

test('who has lost the second factor enrols another one, and is signed out everywhere', async () => {
  const one = await world.person('viewer');
  await world.enrol(one);
  const { cookie } = await world.enter(one.email);
  await resetFactor(world.ctx, one.operatorId, noteOf('second_factor.reset'));
  expect(await world.who(cookie)).toBeNull();
  expect((await world.enter(one.email)).stage).toBe('full');
});
