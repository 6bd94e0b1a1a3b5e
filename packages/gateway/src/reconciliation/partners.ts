// Whose a line of a statement is: what the bank calls each merchant, now or before its Key was changed.
import type { Db, Tx } from '../base/db.ts';
import { idOfReference } from '../base/reference.ts';
import type { Sealer } from '../base/secrets.ts';
import { openCredentials } from '../merchants/activate-bank.ts';
import type { StatementLine } from './statement.ts';
import { findOwners, listConnections, listPartners, putPartners } from './store-partners.ts';

/** Who stands behind a partner of a bank. */
export type Owner = { merchantId: string } | { stray: 'unknown_partner' | 'shared_partner' };

export interface Partners {
  /** Whose each of these lines is, in their order. */
  ownersOf(on: Tx, lines: readonly StatementLine[]): Promise<Owner[]>;
}

/** The fingerprint of a partner's name at a bank. */
export function partnerKeyOf(sealer: Sealer, bank: string, partner: string): Buffer {
  return sealer.blindIndex('partner', bank, partner);
}

/** Reads what the bank calls its merchants today and has ever called them; `keep` writes down what is new of it. */
export async function readPartners(
  { db, sealer }: { db: Db; sealer: Sealer },
  bank: string,
  keep: boolean,
): Promise<Partners> {
  const connections = await listConnections(db, bank);
  const today = connections.map(({ merchant_id: merchantId, sealed_credentials: sealed }) => ({
    merchantId,
    partnerKey: partnerKeyOf(sealer, bank, openCredentials(sealer, merchantId, bank, sealed).key),
  }));
  if (keep) await putPartners(db, bank, today);
  const known = new Map<string, ReadonlySet<string>>();
  for (const { merchantId, partnerKey } of [...(await listPartners(db, bank)), ...today]) {
    const name = partnerKey.toString('base64');
    known.set(name, new Set([...(known.get(name) ?? []), merchantId]));
  }
  const named = new Map<string, readonly string[]>();
  const merchantsOf = (partner: string): readonly string[] => {
    let found = named.get(partner);
    if (found === undefined) {
      found = [...(known.get(partnerKeyOf(sealer, bank, partner).toString('base64')) ?? [])];
      // A file of strangers must not fill the memory.
      if (found.length > 0) named.set(partner, found);
    }
    return found;
  };
  return {
    async ownersOf(on, lines) {
      const all = lines.map(({ partner }) => merchantsOf(partner));
      const shared = lines.filter((_, n) => (all[n]?.length ?? 0) > 1);
      const owners = await ownersOfShared(on, shared, merchantsOf);
      return lines.map((line, n): Owner => {
        const [first, second] = all[n] ?? [];
        if (first === undefined) return { stray: 'unknown_partner' };
        if (second === undefined) return { merchantId: first };
        const owner = owners.get(idOfReference(line.reference) ?? '');
        return owner === undefined ? { stray: 'shared_partner' } : { merchantId: owner };
      });
    },
  };
}

/** Where several merchants are one partner, the reference says whose a line is, or nothing does. */
async function ownersOfShared(
  on: Tx,
  lines: readonly StatementLine[],
  merchantsOf: (partner: string) => readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (lines.length === 0) return new Map();
  const merchants = new Set(lines.flatMap(({ partner }) => merchantsOf(partner)));
  const ids = lines.flatMap(({ reference }) => idOfReference(reference) ?? []);
  return await findOwners(on, [...merchants], ids);
}
