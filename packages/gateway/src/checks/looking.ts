// One check under way: what it may look at, how much it has seen, and what it has found.
import type { Db } from '../base/db.ts';
import type { Finding } from './store.ts';

/** More than this of one check says nothing more. */
const MOST = 1000;

export interface Looking {
  db: Db;
  /** Business time at its beginning, epoch ms. */
  now: number;
  /** The one merchant, or null for all. */
  scope: string | null;
  /** Those that are looked at, by id. */
  merchants: readonly string[];
  /** Statements at the same time, where everything is looked at. */
  atOnce: number;
  /** Rows looked at so far. */
  rows: number;
  findings: Finding[];
  /** Merchants of whom anything was found. */
  broken: Set<string | null>;
  found(rows: readonly { merchant_id: string | null; subject: string; detail: string }[]): void;
}

/** Begins to look. A finding that comes twice is kept once: a row may be looked at twice. */
export function startLooking(
  check: string,
  about: Pick<Looking, 'db' | 'now' | 'scope' | 'merchants'> & { atOnce?: number },
): Looking {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const broken = new Set<string | null>();
  return {
    atOnce: 1,
    ...about,
    rows: 0,
    findings,
    broken,
    found(rows) {
      for (const { merchant_id: merchantId, subject, detail } of rows) {
        broken.add(merchantId);
        const words = `${merchantId} ${subject} ${detail}`;
        if (findings.length >= MOST || seen.has(words)) continue;
        seen.add(words);
        findings.push({ check, merchantId, subject, detail });
      }
    },
  };
}
