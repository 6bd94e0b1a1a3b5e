// The rows of the bank's days: statements with their lines, exceptions, items, batches and payouts, each read once.
import type { LineType } from './bank-book.ts';
import type { Snapshot } from './snapshot.ts';

export interface StatementRow {
  id: string;
  bank: string;
  day: string;
  /** Nothing of it waits to be matched. */
  isMatched: boolean;
  /** What is missing on its day was looked for. */
  isJudged: boolean;
}

export interface LineRow {
  clientId: string;
  statement: string;
  no: number;
  type: LineType;
  bankReference: string;
  reference: string;
  /** The payment, refund or payout. */
  subject: string | null;
  amount: bigint;
  status: string;
  chunk: string | null;
}

export interface ExceptionRow {
  ref: string;
  clientId: string;
  day: string;
  reason: string;
  isOpen: boolean;
  type: LineType;
  statement: string | null;
  no: number | null;
  subject: string | null;
  amount: bigint | null;
  expected: bigint | null;
  booked: bigint;
  resolution: string | null;
  /** The one whose resolution ended this too. */
  explainedBy: string | null;
  /** Two people have decided it. */
  isDecided: boolean;
  openedAt: number;
}

export interface ItemRow {
  ref: string;
  clientId: string;
  kind: 'payment' | 'refund';
  payment: string;
  bank: string;
  amount: bigint;
  fee: bigint;
  succeededDay: string;
  workingDays: number;
  dueDay: string;
  chunk: string;
  batch: string | null;
  refundedBefore: bigint | null;
}

export interface BatchRow {
  ref: string;
  clientId: string;
  bank: string;
  day: string;
  isBooked: boolean;
  bookedAt: number | null;
  items: bigint;
  gross: bigint;
  fees: bigint;
  refunds: bigint;
  net: bigint;
}

export interface ShareLine {
  batch: string;
  item: string;
  account: string;
  amount: bigint;
  insteadOf: string | null;
}

export interface PayoutRow {
  ref: string;
  clientId: string;
  batch: string;
  bank: string;
  account: string;
  amount: bigint;
  state: string;
  createdAt: number;
  /** When it came to be paid, and when it was refused or returned. */
  paidAt: number | null;
  endedAt: number | null;
  releasedAt: number | null;
}

export interface ChunkRow {
  ref: string;
  clientId: string;
  bank: string;
  statement: string | null;
  day: string;
  taken: bigint;
  givenBack: bigint;
  madeAt: number;
}

export interface SettledRows {
  statements: StatementRow[];
  lines: LineRow[];
  strays: (Pick<LineRow, 'statement' | 'no' | 'type' | 'bankReference' | 'reference' | 'amount'> & {
    partner: string;
  })[];
  chunks: Map<string, ChunkRow>;
  exceptions: ExceptionRow[];
  items: Map<string, ItemRow>;
  batches: Map<string, BatchRow>;
  shares: ShareLine[];
  payouts: Map<string, PayoutRow>;
  holidays: Set<string>;
  /** The merchant's default account and its id in the ledger, by Client-Id. */
  defaults: Map<string, string>;
  merchantIds: Map<string, string>;
}

const ref = (column: string): string => `replace(${column}::text, '-', '')`;
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const OWNER = (table: string): string => `join merchants m on m.merchant_id = ${table}.merchant_id`;

/** Columns of eight bytes come as text; these are amounts and counts. */
const AMOUNTS: ReadonlySet<string> = new Set(
  'amount expected booked fee refundedBefore items gross fees refunds net taken givenBack'.split(
    ' ',
  ),
);

