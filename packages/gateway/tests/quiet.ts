// The end of the story: the clock of a world jumps from one due time to the next until nothing is due any more.
import type { World } from './world.ts';

/** Far more than any story needs; a chore that puts its work off for ever would be found out here. */
const MOST_JUMPS = 300;

/**
 * Lets everything that is still to come happen, whenever it is due: inquiries, expiries, retries, the look that follows a
 * final no. Answers how many jumps that took.
 */
export async function quiet(world: World): Promise<number> {
  for (let jumps = 0; ; jumps += 1) {
    await world.settle();
    const next = await nextDue(world);
    if (next === null) return jumps;
    if (jumps === MOST_JUMPS) throw new Error(`not at rest: ${JSON.stringify(await open(world))}`);
    world.advance(Math.max(next - world.clock.now(), 0) / 1000 + 0.001);
  }
}

/** Advances the clock and lets happen what is due then, and nothing later. */
export async function pass(world: World, seconds: number): Promise<void> {
  world.advance(seconds);
  await world.settle();
}

const DUE = `select 'payment ' || state as what, due_at, lease_until from payments
  union all select 'refund ' || state, due_at, lease_until from refunds
  union all select 'token ' || state, due_at, lease_until from tokens
  union all select 'notification ' || state, due_at, lease_until from notifications
  union all select 'late money', due_at, null from late_money`;

async function nextDue(world: World): Promise<number | null> {
  const [row] = await world.db.rows<{ next: number | null }>({
    name: 'test-next-due',
    text: `select min(greatest(due_at, lease_until)) as next from (${DUE}) d where due_at is not null`,
    values: [],
  });
  return row?.next ?? null;
}

async function open(world: World): Promise<unknown[]> {
  return await world.db.rows({
    name: 'test-still-open',
    text: `select what, count(*)::int as n from (${DUE}) d where due_at is not null group by what`,
    values: [],
  });
}
