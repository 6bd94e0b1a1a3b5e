// Opens a bank: its key, its book, its partners. It serves nobody yet.
import type { Bank, BankSettings } from './bank.ts';
import { openBook } from './book/book.ts';
import { bankClock } from './clock.ts';
import { dueList } from './due.ts';
import { faultDesk } from './faults.ts';
import { bankKeys } from './keys.ts';
import { readPartner } from './partners.ts';
import type { PartnerEntry } from './partners.ts';
import { callbackSender } from './snap/callback.ts';

export interface BankOptions {
  /** Folder of the journal and the bank's key; made when missing. */
  dataFolder: string;
  partners: readonly PartnerEntry[];
  /** The clock beneath the bank's own; real time by default. */
  clock?: { now(): number };
  /** Base URL of the gateway, which is told when the clock moves. */
  gatewayUrl?: string;
  settings?: Partial<BankSettings> & {
    /** Whether an answer waits for the disk, not just for the file system. Default true. */
    fsync?: boolean;
  };
}

/** Opens the bank of a folder. Throws when a partner, the key or the journal cannot be read. */
export async function openBank(options: BankOptions): Promise<Bank> {
  const partners = options.partners.map(readPartner);
  const clock = bankClock(options.clock);
  const { privateKey, publicKeyPem } = await bankKeys(options.dataFolder);
  const book = await openBook(options.dataFolder, { fsync: options.settings?.fsync ?? true });
  clock.setOffset(book.state.offsetMs);
  const byKey = new Map(partners.map((partner) => [partner.key, partner]));
  for (const { name, ...entry } of book.state.registered.values()) {
    if (byKey.has(entry.key)) continue; // whom the bank was started with now, that counts
    byKey.set(entry.key, readPartner({ ...entry, name: name ?? '' }));
  }
  return {
    book,
    clock,
    partners: byKey,
    faults: faultDesk(),
    due: dueList(clock),
    settings: { callbacks: options.settings?.callbacks ?? 'never' },
    callbacks: callbackSender(),
    callbackPlans: new Map(),
    privateKey,
    publicKeyPem,
    gatewayUrl: options.gatewayUrl ?? null,
    clockMoved: Promise.resolve(),
    clockMoving: false,
    aging: new Map(),
    publicUrl: '',
  };
}
