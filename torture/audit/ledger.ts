// The ledger by itself: M1 to M5 and M15, each journal's link computed anew, and what is booked noted on its rows.
import { createHash } from 'node:crypto';
import type { Findings } from './findings.ts';
import type { Booked, Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';

const MOST = 999_999_999_999n;

type Way = readonly [debit: RegExp, credit: RegExp];

const RECEIVABLE = /^bank_receivable:[a-z0-9]+$/;
const CASH = /^cash:[a-z0-9]+$/;
const PAYABLE = /^merchant_payable$/;
const TRANSIT = /^refund_in_transit$/;
const FEES = /^fee_revenue$/;
const SHARE = /^split_payable:[a-z0-9]+:SBA-\d{4}-\d{9}$/;
const CLEARING = /^payout_clearing:[a-z0-9]+$/;
const SUSPENSE = /^suspense$/;
const LOST = /^write_off$/;

/** Which account is debited and which is credited, by the page on money. */
const TEMPLATES: Readonly<Record<string, readonly Way[]>> = {
  paymentSucceeded: [[RECEIVABLE, PAYABLE]],
  feeCharged: [[PAYABLE, FEES]],
  refundRequested: [[PAYABLE, TRANSIT]],
  refundSucceeded: [[TRANSIT, RECEIVABLE]],
  refundFailed: [[TRANSIT, PAYABLE]],
  suspenseIn: [[RECEIVABLE, SUSPENSE]],
  suspenseOut: [[SUSPENSE, RECEIVABLE]],
  statementReconciled: both(CASH, RECEIVABLE),
  settlementBatched: both(PAYABLE, SHARE),
  payoutSent: [[SHARE, CLEARING]],
  payoutPaid: [[CLEARING, CASH]],
  payoutRefused: [[CLEARING, SHARE]],
  payoutReturned: [[CASH, SHARE]],
  paymentReversed: [
    [PAYABLE, RECEIVABLE],
    [FEES, PAYABLE],
  ],
  refundReversed: [[RECEIVABLE, PAYABLE]],
  lateMoneyReversed: [[SUSPENSE, RECEIVABLE]],
  lateReturnReversed: [[RECEIVABLE, SUSPENSE]],
  payoutShort: [[CASH, SHARE]],
  payoutAfterAll: both(CASH, SHARE),
  unexplainedIn: [[CASH, SUSPENSE]],
  unexplainedOut: [[SUSPENSE, CASH]],
  lossBorne: [[LOST, RECEIVABLE]],
  lossRecovered: [[CASH, LOST]],
};

function both(one: RegExp, other: RegExp): Way[] {
  return [
    [one, other],
    [other, one],
  ];
}

/** Of these the subject is a payment, of the next ones a refund, and of all others something of the bank's days. */
const OF_PAYMENTS: ReadonlySet<string> = new Set(['paymentSucceeded', 'feeCharged', 'suspenseIn']);
const OF_REFUNDS: ReadonlySet<string> = new Set([
  'refundRequested',
  'refundSucceeded',
  'refundFailed',
  'suspenseOut',
]);

interface JournalRow {
  merchant: string;
  no: string;
  template: string;
  subject: string;
  micros: string;
  hash: Buffer;
  lines: string | null;
}

interface Sides {
  debits: bigint;
  credits: bigint;
}

/** What the ledger's accounts come to, by merchant and account. */
export type Balances = Map<string, Sides>;

/** Judges the ledger by itself and writes what it books onto the rows. Answers the sums of its transfers. */
export async function judgeLedger(
  snapshot: Snapshot,
  rows: Rows,
  findings: Findings,
): Promise<Balances> {
  const sums: Balances = new Map();
  const heads = new Map<string, { no: bigint; hash: Buffer }>();
  await snapshot.each<JournalRow>(
    `select j.merchant_id as merchant, j.journal_no as no, j.template, j.subject_id as subject,
            (extract(epoch from j.made_at) * 1000000)::bigint as micros, j.hash, t.lines
       from ledger_journals j
       left join lateral (
         select string_agg(x.debit || '>' || x.credit || ':' || x.amount, ',' order by x.line) as lines
           from ledger_transfers x where x.merchant_id = j.merchant_id and x.journal_no = j.journal_no
       ) t on true
      order by j.merchant_id, j.journal_no`,
    (journal) => {
      const head = heads.get(journal.merchant) ?? { no: 0n, hash: Buffer.alloc(32) };
      heads.set(journal.merchant, link(journal, head, findings));
      enter(journal, rows, sums, findings);
    },
  );
  await judgeHeads(snapshot, heads, findings);
  await judgeBalances(snapshot, sums, findings);
  return sums;
}

/** M4: the link is the SHA-256 of the one before and of all that the journal says. */
function link(
  journal: JournalRow,
  head: { no: bigint; hash: Buffer },
  findings: Findings,
): { no: bigint; hash: Buffer } {
  const { merchant, no, template, subject, micros, lines } = journal;
  findings.look('M4');
  const subjectName = `${merchant} journal ${no}`;
  if (BigInt(no) !== head.no + 1n) {
    findings.wrong('M4', subjectName, `comes after journal ${head.no}`);
  }
  const hash = createHash('sha256')
    .update(head.hash)
    .update(`${merchant}|${no}|${template}|${subject}|${micros}|${lines ?? ''}`)
    .digest();
  if (!hash.equals(journal.hash)) {
    findings.wrong('M4', subjectName, 'its link is not what it says and what came before');
  }
  // From what is stored, so that one broken link is one finding.
  return { no: BigInt(no), hash: journal.hash };
}

function enter(journal: JournalRow, rows: Rows, sums: Balances, findings: Findings): void {
  const { merchant, no, template, lines } = journal;
  const subject = `${merchant} journal ${no}`;
  findings.look('M1');
  findings.look('M15');
  if (lines === null) {
    findings.wrong('M1', subject, 'has no transfer');
    return;
  }
  let total = 0n;
  const legs: Booked['lines'] = [];
  for (const line of lines.split(',')) {
    const [, debit = '', credit = '', digits = '0'] = /^(.*)>(.*):(-?\d+)$/.exec(line) ?? [];
    const amount = BigInt(digits);
    total += amount;
    findings.look('M5');
    if (amount < 1n || amount > MOST) findings.wrong('M5', subject, `moves ${amount} rupiah`);
    if (debit === credit || debit === '' || credit === '') {
      findings.wrong('M1', subject, `moves from ${credit} to ${debit}`);
    }
    sideOf(sums, merchant, debit).debits += amount;
    sideOf(sums, merchant, credit).credits += amount;
    legs.push({ debit, credit, amount });
    const ways = TEMPLATES[template] ?? [];
    if (!ways.some((way) => way[0].test(debit) && way[1].test(credit))) {
      findings.wrong('M15', subject, `no template books ${template} ${debit}>${credit}`);
    }
  }
  if (OF_PAYMENTS.has(template) || OF_REFUNDS.has(template)) {
    note(journal, total, rows, findings);
    return;
  }
  const key = `${template} ${journal.subject.replaceAll('-', '')}`;
  const known = rows.booked.get(key) ?? {
    journals: 0,
    no: BigInt(journal.no),
    lines: [],
    isKnown: false,
  };
  known.journals += 1;
  known.lines.push(...legs);
  rows.booked.set(key, known);
}

/** M14: what was booked for a subject that nobody has asked about is booked for nothing. */
export function judgeUnasked({ booked }: Rows, findings: Findings): void {
  for (const [key, { isKnown, journals }] of booked) {
    if (!isKnown) findings.wrong('M14', key, 'is booked for nothing that we know');
    if (journals > 1) findings.wrong('M15', key, `is booked ${journals} times`);
  }
}

function note(journal: JournalRow, total: bigint, rows: Rows, findings: Findings): void {
  const ref = journal.subject.replaceAll('-', '');
  const payment = rows.payments.get(ref);
  const refund = rows.refunds.get(ref);
  const isOfPayment = OF_PAYMENTS.has(journal.template);
  if (isOfPayment ? payment === undefined : refund === undefined) {
    findings.wrong('M14', ref, `${journal.template} is booked for nothing that we know`);
    return;
  }
  if (journal.template === 'paymentSucceeded' && payment !== undefined) payment.booked += total;
  if (journal.template === 'suspenseIn' && payment !== undefined) payment.suspended += total;
  if (journal.template === 'feeCharged' && payment !== undefined) payment.charged += total;
  if (journal.template === 'refundRequested' && refund !== undefined) refund.requested += total;
  if (journal.template === 'refundSucceeded' && refund !== undefined) refund.booked += total;
  if (journal.template === 'refundFailed' && refund !== undefined) refund.givenUp += total;
  if (journal.template === 'suspenseOut' && refund !== undefined) refund.returned += total;
}

async function judgeHeads(
  snapshot: Snapshot,
  heads: ReadonlyMap<string, { no: bigint; hash: Buffer }>,
  findings: Findings,
): Promise<void> {
  await snapshot.each<{ merchant: string; no: string; hash: Buffer }>(
    'select merchant_id as merchant, journal_no as no, hash from ledger_heads',
    ({ merchant, no, hash }) => {
      const last = heads.get(merchant);
      if (BigInt(no) === (last?.no ?? 0n) && hash.equals(last?.hash ?? Buffer.alloc(32))) return;
      findings.wrong('M4', `${merchant} head`, `says ${no}, the journals end at ${last?.no ?? 0n}`);
    },
  );
}

/** M2 and M3: stored balances are the sums of the transfers, and all debits equal all credits. */
async function judgeBalances(
  snapshot: Snapshot,
  sums: Balances,
  findings: Findings,
): Promise<void> {
  const stored = new Map<string, Sides>();
  const all = new Map<string, Sides>();
  await snapshot.each<{ merchant: string; account: string; debits: string; credits: string }>(
    'select merchant_id as merchant, account, debits, credits from ledger_accounts',
    ({ merchant, account, ...row }) => {
      const sides = { debits: BigInt(row.debits), credits: BigInt(row.credits) };
      stored.set(`${merchant} ${account}`, sides);
      const total = all.get(merchant) ?? { debits: 0n, credits: 0n };
      total.debits += sides.debits;
      total.credits += sides.credits;
      all.set(merchant, total);
    },
  );
  for (const name of new Set([...stored.keys(), ...sums.keys()])) {
    findings.look('M3');
    const said = stored.get(name) ?? { debits: 0n, credits: 0n };
    const sum = sums.get(name) ?? { debits: 0n, credits: 0n };
    if (said.debits === sum.debits && said.credits === sum.credits) continue;
    const detail = `says ${said.debits}/${said.credits}, its transfers ${sum.debits}/${sum.credits}`;
    findings.wrong('M3', name, detail);
  }
  for (const [merchant, { debits, credits }] of all) {
    findings.look('M2');
    if (debits !== credits) findings.wrong('M2', merchant, `debits ${debits}, credits ${credits}`);
  }
}

function sideOf(sums: Balances, merchant: string, account: string): Sides {
  const name = `${merchant} ${account}`;
  const known = sums.get(name) ?? { debits: 0n, credits: 0n };
  sums.set(name, known);
  return known;
}
