// Flow: take a bank's statement in. The file is read whole and found good before anything of it is kept; then all of it is kept in
// one commit, or nothing.
import { invariant } from '../base/invariant.ts';
import { sqlState, type Tx } from '../base/db.ts';
import type { StatementProfile } from '../banks/statement-profile.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import { wibDay } from '../settlement/calendar.ts';
import { BadStatement } from './bad-statement.ts';
import { readPartners, type Owner, type Partners } from './partners.ts';
import { readStatement, type OpenFile } from './read-statement.ts';
import { noSums, type FileSums, type StatementLine } from './statement.ts';
import {
  addToPart,
  findKnown,
  insertLines,
  insertParts,
  insertStatement,
  insertStrays,
  type OwnedLine,
  type Part,
  type StrayLine,
} from './store-statements.ts';

export interface Import {
  bank: string;
  profile: StatementProfile;
  /** The bank's day of the file, `2026-11-25`. */
  day: string;
  /** Called twice: the file is read once to judge it, and once to keep it. */
  open: OpenFile;
  /** Who brings it, for the record. */
  by: string;
  /** True: judges the file and keeps nothing, not even that it was bad. */
  dryRun?: boolean;
  mostBytes?: number;
  /** What is written in the commit that keeps it. */
  also?(tx: Tx, file: FileSums & { statementId: string }): Promise<void>;
}

export interface Imported extends FileSums {
  /** Null for a dry run. */
  statementId: string | null;
  merchants: number;
  strays: number;
}

/**
 * Imports a statement. Throws {@link BadStatement}, with its line and column where it has them, for a file that breaks a rule,
 * that was imported before, whose day has another one, or whose day is not over. Of such a file the reason is kept, and
 * nothing else.
 */
export async function importStatement(doors: MerchantDoors, input: Import): Promise<Imported> {
  try {
    return await take(doors, input);
  } catch (error) {
    if (error instanceof BadStatement && input.dryRun !== true) await refuse(doors, input, error);
    throw error;
  }
}

async function take(doors: MerchantDoors, input: Import): Promise<Imported> {
  const { db, clock } = doors;
  const { bank, day } = input;
  if (day >= wibDay(clock.now())) throw new BadStatement(`${day} is not over yet`);
  const partners = await readPartners(doors, bank, input.dryRun !== true);
  const tally = createTally();
  const file = await readStatement(input.open, {
    ...input,
    onLines: async (lines) => tally.count(lines, await partners.ownersOf(db, lines)),
  });
  await mustBeNew(db, { bank, day, sha256: file.sha256 });
  const { lines, sums } = file;
  const found = { lines, sums, merchants: tally.parts().length, strays: tally.strays() };
  if (input.dryRun === true) return { statementId: null, ...found };
  const statementId = doors.random.id();
  try {
    await db.transaction((tx) => keep(tx, doors, input, { statementId, file, partners }));
  } catch (error) {
    // Somebody else has brought the same file, or another one of the day, at the same moment.
    if (sqlState(error) === '23505') await mustBeNew(db, { bank, day, sha256: file.sha256 });
    throw error;
  }
  return { statementId, ...found };
}

async function keep(
  tx: Tx,
  { clock }: MerchantDoors,
  input: Import,
  {
    statementId,
    file,
    partners,
  }: {
    statementId: string;
    file: FileSums & { sha256: Buffer };
    partners: Partners;
  },
): Promise<void> {
  const { bank, day, by } = input;
  const { lines, sums, sha256 } = file;
  const state = lines === 0 ? 'matched' : 'loaded';
  const about = { statementId, bank, day };
  await insertStatement(tx, {
    ...about,
    lines,
    sums,
    sha256,
    state,
    reason: null,
    by,
    at: clock.now(),
  });
  const tally = createTally();
  const again = await readStatement(input.open, {
    ...input,
    onLines: async (batch) => {
      const owners = await partners.ownersOf(tx, batch);
      tally.count(batch, owners);
      const { owned, strays } = divide(batch, owners);
      await insertLines(tx, statementId, owned);
      await insertStrays(tx, about, strays);
    },
  });
  if (!again.sha256.equals(sha256))
    throw new BadStatement('the file was changed while it was read');
  // Strays wait for an owner; a statement of nothing else is matched.
  await insertParts(tx, about, tally.parts());
  await input.also?.(tx, { statementId, lines, sums });
}

function divide(
  lines: readonly StatementLine[],
  owners: readonly Owner[],
): { owned: OwnedLine[]; strays: StrayLine[] } {
  const owned: OwnedLine[] = [];
  const strays: StrayLine[] = [];
  lines.forEach((line, n) => {
    const owner = owners[n];
    invariant(owner !== undefined, 'every line has an owner, or a reason why not');
    if ('stray' in owner) strays.push({ ...line, stray: owner.stray });
    else owned.push({ ...line, merchantId: owner.merchantId });
  });
  return { owned, strays };
}

/** Counts lines by merchant. */
function createTally() {
  const parts = new Map<string, Part>();
  let strays = 0;
  return {
    count(lines: readonly StatementLine[], owners: readonly Owner[]): void {
      lines.forEach((line, n) => {
        const owner = owners[n];
        if (owner === undefined || 'stray' in owner) strays += 1;
        else addToPart(parts, owner.merchantId, line);
      });
    },
    parts: (): Part[] => [...parts.values()],
    strays: (): number => strays,
  };
}

async function mustBeNew(
  on: Tx,
  file: { bank: string; day: string; sha256: Buffer },
): Promise<void> {
  const known = await findKnown(on, file);
  if (known === null) return;
  const { bank, day, statement_id: id, imported_at: at } = known.statement;
  const when = new Date(at).toISOString();
  throw new BadStatement(
    known.same
      ? `this very file was imported before, as the statement of ${bank} for ${day} (${id}, ${when})`
      : `${bank} has a statement for ${day} already (${id}, ${when}); what changes comes with a later day or by hand`,
  );
}

/** Keeps that a file came and why it was not taken. */
async function refuse(
  doors: MerchantDoors,
  input: Import,
  { message }: BadStatement,
): Promise<void> {
  const { bank, day, by } = input;
  await insertStatement(doors.db, {
    statementId: doors.random.id(),
    bank,
    day,
    sha256: null,
    state: 'refused',
    reason: message.slice(0, 500),
    lines: 0,
    sums: noSums(),
    by,
    at: doors.clock.now(),
  });
}
