// The accounts of a batch: an accepted request has exactly its effect, a refused one none but what is documented.
import { headerOf, type Case } from './case.ts';
import { claimsOf, totalsOf, type Totals } from './effects.ts';
import { burns, isShed } from './judge.ts';
import type { Heard } from './wire.ts';
import type { World } from './world.ts';

export interface Done {
  one: Case;
  heard: Heard;
}

/** Endpoints by what a success of theirs adds. */
const ADDS: Readonly<Record<string, keyof Totals>> = {
  token: 'tokens',
  payment: 'payments',
  'payment-refund': 'refunds',
};

/** A 409 says that the id belongs to an earlier call, whose accounts have been looked at. */
const REPEATED = 409;

/** Sentences about requests whose effect is not what their answers say; `before` are the totals before the batch. */
export async function faultsOfAccounts(
  world: World,
  batch: readonly Done[],
  before: Totals,
): Promise<{ faults: string[]; accepted: Done[]; totals: Totals }> {
  const byId = Map.groupBy(batch.filter(isOwnCall), ({ one }) => headerOf(one, 'request-id') ?? '');
  const claims = await claimsOf(world, [...byId.keys()]);
  const expected: Totals = { ...before };
  const faults: string[] = [];
  const accepted: Done[] = [];
  for (const [id, calls] of byId) {
    // Of several with one id the first that was no repeat has decided.
    const done = calls.find(({ heard }) => heard.status !== REPEATED) ?? calls[0];
    if (done === undefined) continue;
    const { one, heard } = done;
    const claim = claims.get(id);
    const fresh = heard.headers.get('idempotency-status')?.[0] !== 'replayed';
    const good = heard.status < 300;
    const kept = good ? one.method === 'POST' : burns(heard) !== 'never' && claim !== undefined;
    if (kept && fresh) {
      expected.requests += 1;
      const endpoint = one.target.replace(/^.*\/v1\//, '');
      const noun = ADDS[endpoint];
      if (good) accepted.push(done);
      if (noun !== undefined && madeARow(done)) expected[noun] += 1;
    }
    const fault = faultOfClaim(done, claim);
    if (fault !== null && fresh) faults.push(`${fault}: ${headerOf(one, 'request-id')}`);
  }
  const totals = await totalsOf(world);
  // What was shed may have begun: an attempt that never reached the bank is closed and stays on record.
  const shed = batch.filter(({ heard }) => isShed(heard)).length;
  for (const noun of ['requests', 'payments', 'refunds', 'tokens'] as const) {
    const extra = totals[noun] - expected[noun];
    if (extra < 0 || extra > shed) {
      faults.push(
        `${noun}: ${totals[noun]} rows, by the answers there should be ${expected[noun]}`,
      );
    }
  }
  return { faults, accepted, totals };
}

function isOwnCall({ one }: Done): boolean {
  return one.form === 'doku' && headerOf(one, 'request-id') !== null;
}

/** Successes, and the two refusals that are kept on a row of their own: the bank's no to a payment or a registration. */
function madeARow({ heard }: Done): boolean {
  if (heard.status < 300) return true;
  return /"code":"(payment_declined|registration_declined)"/.test(heard.body.toString());
}

function faultOfClaim(
  { one, heard }: Done,
  claim: { status: number | null; payments: number; refunds: number } | undefined,
): string | null {
  if (isShed(heard)) return null;
  if (heard.status === REPEATED && burns(heard) === 'never') return null;
  if (heard.status < 300) {
    if (one.method === 'GET') return null;
    if (claim === undefined) return 'an accepted request left no claim';
    return claim.status === heard.status ? null : `its claim says ${claim.status}`;
  }
  const burning = burns(heard);
  if (burning === 'never' && claim !== undefined) return 'a refused request kept its Request-Id';
  if (burning === 'always' && claim === undefined) return 'a burning refusal was not kept';
  if (claim === undefined || madeARow({ one, heard })) return null;
  return claim.payments + claim.refunds > 0 ? 'a refused request made a payment or a refund' : null;
}
