// What the auditor is given and what it says. It shares no code with the gateway: its SQL, its reading of the guide and
// its signatures' expectations are its own.

import type { ClosedDay } from './closed-days.ts';

/** Where the evidence is. */
export interface Evidence {
  databaseUrl: string;
  bankJournal: string;
  receiverLog: string;
  clientLog: string;
  /** What gateways and workers printed: searched for secrets. */
  processLogs: readonly string[];
  merchants: readonly {
    merchantId: string;
    clientId: string;
    secret: string;
    notificationPath: string;
    /** What the bank calls it, where that is known. */
    partnerKey?: string;
  }[];
  /** Texts that must be found nowhere in plain: secrets, e-mails, names … */
  canaries: readonly string[];
  /** True when faults are over and everything came to rest: what must hold eventually is judged as well. */
  atRest: boolean;
  /** How far the clocks of gateways and workers were set apart, ms; by default 2,000. */
  clockSkewMs?: number;
  /** Days as whoever closed them was told. */
  closedDays?: readonly ClosedDay[];
  /** When the clock of some process was set wrong: a timestamp of that time says nothing. */
  wrongClocks?: readonly Span[];
}

/** A stretch of real time, epoch ms. */
export interface Span {
  from: number;
  until: number;
}

export interface Violation {
  /** The invariant's number: `M7`, `I6`, `N1` … */
  invariant: string;
  /** The Request-Id, payment, notification … that it is about. */
  subject: string;
  detail: string;
}

export interface Figures {
  paymentsAttempted: number;
  paymentsSucceeded: number;
  refundsAttempted: number;
  callsAsked: number;
  callsLost: number;
  /** Acknowledged to the client, then gone. */
  lost: number;
  doubleDebits: number;
  /** Σ |bank book − our ledger|, whole rupiah. */
  driftRupiah: bigint;
  contradictions: number;
  /** Outcomes that were unknown to us at some time, those that ended by evidence, by guess, and not yet. */
  unknown: number;
  unknownResolved: number;
  unknownGuessed: number;
  /** How long an outcome stayed unknown, business ms. */
  unknownMedianMs: number;
  unknownLongestMs: number;
  notificationsOwed: number;
  notificationsDelivered: number;
  /** Deliveries beyond the first of one notification. */
  notificationsRepeated: number;
  canariesFound: number;
  /** Statements of the bank that were taken in, and days that were closed. */
  statements: number;
  daysClosed: number;
  /** Differences that somebody has planted in them and that are due to be reported, and those that were. */
  differencesPlanted: number;
  differencesReported: number;
  /** Batches that were booked, payouts that left the bank, and those of them that never should have. */
  batches: number;
  payoutsMade: number;
  doublePayouts: number;
}

export interface Audit {
  figures: Figures;
  violations: Violation[];
  /** Every invariant that was looked at, with how many subjects it had: one that had none proves nothing. */
  looked: Record<string, number>;
}
