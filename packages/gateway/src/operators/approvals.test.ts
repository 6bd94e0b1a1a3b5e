// Four eyes: nobody decides their own, one of two decides, and what was approved is carried out once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barredBy, noteOf, operatorWorld, type OperatorWorld } from '../../tests/operator-world.ts';
import type { ApprovalKind } from './approval.ts';
import {
  askApproval,
  decideApproval,
  secretOf,
  toCollect,
  withdrawApproval,
  type StoredApproval,
} from './approvals.ts';
import { carryOutNow, collectNow, settleDueApprovals, type Carrying } from './carrying.ts';
import { verifyAuditChain } from './verify-audit.ts';
import { findAuditHeads } from './store-audit.ts';
import type { SignedIn } from './session.ts';
import { withdrawRequestsOf } from './store-approvals.ts';
import { changeRole, setStatus } from './team.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
type Somebody = { operatorId: string };

let world: OperatorWorld;
let maker: Somebody;
let approver: Somebody;

beforeAll(async () => {
  world = await operatorWorld();
  maker = await world.person('finance_maker');
  approver = await world.person('approver');
});

afterAll(() => world.close());

async function asked(
  by: Somebody = maker,
  kind: ApprovalKind = 'refund',
  secret?: string,
): Promise<string> {
  const { merchantId } = world.merchant;
  const input = {
    merchantId,
    kind,
    subject: 'payment',
    asked: { amount: 6_000_000n },
    reason: 'customer asked',
    askedBy: by.operatorId,
    ...(secret === undefined ? {} : { secret }),
  };
  const note = noteOf(`${kind}.asked`, merchantId);
  return await world.ctx.db.transaction((tx) => askApproval(world.ctx, tx, input, note));
}

function decide(approvalId: string, by: Somebody, approve = true): Promise<StoredApproval> {
  const { merchantId } = world.merchant;
  const input = {
    merchantId,
    approvalId,
    approve,
    reason: 'looked at it',
    operatorId: by.operatorId,
  };
  return decideApproval(world.ctx, input, noteOf('approval.decided', merchantId));
}

type Collect = Carrying['collect'];

/** Somebody collects what was approved. */
async function collected(
  { operatorId }: Somebody,
  approvalId: string,
  collect: Collect,
  person: SignedIn,
): Promise<{ secret: string }> {
  const { merchantId } = world.merchant;
  const approval = await toCollect(world.ctx, { merchantId, approvalId, operatorId });
  return await collectNow(world.ctx, { collect }, approval, person);
}

const stateOf = async (approvalId: string) => {
  const [row] = await world.flow.sql<{ state: string; outcome: string | null }>(
    'select state, outcome from approvals where approval_id = $1',
    [approvalId],
  );
  return row;
};

/** Carries out, and remembers what. */
function carrier(answer: () => Promise<{ state: 'done' | 'failed'; outcome: string }>) {
  const carried: string[] = [];
  return {
    carried,
    async carryOut(_ctx: unknown, { approvalId }: StoredApproval) {
      carried.push(approvalId);
      return await answer();
    },
  };
}

const well = () => carrier(async () => ({ state: 'done', outcome: 'refunded' }));

