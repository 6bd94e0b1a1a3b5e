// The audit: our database in one snapshot against three logs of witnesses who share nothing with it.
import { readBankBook, type BankBook } from './bank-book.ts';
import { judgeDays } from './days.ts';
import { readClientLog, type ClientSide } from './client-log.ts';
import { createFindings, type Findings } from './findings.ts';
import { judgeRequests } from './idempotency.ts';
import { judgeLedger, type Balances } from './ledger.ts';
import { sizeOf } from './lines.ts';
import { judgeMoney } from './money.ts';
import { judgeNotifications } from './notifications.ts';
import { judgeOtps } from './otp.ts';
import { judgePrices } from './prices.ts';
import { readReceiverLog } from './receiver-log.ts';
import { readRows, type Rows } from './rows.ts';
import { judgeSecrets } from './secrets.ts';
import { withSnapshot, type Snapshot } from './snapshot.ts';
import { judgeStates } from './states.ts';
import type { Audit, Evidence } from './types.ts';
import { createUnknowns, durationsOf } from './unknowns.ts';
import { createWords, judgeWords } from './words.ts';

/** How far the clocks of our processes may differ where the evidence does not say, ms. */
const SKEW_MS = 2_000;

/**
 * Judges every invariant that the evidence can show. The logs may grow meanwhile: what client and receiver knew before
 * the snapshot must be in it, and what it claims must be in the bank's journal, which is read after it. Throws when the
 * evidence cannot be read.
 */
export async function audit(evidence: Evidence): Promise<Audit> {
  const until = await endsOf(evidence);
  return await withSnapshot(evidence.databaseUrl, (snapshot) =>
    auditSnapshot(evidence, snapshot, until),
  );
}

/** How far the logs that the snapshot must hold have been written, bytes. */
export interface Ends {
  client: number;
  receiver: number;
}

export async function endsOf({ clientLog, receiverLog }: Evidence): Promise<Ends> {
  return { client: await sizeOf(clientLog), receiver: await sizeOf(receiverLog) };
}

/** As {@link audit}, of a snapshot that is open already. */
export async function auditSnapshot(
  evidence: Evidence,
  snapshot: Snapshot,
  until: Ends,
): Promise<Audit> {
  const { atRest, clockSkewMs: skewMs = SKEW_MS } = evidence;
  const findings = createFindings();
  const words = createWords();
  const unknowns = createUnknowns();
  const rows = await readRows(snapshot);
  await judgeStates(snapshot, { findings, rows, unknowns, atRest, skewMs });
  const balances = await judgeLedger(snapshot, rows, findings);
  const book = await readBankBook(evidence.bankJournal);
  const money = judgeMoney(rows, book, findings, atRest);
  await judgePrices(snapshot, rows, findings);
  if (atRest) judgeSum(rows, balances, book, findings);
  const { drift, ...days } = await judgeDays(snapshot, evidence, {
    rows,
    book,
    balances,
    findings,
  });
  await judgeOtps(snapshot, rows, book, findings, { atRest, skewMs });
  const given = { rows, book, words, findings };
  const client = await readClientLog(evidence.clientLog, until.client, given);
  const paths = new Map(
    evidence.merchants.map(({ clientId, notificationPath }) => [clientId, notificationPath]),
  );
  const { wrongClocks = [] } = evidence;
  const reading = { book, words, findings, paths, wrongClocks };
  const received = await readReceiverLog(evidence.receiverLog, until.receiver, reading);
  const lost = await judgeRequests(snapshot, { client, rows, book, findings, atRest });
  const told = await judgeNotifications(snapshot, { rows, received, client, findings, atRest });
  judgeWords(words, rows, findings);
  const canariesFound = await judgeSecrets(snapshot, evidence, book, findings);
  const { medianMs, longestMs } = durationsOf(unknowns);
  return {
    figures: {
      ...counted(client, rows),
      lost,
      doubleDebits: money.doubleDebits,
      driftRupiah: money.drift + drift,
      contradictions: findings.count('I6'),
      unknown: unknowns.count,
      unknownResolved: unknowns.resolved,
      unknownGuessed: unknowns.guessed,
      unknownMedianMs: medianMs,
      unknownLongestMs: longestMs,
      notificationsOwed: told.owed,
      notificationsDelivered: told.delivered,
      notificationsRepeated: told.repeated,
      canariesFound,
      ...days,
    },
    violations: findings.violations,
    looked: findings.looked,
  };
}

/**
 * M14 in sum: what the bank took of customers and has not given back is, rupiah for rupiah, not shown yet, in cash, paid out, or
 * borne; less what its statements show for no reason, which lies in suspense.
 */
function judgeSum(rows: Rows, balances: Balances, book: BankBook, findings: Findings): void {
  let ours =
    sumOf(rows, 'payoutPaid') -
    sumOf(rows, 'payoutReturned') -
    sumOf(rows, 'unexplainedIn') +
    sumOf(rows, 'unexplainedOut') +
    sumOf(rows, 'lossBorne') -
    sumOf(rows, 'lossRecovered');
  for (const [name, { debits, credits }] of balances) {
    if (/ (?:bank_receivable|cash):/.test(name)) ours += debits - credits;
  }
  let theirs = 0n;
  for (const { debited, refunded } of book.payments.values()) theirs += debited - refunded;
  findings.look('M14');
  if (ours === theirs) return;
  findings.wrong('M14', 'all together', `the bank holds ${theirs}, the ledger says ${ours}`);
}

function sumOf({ booked }: Rows, template: string): bigint {
  let sum = 0n;
  for (const [key, { lines }] of booked) {
    if (!key.startsWith(`${template} `)) continue;
    for (const { amount } of lines) sum += amount;
  }
  return sum;
}

function counted(client: ClientSide, rows: Rows) {
  let paymentsAttempted = 0;
  let refundsAttempted = 0;
  for (const { variants } of client.requests.values()) {
    const sound = variants.filter((one) => one.sound);
    if (sound.some(({ call }) => call === 'payment')) paymentsAttempted += 1;
    if (sound.some(({ call }) => call === 'payment-refund')) refundsAttempted += 1;
  }
  let paymentsSucceeded = 0;
  for (const { state } of rows.payments.values()) if (state === 'succeeded') paymentsSucceeded += 1;
  const { callsAsked, callsLost } = client;
  return { paymentsAttempted, paymentsSucceeded, refundsAttempted, callsAsked, callsLost };
}
