// A witness of everything that a merchant is told about its payments and refunds, by answers and by notifications, who
// afterwards says where two of these words contradict each other, the books, or the bank.
import type { Answered, CallOptions, MerchantClient } from './merchant-client.ts';
import { BANK, type World } from './world.ts';

export interface Witness {
  /** The merchant, with an ear at its line. */
  merchant: MerchantClient;
  answers: Answered[];
  /** Everything that is wrong, one sentence each. Ask when the world is at rest. */
  faults(): Promise<string[]>;
}

/** What the witness needs of a world. */
type Witnessed = Pick<World, 'db' | 'receiver' | 'sandbox'>;

type Final = 'SUCCESS' | 'FAILED';

const FINALS: Readonly<Record<string, Final>> = {
  SUCCESS: 'SUCCESS',
  REFUNDED: 'SUCCESS',
  FAILED: 'FAILED',
  EXPIRED: 'FAILED',
};

/** Errors that say that the payment itself has ended without money. */
const MEANS_FAILED: ReadonlySet<string> = new Set(['otp_attempts_exceeded', 'payment_declined']);

/** Listens to one merchant of the world from now on. */
export function witness(world: Witnessed, of: MerchantClient): Witness {
  const answers: Answered[] = [];
  const challenges = new Map<string, string>();
  const payments = new Map<string, Set<Final>>();
  const refunds = new Map<string, Set<Final>>();

  function hear(words: Map<string, Set<Final>>, of: string | undefined, word: unknown): void {
    const final = FINALS[String(word)];
    if (of === undefined || final === undefined) return;
    words.set(of, (words.get(of) ?? new Set()).add(final));
  }

  function listen(path: string, body: any, answer: Answered): void {
    answers.push(answer);
    const { json, requestId } = answer;
    const error = json?.error as { code: string; message: string } | undefined;
    if (path === `${BANK}/payment-refund`) hear(refunds, requestId, json?.refund?.status);
    if (!path.startsWith(`${BANK}/payment`) || path === `${BANK}/payment-refund`) return;
    const own = path === `${BANK}/payment`;
    const about = own ? requestId : challenges.get(body.payment.token);
    if (own && error === undefined) challenges.set(json.payment.token, requestId);
    hear(payments, about, json?.payment?.status);
    if (error === undefined) return;
    if (MEANS_FAILED.has(error.code)) hear(payments, about, 'FAILED');
    if (error.code === 'payment_already_final') {
      hear(payments, about, /SUCCESS|FAILED|EXPIRED/.exec(error.message)?.[0]);
    }
  }

  const merchant: MerchantClient = {
    ...of,
    async post(path: string, body: unknown, options?: CallOptions) {
      const answer = await of.post(path, body, options);
      listen(path, typeof body === 'string' ? JSON.parse(body) : body, answer);
      return answer;
    },
    async get(path: string, options?: CallOptions) {
      const answer = await of.get(path, options);
      answers.push(answer);
      const { transaction } = answer.json;
      hear(payments, transaction?.original_request_id, transaction?.status);
      return answer;
    },
  };

  return {
    merchant,
    answers,
    async faults() {
      return [
        ...answers.flatMap(faultOfAnswer),
        ...wordsAgainst(payments, await paymentsOf(world, of), 'payment'),
        ...wordsAgainst(refunds, await refundsOf(world, of), 'refund'),
        ...(await faultsOfNotifications(world, of)),
        ...(await faultsOfBank(world, of)),
      ];
    },
  };
}

function faultOfAnswer({ status, verified, text }: Answered): string[] {
  if (!verified) return [`an answer is not signed: ${status} ${text}`];
  return status >= 500 && status !== 503 ? [`an answer is a bug: ${status} ${text}`] : [];
}

interface Row {
  request_id: string;
  state: string;
  amount: bigint;
  /** Whether the merchant may hear nothing of it: nothing was sent, and the Request-Id was free again. */
  silent: boolean;
}

