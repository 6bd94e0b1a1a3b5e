// POST /sandbox/clock, which the bank calls: `{"offset_ms"}` moves everybody's business time, `{"client_id",
// "advance_ms"}` lets time pass for one merchant alone.
import type { Context } from '../../context.ts';
import { connectionOf } from '../../merchants/connection.ts';
import { wakeChores, type SandboxClock } from '../clock.ts';
import { ageMerchant } from './age.ts';
import { onlyFields, Wrong } from './json.ts';
import type { Fields, ProgramAnswer, ProgramCall } from './json.ts';
import { mustFind } from './merchants.ts';

/** A century; more would leave the range of dates that everybody can write. */
const MOST_MS = 100 * 366 * 86_400_000;

export async function moveClock(
  ctx: Context,
  clock: Pick<SandboxClock, 'setOffset'>,
  { body }: ProgramCall,
): Promise<ProgramAnswer> {
  if ('client_id' in body || 'advance_ms' in body) return await advanceOne(ctx, body);
  onlyFields(body, ['offset_ms', 'client_id', 'advance_ms']);
  const offset = milliseconds(body, 'offset_ms', 0);
  await clock.setOffset(offset);
  return { status: 200, body: { offset_ms: offset } };
}

async function advanceOne(ctx: Context, body: Fields): Promise<ProgramAnswer> {
  onlyFields(body, ['client_id', 'advance_ms']);
  const ms = milliseconds(body, 'advance_ms', 1);
  const { merchant_id: merchantId, client_id: clientId } = await mustFind(ctx, body['client_id']);
  await ageMerchant(ctx, merchantId, ms);
  ctx.merchants.forget(clientId);
  const partner = await partnerKey(ctx, clientId);
  // The bank ages its part when it hears from us; who asks it before that is told what was.
  return { status: 200, body: { partner_key: partner }, after: () => wakeChores(ctx) };
}

/** The bank's Key of a merchant, by which the bank knows it; null where no bank was ever activated. */
async function partnerKey(ctx: Context, clientId: string): Promise<string | null> {
  const merchant = await ctx.merchants.find(clientId);
  if (merchant === null || !merchant.banks.has('cimb')) return null;
  return connectionOf(merchant, 'cimb').credentials.key;
}

function milliseconds(body: Fields, name: string, least: number): number {
  const value = body[name];
  const fits = typeof value === 'number' && Number.isSafeInteger(value);
  if (fits && value >= least && value <= MOST_MS) return value;
  throw new Wrong(400, `${name} must be whole milliseconds from ${least} to ${MOST_MS}`);
}