describe('who decides', () => {
  test('is never the one who asked, not even an admin', async () => {
    const admin = await world.person('admin');
    const approvalId = await asked(admin);
    expect(await barredBy(decide(approvalId, admin))).toBe('own_request');
    expect(await barredBy(decide(approvalId, admin, false))).toBe('own_request');
    expect((await decide(approvalId, approver)).state).toBe('approved');
  });

  test('must be allowed to at this moment, whatever they were when they signed in', async () => {
    const former = await world.person('approver');
    const out = await world.person('approver');
    const { merchantId } = world.merchant;
    const change = { merchantId, operatorId: former.operatorId, role: 'viewer', by: null } as const;
    await changeRole(world.ctx, change, noteOf('operator.role_changed', merchantId));
    await setStatus(world.ctx, out.operatorId, 'disabled', noteOf('operator.disabled'));
    const stranger = await world.person('viewer');
    const approvalId = await asked();
    for (const one of [former, out, stranger, { operatorId: world.ctx.random.id() }]) {
      expect(await barredBy(decide(approvalId, one))).toBe('forbidden');
    }
    expect(await stateOf(approvalId)).toMatchObject({ state: 'pending' });
  });

  test('may be somebody of the gateway', async () => {
    const gateway = await world.person('approver', 'gateway');
    expect((await decide(await asked(), gateway)).decidedBy).toBe(gateway.operatorId);
  });

  test('is one of two who do so at the same moment', async () => {
    const other = await world.person('approver');
    const approvalId = await asked();
    const answers = await Promise.all([
      barredBy(decide(approvalId, approver, true)),
      barredBy(decide(approvalId, other, false)),
    ]);
    expect(answers.toSorted()).toEqual(['conflict', 'done']);
    const state = answers[0] === 'done' ? 'approved' : 'rejected';
    expect(await stateOf(approvalId)).toMatchObject({ state });
  });

  test('approves nothing for who may not ask any more, and finds nothing of another merchant', async () => {
    const leaver = await world.person('finance_maker');
    const approvalId = await asked(leaver);
    await setStatus(world.ctx, leaver.operatorId, 'disabled', noteOf('operator.disabled'));
    expect(await barredBy(decide(approvalId, approver))).toBe('not_allowed_now');
    expect((await decide(approvalId, approver, false)).state).toBe('rejected');
    const { merchantId } = await world.flow.merchant();
    const input = {
      merchantId,
      approvalId,
      approve: true,
      reason: 'x',
      operatorId: approver.operatorId,
    };
    expect(await barredBy(decideApproval(world.ctx, input, noteOf('x', merchantId)))).toBe(
      'not_found',
    );
  });

  test('the database itself refuses a row whose two people are one', async () => {
    const approvalId = await asked();
    const forged = world.flow.sql(
      `update approvals set state = 'approved', decided_by = asked_by, decided_at = now() where approval_id = $1`,
      [approvalId],
    );
    await expect(forged).rejects.toThrow(/approvals_check|violates check/);
  });
});

describe('what was asked for', () => {
  test('is withdrawn by who asked, while nobody has decided', async () => {
    const { merchantId } = world.merchant;
    const approvalId = await asked();
    const withdraw = ({ operatorId }: Somebody) =>
      barredBy(
        withdrawApproval(
          world.ctx,
          { merchantId, approvalId, operatorId },
          noteOf('x', merchantId),
        ),
      );
    expect(await withdraw(approver)).toBe('forbidden');
    expect(await withdraw(maker)).toBe('done');
    expect(await withdraw(maker)).toBe('conflict');
    expect(await barredBy(decide(approvalId, approver))).toBe('conflict');
  });

  test('is withdrawn with the person who is taken out of the workspace', async () => {
    const leaver = await world.person('finance_maker');
    const approvalId = await asked(leaver);
    const { merchantId } = world.merchant;
    const change = { merchantId, operatorId: leaver.operatorId, role: null, by: null };
    await changeRole(world.ctx, change, noteOf('operator.removed', merchantId));
    expect(await stateOf(approvalId)).toMatchObject({ state: 'withdrawn' });
  });

  test('keeps credentials sealed, and forgets them when it is over', async () => {
    const developer = await world.person('developer');
    const approvalId = await asked(developer, 'bank_credentials', 'KEY-AND-SECRET');
    const rows = await world.flow.sql<{ row: string }>(
      'select a::text as row from approvals a where approval_id = $1',
      [approvalId],
    );
    expect(rows[0]!.row).not.toContain(Buffer.from('KEY-AND-SECRET').toString('hex'));
    const approved = await decide(approvalId, approver);
    expect(secretOf(world.ctx.sealer, approved)).toBe('KEY-AND-SECRET');
    const after = await carryOutNow(world.ctx, well(), approved);
    expect(after).toMatchObject({ state: 'done', outcome: 'refunded', sealedAsked: null });
  });

  test('expires undecided, and cannot be decided from then on', async () => {
    const approvalId = await asked();
    world.pass(72 * HOUR);
    expect(await barredBy(decide(approvalId, approver))).toBe('not_allowed_now');
    const carrying = well();
    while ((await settleDueApprovals(world.ctx, carrying)) > 0);
    expect(await stateOf(approvalId)).toMatchObject({ state: 'expired' });
    expect(carrying.carried).not.toContain(approvalId);
  });
});

