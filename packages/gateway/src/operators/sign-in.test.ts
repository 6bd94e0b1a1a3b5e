// Signing in as somebody who should get in, and as everybody who should not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  HERE,
  PASSWORD,
  barredBy,
  noteOf,
  operatorWorld,
  type OperatorWorld,
} from '../../tests/operator-world.ts';
import { endSessions } from './store-sessions.ts';
import { setPreferences } from './store-people.ts';
import { changePassword, stepUp } from './prove-again.ts';
import { giveSecondFactor, signIn, signOut } from './sign-in.ts';
import { setStatus } from './team.ts';

const MINUTE = 60_000;
const WRONG = 'not the password at all';

let world: OperatorWorld;

beforeAll(async () => {
  world = await operatorWorld();
});

afterAll(() => world.close());

describe('a session', () => {
  test('that is seen while its person changes waits for nobody who waits for it', async () => {
    const { operatorId, email } = await world.person('viewer');
    const { cookie } = await world.enter(email);
    world.pass(2 * MINUTE);
    const seen = await world.ctx.db.transaction(async (tx) => {
      await setPreferences(tx, operatorId, { name: 'Sari' });
      const meanwhile = world.who(cookie).then(
        () => 'seen',
        () => 'failed',
      );
      await expect
        .poll(() =>
          world.flow.sql(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          ),
        )
        .toHaveLength(1);
      await endSessions(tx, operatorId, null);
      return { meanwhile };
    });
    expect(await seen.meanwhile).toBe('seen');
  });

  test('is in the cookie alone: the database holds a hash, and no cookie of before is good', async () => {
    const { email } = await world.person('viewer');
    const first = await world.enter(email);
    expect(first.stage).toBe('full');
    const input = { email, password: PASSWORD, formerCookie: first.cookie };
    const second = await signIn(world.ctx, input, HERE);
    expect(second.cookie).not.toBe(first.cookie);
    expect(await world.who(first.cookie)).toBeNull();
    expect((await world.who(second.cookie))?.person.email).toBe(email);
    const rows = await world.flow.sql<{ row: string }>(
      'select s::text as row from operator_sessions s',
    );
    expect(rows.some(({ row }) => row.includes(second.cookie))).toBe(false);
  });

  test('is not begun by a cookie that somebody else has chosen', async () => {
    const { email } = await world.person('viewer');
    const planted = 'A'.repeat(43);
    const input = { email, password: PASSWORD, formerCookie: planted };
    const { cookie } = await signIn(world.ctx, input, HERE);
    expect(cookie).not.toBe(planted);
    expect(await world.who(planted)).toBeNull();
  });

  test('ends after fifteen idle minutes, and after twelve hours whatever happens', async () => {
    const { email } = await world.person('viewer');
    const idle = await world.enter(email);
    world.pass(14 * MINUTE);
    expect(await world.who(idle.cookie)).not.toBeNull();
    world.pass(14 * MINUTE);
    expect(await world.who(idle.cookie)).not.toBeNull();
    world.pass(15 * MINUTE);
    expect(await world.who(idle.cookie)).toBeNull();

    const busy = await world.enter(email);
    for (let passed = 0; passed < 12 * 60 - 10; passed += 10) {
      expect(await world.who(busy.cookie)).not.toBeNull();
      world.pass(10 * MINUTE);
    }
    expect(await world.who(busy.cookie)).not.toBeNull();
    world.pass(10 * MINUTE);
    expect(await world.who(busy.cookie)).toBeNull();
  });

  test('that was stolen is worth nothing after its person has signed out', async () => {
    const { email } = await world.person('viewer');
    const { cookie } = await world.enter(email);
    const session = await world.who(cookie);
    await signOut(world.ctx, session!.person, noteOf('session.ended'));
    expect(await world.who(cookie)).toBeNull();
  });

  test('gets a new id with a new proof; the old id lasts for calls under way, without the proof', async () => {
    const { email } = await world.person('viewer');
    const { cookie } = await world.enter(email);
    const session = await world.who(cookie);
    const proof = { password: PASSWORD };
    const stepped = await stepUp(world.ctx, session!.person, proof, HERE.address);
    expect((await world.who(stepped.cookie))?.person.steppedUpUntil).toBe(stepped.steppedUpUntil);
    expect((await world.who(cookie))?.person.steppedUpUntil).toBeNull();
    world.pass(10_001);
    expect(await world.who(cookie)).toBeNull();
    world.pass(10 * MINUTE);
    expect((await world.who(stepped.cookie))?.person.steppedUpUntil).toBeNull();
  });

  test("has a token of its own, which is not another session's", async () => {
    const { email } = await world.person('viewer');
    const [one, other] = await Promise.all([
      world.who((await world.enter(email)).cookie),
      world.who((await world.enter(email)).cookie),
    ]);
    const { csrfOf } = await import('./sessions.ts');
    const token = csrfOf(world.ctx, one!.person.sessionId);
    expect(one!.csrfMatches(token)).toBe(true);
    expect(other!.csrfMatches(token)).toBe(false);
    expect(one!.csrfMatches('')).toBe(false);
  });

  test('of another device ends when the password is changed, and when its person is kept out', async () => {
    const { email, operatorId } = await world.person('viewer');
    const here = await world.enter(email);
    const there = await world.enter(email);
    const session = await world.who(here.cookie);
    const passwords = { current: PASSWORD, new: 'another long password' };
    await changePassword(world.ctx, session!.person, passwords, noteOf('password.changed'));
    expect(await world.who(here.cookie)).not.toBeNull();
    expect(await world.who(there.cookie)).toBeNull();
    await setStatus(world.ctx, operatorId, 'disabled', noteOf('operator.disabled'));
    expect(await world.who(here.cookie)).toBeNull();
    expect(await barredBy(world.enter(email, 'another long password'))).toBe('credentials_wrong');
  });
});

