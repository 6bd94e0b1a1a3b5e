// The books balance, the chain holds, and payments, refunds and ledger say the same. Run by the worker, the CLI and tests.
import type { Db } from '../base/db.ts';
import { CHECKS, runCheck, type Finding } from './store.ts';
import { verifyChains } from './verify-chain.ts';

/** Every check by name, those of the database and the chain. */
export const CHECK_NAMES: readonly string[] = [...CHECKS, 'chain'];

/** Runs every check on a live database without locking it; no finding is the promise. */
export async function checkBooks(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of CHECKS) findings.push(...(await runCheck(db, check)));
  findings.push(...(await verifyChains(db)));
  return findings;
}
