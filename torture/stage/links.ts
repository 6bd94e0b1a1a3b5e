// The proxies of a stage, one on every link.
import { startFaultProxy } from '../proxy/proxy.ts';
import type { FaultProxy } from '../proxy/types.ts';
import type { Links } from './types.ts';

export interface OpenLinks extends Links {
  all: readonly FaultProxy[];
}

/** Starts the five proxies; they lead nowhere yet. */
export async function openLinks(): Promise<OpenLinks> {
  const [client, database, bank, callbacks, receiver] = await Promise.all([
    startFaultProxy('client'),
    startFaultProxy('database'),
    startFaultProxy('bank'),
    startFaultProxy('callbacks'),
    startFaultProxy('receiver'),
  ]);
  const all = [client, database, bank, callbacks, receiver];
  return { client, database, bank, callbacks, receiver, all };
}
