// Flow: lines that were nobody's become a merchant's once it is known what the bank calls that merchant; they are matched like
// any other line, and count on the next open day where theirs is closed.
import type { Context } from '../context.ts';
import type { Tx } from '../base/db.ts';
import type { Sealer } from '../base/secrets.ts';
import { partnerKeyOf, readPartners } from './partners.ts';
import { putPartners } from './store-partners.ts';
import {
  addToPart,
  insertLines,
  insertParts,
  type OwnedLine,
  type Part,
} from './store-statements.ts';
import { adoptLines, banksWithStrays, listStrays, type Stray } from './store-strays.ts';

const PAGE = 1000;

/** Looks through all lines that are nobody's; answers how many have found their merchant. */
export async function adoptStrays(ctx: Pick<Context, 'db' | 'clock' | 'sealer'>): Promise<number> {
  let adopted = 0;
  for (const bank of await banksWithStrays(ctx.db)) {
    const partners = await readPartners(ctx, bank, true);
    for (let after: Stray | null = null; ;) {
      const strays: Stray[] = await listStrays(ctx.db, bank, after, PAGE);
      const owners = await partners.ownersOf(ctx.db, strays);
      const owned = strays.flatMap((stray, n) => {
        const owner = owners[n];
        return owner === undefined || 'stray' in owner ? [] : [{ ...stray, ...owner }];
      });
      adopted += await adopt(ctx, owned);
      after = strays.at(-1) ?? null;
      if (strays.length < PAGE) break;
    }
  }
  return adopted;
}

/** Says that a bank calls, or has once called, a merchant like this. */
export async function notePartner(
  on: Tx,
  sealer: Sealer,
  { merchantId, bank, partner }: { merchantId: string; bank: string; partner: string },
): Promise<void> {
  await putPartners(on, bank, [{ merchantId, partnerKey: partnerKeyOf(sealer, bank, partner) }]);
}

async function adopt(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  owned: readonly (Stray & OwnedLine)[],
): Promise<number> {
  let adopted = 0;
  for (const statementId of new Set(owned.map((line) => line.statementId))) {
    const lines = owned.filter((line) => line.statementId === statementId);
    const [first] = lines;
    if (first === undefined) continue;
    adopted += await db.transaction(async (tx) => {
      const ours = await adoptLines(tx, statementId, lines, clock.now());
      const taken = lines.filter((line) => ours.has(line.lineNo));
      await insertLines(tx, statementId, taken);
      await insertParts(tx, { statementId, bank: first.bank, day: first.day }, partsOf(taken));
      return taken.length;
    });
  }
  return adopted;
}

function partsOf(lines: readonly OwnedLine[]): Part[] {
  const parts = new Map<string, Part>();
  for (const line of lines) addToPart(parts, line.merchantId, line);
  return [...parts.values()];
}
