// What the load generator is told, as JSON.

export interface LoadMerchant {
  clientId: string;
  secret: string;
  /** Its bank accounts, among which a payment may be divided; none where it has none. */
  accounts?: readonly string[];
}

export interface LoadOptions {
  /** The gateway, as a merchant calls it. */
  url: string;
  /** The bank's own address: registrations and SMS. */
  bankUrl: string;
  merchants: readonly LoadMerchant[];
  /** The client's log; lines are appended. */
  log: string;
  /** Where the canaries are written at the start: a JSON list of texts. */
  canaries: string;
  seed: number;
  /** Stories at a time. */
  concurrency: number;
  /** Payments a second at the most, on average; null for as many as go. */
  perSecond: number | null;
  /** Payments in all; null until it is told to stop. */
  payments: number | null;
  /** The first attempt's number: one that no earlier run with the same log has given. */
  firstAttempt: number;
  /** How often each story is told, against the others; what is not named keeps its own. */
  shares: Readonly<Record<string, number>>;
  /** Share of the attempts whose patience is short, 0.3 to 3 s; the others have 3 to 30 s. */
  hasty: number;
  /** How long what is unknown is asked again, and how long the status of every payment is asked, each in ms. */
  finishWithinMs: number;
}

type Given = Pick<LoadOptions, 'url' | 'bankUrl' | 'merchants' | 'log' | 'canaries' | 'seed'>;

/** Fills in what is not given. Throws a TypeError when one of the six that must be given is missing. */
export function loadOptions(given: Given & Partial<LoadOptions>): LoadOptions {
  for (const name of ['url', 'bankUrl', 'merchants', 'log', 'canaries', 'seed'] as const) {
    if (given[name] === undefined) throw new TypeError(`the load's options lack ${name}`);
  }
  return {
    concurrency: 32,
    perSecond: null,
    payments: null,
    firstAttempt: 1,
    shares: {},
    hasty: 0.1,
    finishWithinMs: 120_000,
    ...given,
  };
}