export async function readSettled(snapshot: Snapshot): Promise<SettledRows> {
  const list = async <R>(text: string): Promise<R[]> => {
    const found: R[] = [];
    await snapshot.each<Record<string, unknown>>(text, (row) => {
      for (const [name, value] of Object.entries(row)) {
        if (AMOUNTS.has(name) && typeof value === 'string') row[name] = BigInt(value);
      }
      found.push(row as R);
    });
    return found;
  };
  const keyed = async <R extends { ref: string }>(text: string): Promise<Map<string, R>> =>
    new Map((await list<R>(text)).map((row) => [row.ref, row]));
  const holidays = await list<{ day: string }>('select day::text from holidays');
  const defaults = await list<{ clientId: string; account: string }>(
    `select m.client_id as "clientId", a.account_id as account from bank_accounts a ${OWNER('a')} where a.is_default`,
  );
  const merchants = await list<{ clientId: string; id: string }>(
    'select client_id as "clientId", merchant_id::text as id from merchants',
  );
  return {
    statements: await list(
      `select ${ref('s.statement_id')} as id, s.bank, s.day::text, s.judged_at is not null as "isJudged",
              s.state in ('matched', 'sealed') as "isMatched"
         from statements s where s.state <> 'refused' order by s.day`,
    ),
    lines: await list(
      `select m.client_id as "clientId", ${ref('l.statement_id')} as statement, l.line_no as no, l.type,
              l.bank_reference as "bankReference", l.reference, ${ref('l.subject_id')} as subject, l.amount, l.status,
              ${ref('l.chunk_id')} as chunk
         from statement_lines l ${OWNER('l')} join statements s on s.statement_id = l.statement_id
        order by s.day, l.line_no`,
    ),
    strays: await list(
      `select ${ref('y.statement_id')} as statement, y.line_no as no, y.partner, y.type, y.amount, y.reference,
              y.bank_reference as "bankReference" from statement_strays y where y.owner_id is null`,
    ),
    chunks: await keyed(
      `select ${ref('c.chunk_id')} as ref, m.client_id as "clientId", c.bank, ${ref('c.statement_id')} as statement,
              c.day::text, c.taken, c.given_back as "givenBack", ${ms('c.made_at')} as "madeAt"
         from reconciled_chunks c ${OWNER('c')}`,
    ),
    exceptions: await list(
      `select ${ref('e.exception_id')} as ref, m.client_id as "clientId", e.day::text, e.reason, e.state = 'open' as "isOpen",
              e.type, ${ref('e.statement_id')} as statement, e.line_no as no, ${ref('e.subject_id')} as subject, e.amount,
              e.expected, e.booked, e.resolution, ${ref('e.explained_by')} as "explainedBy", coalesce(e.asked_by <> e.approved_by, false) as "isDecided",
              ${ms('e.opened_at')} as "openedAt"
         from exceptions e ${OWNER('e')}`,
    ),
    items: await keyed(
      `select ${ref('i.item_id')} as ref, m.client_id as "clientId", i.kind, ${ref('i.payment_id')} as payment, i.bank,
              i.amount, i.fee, i.succeeded_day::text as "succeededDay", i.working_days as "workingDays",
              i.due_day::text as "dueDay", ${ref('i.chunk_id')} as chunk, ${ref('i.batch_id')} as batch,
              i.refunded_before as "refundedBefore"
         from settlement_items i ${OWNER('i')}`,
    ),
    batches: await keyed(
      `select ${ref('b.batch_id')} as ref, m.client_id as "clientId", b.bank, b.day::text, b.state = 'booked' as "isBooked",
              ${ms('b.booked_at')} as "bookedAt", b.items, b.gross, b.fees, b.refunds, b.net
         from settlement_batches b ${OWNER('b')}`,
    ),
    shares: await list(
      `select ${ref('l.batch_id')} as batch, ${ref('l.item_id')} as item, l.account, l.amount, l.instead_of as "insteadOf"
         from settlement_lines l`,
    ),
    payouts: await keyed(
      `select ${ref('p.payout_id')} as ref, m.client_id as "clientId", ${ref('p.batch_id')} as batch, p.bank, p.account,
              p.amount, p.state, ${ms('p.created_at')} as "createdAt", ${ms('p.released_at')} as "releasedAt",
              (select ${ms('min(e.at)')} from payout_events e
                where e.merchant_id = p.merchant_id and e.payout_id = p.payout_id and e.state = 'paid') as "paidAt",
              (select ${ms('max(e.at)')} from payout_events e
                where e.merchant_id = p.merchant_id and e.payout_id = p.payout_id
                  and e.state in ('refused', 'returned')) as "endedAt"
         from payouts p ${OWNER('p')}`,
    ),
    holidays: new Set(holidays.map(({ day }) => day)),
    defaults: new Map(defaults.map(({ clientId, account }) => [clientId, account])),
    merchantIds: new Map(merchants.map(({ clientId, id }) => [clientId, id])),
  };
}
