// Asking for a second pair of eyes twice: once for the same thing, refused where there is no room for another one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barredBy, noteOf, operatorWorld, type OperatorWorld } from '../../tests/operator-world.ts';
import { decideApproval, withdrawApproval } from './approvals.ts';
import { askOnce, type ToAsk } from './asking.ts';
import { Barred } from './barred.ts';

const HOUR = 3_600_000;
type Somebody = { operatorId: string };

let world: OperatorWorld;
let maker: Somebody;
let other: Somebody;
let approver: Somebody;

beforeAll(async () => {
  world = await operatorWorld();
  maker = await world.person('admin');
  other = await world.person('admin');
  approver = await world.person('approver');
});

afterAll(() => world.close());

let subjects = 0;
const fresh = () => `subject ${(subjects += 1)}`;

function ask(wanted: Partial<ToAsk> & { subject: string }, by = maker): Promise<string> {
  const { merchantId } = world.merchant;
  const all: ToAsk = {
    merchantId,
    kind: 'notification_url',
    asked: { from: 'https://a.example', to: 'https://b.example' },
    reason: 'because',
    askedBy: by.operatorId,
    ...wanted,
  };
  const note = noteOf(`${all.kind}.asked`, merchantId);
  return world.ctx.db.transaction((tx) => askOnce(world.ctx, tx, all, note));
}

function decide(approvalId: string, approve: boolean) {
  const { merchantId } = world.merchant;
  const { operatorId } = approver;
  const input = { merchantId, approvalId, approve, reason: 'looked at it', operatorId };
  return decideApproval(world.ctx, input, noteOf('approval.decided', merchantId));
}

describe('the same request', () => {
  test('is one, whoever asks for it again, and however many at the same moment', async () => {
    const subject = fresh();
    const ids = await Promise.all([
      ask({ subject }),
      ask({ subject, reason: 'in other words' }),
      ask({ subject }, other),
    ]);
    expect(new Set(ids).size).toBe(1);
    const asked = { to: 'https://b.example', from: 'https://a.example' };
    expect(await ask({ subject, asked })).toBe(ids[0]);
  });

  test('is another one for another subject, or when it says something else', async () => {
    const subject = fresh();
    const first = await ask({ subject });
    expect(await ask({ subject: fresh() })).not.toBe(first);
    const elsewhere = { from: 'https://a.example', to: null };
    expect(await ask({ subject, asked: elsewhere })).not.toBe(first);
    const more = { from: 'https://a.example', to: 'https://b.example', hours: 24 };
    expect(await ask({ subject, asked: more })).not.toBe(first);
  });

  test('is asked for anew when the first is rejected, withdrawn or too old', async () => {
    const subject = fresh();
    const first = await ask({ subject });
    await decide(first, false);
    const second = await ask({ subject });
    expect(second).not.toBe(first);
    const { merchantId } = world.merchant;
    const mine = { merchantId, approvalId: second, operatorId: maker.operatorId };
    await withdrawApproval(world.ctx, mine, noteOf('approval.withdrawn', merchantId));
    const third = await ask({ subject });
    expect(third).not.toBe(second);
    world.pass(72 * HOUR);
    expect(await ask({ subject })).not.toBe(third);
  });

  test('has the same secret: another one that looks alike is another request', async () => {
    const kind = 'bank_credentials' as const;
    const subject = fresh();
    const first = await ask({ kind, subject, secret: 'one' });
    expect(await ask({ kind, subject, secret: 'one' })).toBe(first);
    expect(await ask({ kind, subject, secret: 'two' })).not.toBe(first);
    const asked = { from: 'https://a.example', to: 'https://b.example', tested: true };
    const sameBy = ['from', 'to'];
    expect(await ask({ kind, subject, secret: 'one', asked, sameBy })).toBe(first);
  });

  test('is one’s own where its result is shown once, until it is collected', async () => {
    const kind = 'rotate_key' as const;
    const subject = fresh();
    const first = await ask({ kind, subject });
    expect(await ask({ kind, subject }, other)).not.toBe(first);
    await decide(first, true);
    expect(await ask({ kind, subject })).toBe(first);
    world.pass(72 * HOUR);
    expect(await ask({ kind, subject })).not.toBe(first);
  });
});

describe('another request about the same subject', () => {
  test('is refused with the name of the open one, where there is room for one', async () => {
    const kind = 'resolve_payment' as const;
    const subject = fresh();
    const paid = { kind, subject, alone: true, asked: { state: 'succeeded' } };
    const first = await ask(paid);
    expect(await ask(paid, other)).toBe(first);
    const unpaid = { ...paid, asked: { state: 'failed' } };
    const refused = await ask(unpaid).catch((error: unknown) => error as Barred);
    expect(refused).toBeInstanceOf(Barred);
    expect(refused).toMatchObject({ code: 'already_asked', approvalId: first });
    await decide(first, false);
    expect(await barredBy(ask(unpaid))).toBe('done');
  });
});