describe('who does not get in', () => {
  test('is told the same whether the person is unknown, kept out, or the password is wrong', async () => {
    const known = await world.person('viewer');
    const out = await world.person('viewer');
    await setStatus(world.ctx, out.operatorId, 'disabled', noteOf('operator.disabled'));
    const from = (n: number) => `198.51.100.${n}`;
    expect(await barredBy(world.enter(known.email, WRONG, from(1)))).toBe('credentials_wrong');
    expect(await barredBy(world.enter(out.email, PASSWORD, from(2)))).toBe('credentials_wrong');
    expect(await barredBy(world.enter('nobody@shop.example', WRONG, from(3)))).toBe(
      'credentials_wrong',
    );
  });

  test('waits longer and longer, and is told so whether the person exists or not', async () => {
    const { email } = await world.person('viewer');
    for (const who of [email, 'stranger@shop.example']) {
      const answers = [];
      for (let n = 0; n < 8; n += 1) {
        answers.push(await barredBy(world.enter(who, WRONG, `203.0.113.${n}`)));
      }
      // Five are free, after the sixth there is a pause.
      expect(answers).toEqual([
        ...Array.from({ length: 6 }, () => 'credentials_wrong'),
        'too_many_tries',
        'too_many_tries',
      ]);
    }
    world.pass(1001);
    expect(await barredBy(world.enter(email, WRONG, '203.0.113.9'))).toBe('credentials_wrong');
    world.pass(1001);
    expect(await barredBy(world.enter(email, WRONG, '203.0.113.9'))).toBe('too_many_tries');
    world.pass(1000);
    expect((await world.enter(email)).stage).toBe('full');
  });

  test('cannot get around the pause by trying many at once', async () => {
    const { email } = await world.person('viewer');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => barredBy(world.enter(email, WRONG, `203.0.114.${n}`))),
    );
    expect(answers.filter((answer) => answer === 'credentials_wrong')).toHaveLength(6);
    expect(answers.filter((answer) => answer === 'too_many_tries')).toHaveLength(14);
  });

  test('waits by address too, whomever they try', async () => {
    const answers = [];
    for (let n = 0; n < 33; n += 1) {
      answers.push(await barredBy(world.enter(`any${n}@shop.example`, WRONG, '192.0.2.77')));
    }
    expect(answers.slice(0, 31)).not.toContain('too_many_tries');
    expect(answers.slice(31)).toEqual(['too_many_tries', 'too_many_tries']);
  });

  test('keeps nobody out who comes from where they have come from before', async () => {
    const { email } = await world.person('viewer');
    await world.enter(email, PASSWORD, '192.0.2.50');
    for (let n = 0; n < 8; n += 1) {
      await barredBy(world.enter(email, WRONG, `203.0.115.${n}`));
    }
    expect(await barredBy(world.enter(email, PASSWORD, '203.0.115.99'))).toBe('too_many_tries');
    expect(await barredBy(world.enter(email, PASSWORD, '192.0.2.50'))).toBe('done');
  });
});