describe('what was approved', () => {
  test('is carried out by a chore when the process that heard it has died, and once', async () => {
    while ((await settleDueApprovals(world.ctx, well())) > 0);
    const approvalId = await asked();
    await decide(approvalId, approver);
    const carrying = well();
    expect(await settleDueApprovals(world.ctx, carrying)).toBe(0);
    world.pass(2 * MINUTE);
    const both = await Promise.all([
      settleDueApprovals(world.ctx, carrying),
      settleDueApprovals(world.ctx, carrying),
    ]);
    expect(both.toSorted()).toEqual([0, 1]);
    expect(carrying.carried).toEqual([approvalId]);
    expect(await stateOf(approvalId)).toEqual({ state: 'done', outcome: 'refunded' });
  });

  test('is tried again when carrying it out has failed without an answer', async () => {
    const approvalId = await asked();
    const approved = await decide(approvalId, approver);
    const broken = carrier(() => Promise.reject(new Error('the line is cut')));
    await expect(carryOutNow(world.ctx, broken, approved)).rejects.toThrow('the line is cut');
    expect(await stateOf(approvalId)).toMatchObject({ state: 'approved' });
    world.pass(2 * MINUTE);
    const failing = carrier(async () => ({ state: 'failed', outcome: 'the bank says no' }));
    expect(await settleDueApprovals(world.ctx, failing)).toBe(1);
    expect(await stateOf(approvalId)).toEqual({ state: 'failed', outcome: 'the bank says no' });
  });

  test('and is shown once waits for the one who asked, and is collected once', async () => {
    const developer = await world.person('developer');
    const approvalId = await asked(developer, 'rotate_key');
    const { person } = (await world.who((await world.enter(developer.email)).cookie))!;
    const made: Collect = async (_ctx, _approval, _person, done) => {
      await world.ctx.db.transaction(done);
      return { secret: 'shown' };
    };
    const collect = (one: Somebody) => barredBy(collected(one, approvalId, made, person));
    expect(await collect(developer)).toBe('not_allowed_now');
    await decide(approvalId, approver);
    world.pass(HOUR);
    expect(await settleDueApprovals(world.ctx, well())).toBe(0);
    expect(await collect(approver)).toBe('forbidden');
    const twice = await Promise.all([collect(developer), collect(developer)]);
    // The other one comes while the first is at it, or after.
    expect(twice).toContain('done');
    expect(['conflict', 'not_allowed_now']).toContain(twice.find((one) => one !== 'done'));
    expect(await collect(developer)).toBe('not_allowed_now');
    expect(await stateOf(approvalId)).toEqual({ state: 'done', outcome: 'collected' });
  });

  test('and could not be made is collected again, unless it never can be', async () => {
    const developer = await world.person('developer');
    const approvalId = await asked(developer, 'rotate_key');
    await decide(approvalId, approver);
    const { person } = (await world.who((await world.enter(developer.email)).cookie))!;
    const broken = () => Promise.reject(new Error('no key was made'));
    await expect(collected(developer, approvalId, broken, person)).rejects.toThrow('no key');
    expect(await stateOf(approvalId)).toMatchObject({ state: 'approved' });
    const gone = collected(developer, approvalId, async () => null, person);
    expect(await barredBy(gone)).toBe('conflict');
    expect(await stateOf(approvalId)).toEqual({ state: 'failed', outcome: 'changed_meanwhile' });
  });

  test('is no request of somebody who leaves at that very moment, and nobody waits for the other', async () => {
    const leaver = await world.person('finance_maker');
    const approvalId = await asked(leaver);
    const { merchantId } = world.merchant;
    const deciding = await world.ctx.db.transaction(async (tx) => {
      const by = { name: '', values: [leaver.operatorId] };
      await tx.rows({
        ...by,
        text: 'select 1 from operator_memberships where operator_id = $1 for update',
      });
      const decided = barredBy(decide(approvalId, approver));
      await expect.poll(() => waiting()).toBe(1);
      await tx.rows({ ...by, text: 'delete from operator_memberships where operator_id = $1' });
      await withdrawRequestsOf(tx, merchantId, leaver.operatorId, world.ctx.clock.now());
      return { decided };
    });
    expect(await deciding.decided).toBe('conflict');
    expect(await stateOf(approvalId)).toMatchObject({ state: 'withdrawn' });
  });
});

/** How many connections wait for a lock of another. */
async function waiting(): Promise<number> {
  const rows = await world.flow.sql(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

test('every move stands in a chain that holds', async () => {
  const [head] = await findAuditHeads(world.ctx.db, world.merchant.merchantId);
  expect(head!.entryNo).toBeGreaterThan(20n);
  expect(await verifyAuditChain(world.ctx.db, head!)).toBeNull();
});
