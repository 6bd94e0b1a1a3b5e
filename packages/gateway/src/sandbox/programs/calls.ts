// GET /sandbox/calls: the merchant calls after a number, waiting for the next one where there is none yet.
import { isClientId } from '@tarik/wire/doku/headers';
import type { CallRecord } from './call-record.ts';
import { Wrong } from './json.ts';
import type { ProgramAnswer, ProgramCall } from './json.ts';

const MOST = 1000;
const LONGEST_WAIT_S = 25;

/** Answers at once when there are newer calls, else when one comes, the wait is over or the program has gone. */
export async function listCalls(record: CallRecord, call: ProgramCall): Promise<ProgramAnswer> {
  const { query } = call;
  const after = numberIn(query, 'after', { least: 0, most: Number.MAX_SAFE_INTEGER, usual: 0 });
  const limit = numberIn(query, 'limit', { least: 1, most: MOST, usual: MOST });
  const wait = numberIn(query, 'wait_seconds', { least: 0, most: LONGEST_WAIT_S, usual: 0 });
  const clientId = query['client_id'] ?? null;
  if (clientId !== null && (typeof clientId !== 'string' || !isClientId(clientId))) {
    throw new Wrong(400, 'client_id must be the Client-Id of a merchant');
  }
  const over = AbortSignal.any([call.gone, AbortSignal.timeout(wait * 1000)]);
  const mayWait = (): boolean => wait > 0 && !over.aborted;
  let reading = record.read(after, clientId, limit);
  const { dropped } = reading;
  while (reading.calls.length === 0 && mayWait()) {
    await record.next(over);
    reading = record.read(reading.next, clientId, limit);
  }
  return { status: 200, body: { ...reading, dropped } };
}

function numberIn(
  query: ProgramCall['query'],
  name: string,
  range: { least: number; most: number; usual: number },
): number {
  const text = query[name];
  if (text === undefined) return range.usual;
  const value = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value >= range.least && value <= range.most) return value;
  throw new Wrong(400, `${name} must be a whole number from ${range.least} to ${range.most}`);
}