describe('the second factor', () => {
  test('is asked for where it is enrolled; nothing is open before', async () => {
    const one = await world.person('viewer');
    const { secret } = await world.enrol(one);
    const half = await world.enter(one.email);
    expect(half.stage).toBe('totp');
    const session = await world.who(half.cookie);
    expect(session?.stage).toBe('totp');
    world.pass(30_000);
    const whole = await giveSecondFactor(
      world.ctx,
      session!.person,
      { code: world.code(secret) },
      HERE,
    );
    expect(await world.who(half.cookie)).toBeNull();
    expect((await world.who(whole.cookie))?.stage).toBe('full');
  });

  test('takes a code once, not even at two doors at the same moment', async () => {
    const one = await world.person('viewer');
    const { secret } = await world.enrol(one);
    world.pass(30_000);
    const code = world.code(secret);
    const give = async () => {
      const session = await world.who((await world.enter(one.email)).cookie);
      return await barredBy(giveSecondFactor(world.ctx, session!.person, { code }, HERE));
    };
    expect((await Promise.all([give(), give()])).toSorted()).toEqual(['credentials_wrong', 'done']);
    expect(await give()).toBe('credentials_wrong');
    world.pass(30_000);
    // The step before the one that was used is no way back.
    expect(await give()).toBe('credentials_wrong');
  });

  test('bears a clock that is a step off, and no more', async () => {
    const one = await world.person('viewer');
    const { secret } = await world.enrol(one);
    world.pass(5 * MINUTE);
    const give = async (later: number) => {
      const session = await world.who((await world.enter(one.email)).cookie);
      const code = world.code(secret, later);
      return await barredBy(giveSecondFactor(world.ctx, session!.person, { code }, HERE));
    };
    expect(await give(-2)).toBe('credentials_wrong');
    expect(await give(2)).toBe('credentials_wrong');
    expect(await give(-1)).toBe('done');
    expect(await give(1)).toBe('done');
  });

  test('gives way to a recovery code, once', async () => {
    const one = await world.person('viewer');
    const { codes } = await world.enrol(one);
    expect(new Set(codes).size).toBe(10);
    const give = async (recoveryCode: string) => {
      const session = await world.who((await world.enter(one.email)).cookie);
      return await barredBy(giveSecondFactor(world.ctx, session!.person, { recoveryCode }, HERE));
    };
    expect(await give(codes[0]!.toUpperCase())).toBe('done');
    expect(await give(codes[0]!)).toBe('credentials_wrong');
    expect(await give(codes[1]!)).toBe('done');
  });

  test('must be proved before something dangerous: the password alone does not do', async () => {
    const one = await world.person('viewer');
    const { secret, codes } = await world.enrol(one);
    const half = await world.who((await world.enter(one.email)).cookie);
    const factor = { recoveryCode: codes[0]! };
    const { cookie } = await giveSecondFactor(world.ctx, half!.person, factor, HERE);
    const { person } = (await world.who(cookie))!;
    const prove = (proof: { password?: string; code?: string }) =>
      barredBy(stepUp(world.ctx, person, proof, HERE.address));
    expect(await prove({ password: PASSWORD })).toBe('field_invalid');
    expect(await prove({ code: '000000' })).toBe('credentials_wrong');
    world.pass(30_000);
    expect(await prove({ code: world.code(secret), password: WRONG })).toBe('credentials_wrong');
    expect(await prove({ code: world.code(secret) })).toBe('done');
  });

  test('cannot be guessed: tries are counted by person, over all sessions', async () => {
    const one = await world.person('viewer');
    await world.enrol(one);
    const answers = [];
    for (let n = 0; n < 8; n += 1) {
      const session = await world.who((await world.enter(one.email)).cookie);
      const from = { ...HERE, address: `203.0.116.${n}` };
      answers.push(
        await barredBy(giveSecondFactor(world.ctx, session!.person, { code: '000000' }, from)),
      );
    }
    expect(answers.slice(0, 6)).not.toContain('too_many_tries');
    expect(answers.slice(6)).toEqual(['too_many_tries', 'too_many_tries']);
  });

  test('is needed by everybody in production', async () => {
    const production = await operatorWorld('production');
    const one = await production.person('viewer');
    const entered = await production.enter(one.email);
    expect(entered.stage).toBe('enrol_totp');
    expect((await production.who(entered.cookie))?.stage).toBe('enrol_totp');
    await production.enrol(one);
    expect((await production.enter(one.email)).stage).toBe('totp');
    await production.close();
  });

  test('is sealed: neither its secret nor a recovery code can be read from the database', async () => {
    const one = await world.person('viewer');
    const { secret, codes } = await world.enrol(one);
    const rows = await world.flow.sql<{ row: string }>(
      `select o::text as row from operators o union all select c::text from operator_recovery_codes c`,
    );
    const all = rows.map(({ row }) => row).join('\n');
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const one of [secret, ...codes]) {
      expect(all).not.toContain(one);
      expect(all).not.toContain(hex(one));
    }
  });
});