/** What was said about a Request-Id must be one thing, and what its row says. */
function wordsAgainst(
  words: ReadonlyMap<string, ReadonlySet<Final>>,
  rows: readonly Row[],
  noun: string,
): string[] {
  const faults: string[] = [];
  for (const row of rows) {
    if (!FINAL_STATES.has(row.state))
      faults.push(`${noun} ${row.request_id} is still ${row.state}`);
  }
  for (const [requestId, said] of words) {
    const own = rows.filter((row) => row.request_id === requestId && !row.silent);
    const truth = new Set(own.map((row) => (row.state === 'succeeded' ? 'SUCCESS' : 'FAILED')));
    if (said.size > 1 || truth.size !== 1 || !said.isSubsetOf(truth)) {
      faults.push(
        `${noun} ${requestId} was called ${[...said].join()} and is ${[...truth].join()}`,
      );
    }
  }
  return faults;
}

const FINAL_STATES: ReadonlySet<string> = new Set(['succeeded', 'failed', 'expired']);

async function faultsOfNotifications(world: Witnessed, of: MerchantClient): Promise<string[]> {
  const heard = world.receiver.received.filter((one) => one.headers['client-id'] === of.clientId);
  const faults = heard.filter((one) => !one.verified).map(() => 'a notification is not signed');
  const told = Map.groupBy(heard, (one) => String(one.body.event.id));
  for (const [id, repeats] of told) {
    if (new Set(repeats.map((one) => one.raw.toString())).size > 1) {
      faults.push(`the repeats of notification ${id} differ`);
    }
  }
  const once = [...told.values()].map(([first]) => first!.body);
  for (const row of await paymentsOf(world, of)) {
    const words = once
      .filter((body) => body.event.type.startsWith('payment.'))
      .filter((body) => body.transaction.original_request_id === row.request_id)
      .map((body) => `${body.transaction.status} of ${body.order.amount}`);
    const truth = `${row.state === 'succeeded' ? 'SUCCESS' : 'FAILED'} of ${row.amount}`;
    if (row.silent || (words.length === 1 && words[0] === truth)) continue;
    faults.push(`payment ${row.request_id} is ${truth} and was told ${JSON.stringify(words)}`);
  }
  return faults;
}

/** At most one debit per Request-Id, whatever became of it (M7). */
async function faultsOfBank(world: Witnessed, of: MerchantClient): Promise<string[]> {
  const book = await world.sandbox<{ type: string; partner_reference: string }[]>('/sandbox/book');
  const debits = new Map<string, number>();
  const rows = await world.db.rows<{ request_id: string; reference: string }>({
    name: 'test-references',
    text: `select p.request_id, replace(p.payment_id::text, '-', '') as reference
             from payments p join merchants m using (merchant_id) where m.client_id = $1`,
    values: [of.clientId],
  });
  for (const { type, partner_reference: reference } of book) {
    const row = type === 'DEBIT' ? rows.find((one) => one.reference === reference) : undefined;
    if (row !== undefined) debits.set(row.request_id, (debits.get(row.request_id) ?? 0) + 1);
  }
  return [...debits].filter(([, n]) => n > 1).map(([id, n]) => `${id} was debited ${n} times`);
}

async function paymentsOf(world: Witnessed, of: MerchantClient): Promise<Row[]> {
  return await world.db.rows<Row>({
    name: 'test-payments-of',
    text: `select p.request_id, p.state, p.amount, exists (
             select 1 from payment_events e where e.merchant_id = p.merchant_id
                and e.payment_id = p.payment_id and e.event = 'not_sent' and e.state = 'failed') as silent
             from payments p join merchants m using (merchant_id) where m.client_id = $1`,
    values: [of.clientId],
  });
}

async function refundsOf(world: Witnessed, of: MerchantClient): Promise<Row[]> {
  return await world.db.rows<Row>({
    name: 'test-refunds-of',
    text: `select r.request_id, r.state, r.amount, exists (
             select 1 from refund_events e where e.merchant_id = r.merchant_id
                and e.refund_id = r.refund_id and e.event = 'not_sent') as silent
             from refunds r join merchants m using (merchant_id)
            where m.client_id = $1 and r.kind = 'merchant'`,
    values: [of.clientId],
  });
}
