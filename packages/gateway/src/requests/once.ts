// A Request-Id is answered once: the first call runs, a repeat gets the first answer, another body is refused, a repeat
// of a running call waits for it, and a call whose process died is taken up where it stopped.
import type { Context } from '../context.ts';
import { REFUSALS, Refusal } from '../base/refusal.ts';
import type { Answer, Call, Reply } from './call.ts';
import {
  answerRequest,
  endLease,
  findAnswer,
  LEASE_MS,
  openAnswer,
  sealAnswer,
  type Claimed,
  type ClaimRow,
} from './store.ts';

type Doors = Pick<Context, 'db' | 'sealer' | 'clock' | 'log'>;

/** Asked again this often while a twin runs in another process, ms. */
const POLL_MS = 100;

const running = new Map<string, Promise<unknown>>();

/**
 * Runs a call once. `begin` claims the Request-Id in the same round trip as the call's own first step; `run` gets its
 * row when the claim is ours (`begun`), or when it was taken over from a process that died (`resume`). `run` answers
 * with what it has kept as the answer. Throws refusals that must not be kept, and `request_running` when the twin
 * outlasts this call's own time limit.
 */
export async function once<R, B extends ClaimRow>(
  doors: Doors,
  call: Call<R>,
  begin: () => Promise<B>,
  run: (begun: B, resumed: boolean) => Promise<Reply>,
): Promise<Reply> {
  for (;;) {
    // Not later than the lease that begins now ends: from then on the call may have been taken over.
    const ownUntil = doors.clock.now() + LEASE_MS;
    const row = await begin();
    if (row.outcome === 'replay') return replay(doors, call, row);
    if (row.outcome === 'conflict') throw new Refusal('request_id_reused');
    const resumed = row.outcome === 'resume';
    // A twin that runs here lives, whatever the clock says of its lease.
    const lives = resumed && running.has(twinName(call));
    if (row.outcome !== 'running' && !lives) {
      const reply = await runOwn(doors, call, row, () => run(row, resumed));
      if (reply.replayed || doors.clock.now() < ownUntil) return reply;
      // Who took it over may have answered first; the first answer stands.
      return (await keptReply(doors, call)) ?? reply;
    }
    await waitForTwin(doors, call);
  }
}

/** Keeps a refusal as the request's answer, or lets it fly when it must not be kept. */
export async function refuse<R>(doors: Doors, call: Call<R>, refusal: Refusal): Promise<Reply> {
  if (!REFUSALS[refusal.code].burns) throw refusal;
  return await keep(doors, call, call.refuse(refusal));
}

/** Keeps an answer that no other write carries. What is kept already is what is answered. */
export async function keep<R>(doors: Doors, call: Call<R>, answer: Answer): Promise<Reply> {
  const { merchantId } = call.merchant;
  const { requestId } = call;
  const sealed = sealAnswer(doors.sealer, merchantId, requestId, answer);
  const isFirst = await answerRequest(doors.db, {
    merchantId,
    requestId,
    status: answer.status,
    sealed,
  });
  return (isFirst ? null : await keptReply(doors, call)) ?? { ...answer, replayed: false };
}

function replay<R>(doors: Doors, call: Call<R>, row: ClaimRow): Reply {
  if (row.status === null || row.answer === null) throw new Error('a replay has an answer');
  const { merchantId } = call.merchant;
  const body = openAnswer(doors.sealer, merchantId, call.requestId, row.answer);
  return { status: row.status, body, replayed: true };
}

async function runOwn<R>(
  doors: Doors,
  call: Call<R>,
  row: ClaimRow,
  run: () => Promise<Reply>,
): Promise<Reply> {
  const name = twinName(call);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  running.set(name, promise);
  try {
    return await run();
  } catch (error) {
    // A call that broke off has kept no answer: let the next repeat take it up at once. Best effort, the lease ends anyway.
    await endLease(doors.db, claimOf(call, row), doors.clock.now()).catch(() => undefined);
    throw error;
  } finally {
    if (running.get(name) === promise) running.delete(name);
    resolve(undefined);
  }
}

async function waitForTwin<R>(doors: Doors, call: Call<R>): Promise<void> {
  const left = call.deadline - doors.clock.steady();
  if (left <= 0) throw new Refusal('request_running', { retryAfterSeconds: 2 });
  const twin = running.get(twinName(call));
  if (twin === undefined) {
    await doors.clock.sleep(Math.min(left, POLL_MS));
    return;
  }
  const enough = new AbortController();
  await Promise.race([twin, doors.clock.sleep(left, enough.signal)]);
  enough.abort();
}

function twinName<R>(call: Call<R>): string {
  return `${call.merchant.merchantId} ${call.requestId}`;
}

/** The claim that a call has on its Request-Id. */
export function claimOf<R>(call: Call<R>, { claim_id: claimId }: ClaimRow): Claimed {
  return { merchantId: call.merchant.merchantId, requestId: call.requestId, claimId };
}

/** The reply to a step that lost its race: what the winner kept, or a fresh wording of where things stand. */
export async function standing<R>(doors: Doors, call: Call<R>, word: () => Answer): Promise<Reply> {
  return (await keptReply(doors, call)) ?? (await keep(doors, call, word()));
}

async function keptReply<R>(doors: Doors, call: Call<R>): Promise<Reply | null> {
  const { merchantId } = call.merchant;
  const kept = await findAnswer(doors.db, merchantId, call.requestId);
  if (kept === null) return null;
  const body = openAnswer(doors.sealer, merchantId, call.requestId, kept.answer);
  return { status: kept.status, body, replayed: true };
}
