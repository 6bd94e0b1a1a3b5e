// Request-Ids: what the client heard under each against the rows that we kept for it. I1, I3, I5, I7, I8, I10, M10, X7.
import type { BankBook } from './bank-book.ts';
import type { ClientSide } from './client-log.ts';
import type { Findings } from './findings.ts';
import { keptSplit } from './prices.ts';
import { MOVES_MONEY, type ClientRequest, type Variant } from './requests.ts';
import { requestKey, type PaymentRow, type Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';

interface Judge {
  client: ClientSide;
  rows: Rows;
  book: BankBook;
  findings: Findings;
  atRest: boolean;
}

const LIVE: ReadonlySet<string> = new Set([
  'created',
  'awaiting_otp',
  'confirming',
  'unclear',
  'succeeded',
]);

/** Judges every Request-Id of the client's log; answers how many acknowledged things are gone. */
export async function judgeRequests(snapshot: Snapshot, judge: Judge): Promise<number> {
  await matchRows(snapshot, judge);
  let lost = 0;
  for (const [key, request] of judge.client.requests) {
    judgeVariants(judge, request);
    for (const variant of request.variants) {
      if (judgeAcknowledged(judge, key, request, variant)) lost += 1;
      if (variant.call === 'payment') judgePaymentRequest(judge, key, request, variant);
    }
    judgeUnsound(judge, key, request);
  }
  judgeInvoices(judge);
  return lost;
}

interface RequestRow {
  clientId: string;
  requestId: string;
  endpoint: string;
  body: Buffer;
  status: number | null;
}

/** Finds for each row of `requests` the body that the client sent; what was executed must be one of them. */
async function matchRows(snapshot: Snapshot, { client, findings }: Judge): Promise<void> {
  let last = '';
  await snapshot.each<RequestRow>(
    `select m.client_id as "clientId", r.request_id as "requestId", r.endpoint, r.body_hash as body, r.status
       from requests r join merchants m on m.merchant_id = r.merchant_id
      order by r.merchant_id, r.request_id`,
    (row) => {
      const key = requestKey(row.clientId, row.requestId);
      findings.look('I1');
      if (key === last) findings.wrong('I1', row.requestId, 'has two rows');
      last = key;
      const request = client.requests.get(key);
      if (request === undefined) return;
      const body = row.body.toString('latin1', 0, 16);
      const variant = request.variants.find(
        (one) => one.body === body && one.endpoint === row.endpoint,
      );
      if (variant === undefined) {
        findings.wrong('I3', row.requestId, `${row.endpoint} is kept with a body that nobody sent`);
        return;
      }
      if (!variant.sound) {
        findings.wrong('X1', row.requestId, `${row.endpoint} was begun by an unsound attempt`);
      }
      variant.rowStatus = row.status ?? 'unanswered';
    },
  );
}

/** I3 and I5: of several bodies under one Request-Id one is carried out, and no other has taken it. */
function judgeVariants({ findings }: Judge, { requestId, variants }: ClientRequest): void {
  const sound = variants.filter((one) => one.sound);
  if (sound.length > 1) {
    findings.look('I3');
    const done = sound.filter(({ succeeded, refused }) => succeeded + refused > 0);
    if (done.length > 1) {
      findings.wrong('I3', requestId, `${done.length} different requests were answered under it`);
    }
    for (const variant of done) {
      const other = sound.find((one) => one !== variant && one.rowStatus !== null);
      if (other === undefined || variant.rowStatus !== null) continue;
      findings.wrong('I3', requestId, `${variant.call} was answered, ${other.endpoint} is kept`);
    }
  }
  for (const variant of sound) {
    if (variants.length > 1 || variant.attempts > 1) findings.look('I5');
    if (variant.reused && sound.length === 1) {
      findings.wrong('I5', requestId, `${variant.call}: nothing else was soundly asked under it`);
    }
    if (variant.attempts < 2) continue;
    findings.look('I8');
    if (variant.badBytes !== null && variant.succeeded + variant.refused > 0) {
      const detail = `${variant.call}: once ${variant.badBytes}, and once it was carried out`;
      findings.wrong('I8', requestId, detail);
    }
  }
}

/** I7 and I1: what was acknowledged is there, and its answer is kept for ever. Answers whether it is gone. */
function judgeAcknowledged(
  { rows, findings }: Judge,
  key: string,
  { requestId, about }: ClientRequest,
  variant: Variant,
): boolean {
  if (!variant.sound || variant.succeeded === 0 || !MOVES_MONEY.has(variant.call)) return false;
  findings.look('I7');
  if (variant.rowStatus === null || variant.rowStatus === 'unanswered') {
    const is = variant.rowStatus === null ? 'is gone' : 'has no answer';
    findings.wrong('I7', requestId, `${variant.call} was acknowledged, its Request-Id ${is}`);
    return true;
  }
  if (variant.answerStatus !== null && variant.answerStatus !== variant.rowStatus) {
    const detail = `${variant.call} was answered ${variant.answerStatus}, kept is ${variant.rowStatus}`;
    findings.wrong('I2', requestId, detail);
  }
  const isThere =
    variant.call === 'payment-refund'
      ? rows.refundsOfRequest.get(key)?.some(({ silent }) => !silent)
      : variant.call === 'payment'
        ? rows.ofRequest.get(key)?.some(({ silent }) => !silent)
        : about === null || rows.ofRequest.has(key.slice(0, key.indexOf('\n') + 1) + about);
  if (isThere === true) return false;
  findings.wrong('I7', requestId, `${variant.call} was acknowledged and is gone`);
  return true;
}

/** One payment per Request-Id, of the amount that was asked; what was said not to be done is not done. */
function judgePaymentRequest(
  { rows, book, findings, atRest }: Judge,
  key: string,
  { requestId, variants }: ClientRequest,
  variant: Variant,
): void {
  if (!variant.sound) return;
  const own = rows.ofRequest.get(key) ?? [];
  const loud = own.filter(({ silent }) => !silent);
  if (loud.length > 1) findings.wrong('I1', requestId, `is ${loud.length} payments`);
  if (variants.filter(({ sound }) => sound).length > 1) return;
  for (const row of loud) {
    findings.look('M10');
    if (row.amount !== variant.amount) {
      findings.wrong('M10', requestId, `asked ${variant.amount ?? '?'}, kept ${row.amount}`);
    }
    const split = keptSplit(row);
    if (split !== variant.split) {
      findings.wrong('F2', requestId, `asked to be divided as ${variant.split}, kept ${split}`);
    }
  }
  if (loud.length > 0) findings.look('I8');
  if (loud.length > 0 && variant.rowStatus === null) {
    findings.wrong('I8', requestId, `is ${loud[0]?.state ?? ''}, and a repeat would begin anew`);
  }
  if (variant.undone === 0) return;
  findings.look('X7');
  const isAllUndone = variant.undone === variant.attempts && variant.unheard === 0;
  const isDebited = own.some(({ ref }) => (book.payments.get(ref)?.debits ?? 0) > 0);
  if (isAllUndone && atRest && isDebited) {
    findings.wrong('X7', requestId, 'was told that nothing was done, and was debited');
  }
}

/** X1: what was only ever asked unsoundly has no effect. */
function judgeUnsound({ rows, findings }: Judge, key: string, request: ClientRequest): void {
  if (request.variants.some(({ sound }) => sound)) return;
  findings.look('X1');
  if (rows.ofRequest.has(key) || rows.refundsOfRequest.has(key)) {
    findings.wrong('X1', request.requestId, 'has an effect, and was never asked soundly');
  }
}

/** I10: of the payments with one invoice number at most one is pending or paid; who was refused for it has no payment. */
function judgeInvoices({ rows, findings }: Judge): void {
  const live = new Map<string, PaymentRow>();
  for (const row of rows.payments.values()) {
    if (!LIVE.has(row.state)) continue;
    findings.look('I10');
    const name = requestKey(row.clientId, row.invoice);
    const other = live.get(name);
    if (other !== undefined) {
      const detail = `${row.invoice} is ${other.state} as ${other.ref}, and ${row.state}`;
      findings.wrong('I10', row.ref, detail);
    }
    live.set(name, row);
  }
}
