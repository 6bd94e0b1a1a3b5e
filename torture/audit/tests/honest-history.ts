// A small honest history for the auditor's tests: the whole system lives through it, and its three witnesses write down
// what they saw. Then it is laid aside, so that every test can spoil a copy of its own.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Answered, MerchantClient } from '../../../packages/gateway/tests/merchant-client.ts';
import { quiet } from '../../../packages/gateway/tests/quiet.ts';
import {
  BANK,
  paymentBody,
  startWorld,
  type World,
} from '../../../packages/gateway/tests/world.ts';
import type { CallName, ClientLine, ReceiverLine } from '../../logs.ts';
import { auditSnapshot, endsOf } from '../audit.ts';
import { agree, liveDays } from './honest-days.ts';
import { snapshotOf } from '../snapshot.ts';
import type { Audit, Evidence } from '../types.ts';

/** The evidence as it was, and the names of some of what is in it. */
export interface History {
  /** Copies database and logs, lets them be spoilt, and answers the evidence of the copy. */
  copy(): Copy;
  names: Names;
  close(): Promise<void>;
}

/** Request-Ids by what became of them. */
export interface Names {
  clientId: string;
  merchantId: string;
  paid: string;
  paidWithOtp: string;
  timedOut: string;
  expired: string;
  late: string;
  refund: string;
  unlucky: string;
}

export interface Copy {
  evidence: Evidence;
  /** Spoils the database, for the audits of this copy alone. */
  sql(text: string): void;
  /** Audits it as it is now. */
  audit(change?: Partial<Evidence>): Promise<Audit>;
  /** Rewrites the lines of a log; the list that a line becomes comes in its place. */
  rewrite<L>(log: 'bankJournal' | 'receiverLog' | 'clientLog', change: (line: L) => L[]): void;
  print(text: string): void;
}

const CUSTOMER = { name: 'Canary Kusuma', email: 'canary.kusuma@example.test' };

interface Told {
  call: CallName;
  about?: string;
  sound?: boolean;
}

/** Lives through the history and closes everything but the database that holds it. */
export async function honestHistory(): Promise<History> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-audit-'));
  process.env['TMPDIR'] = folder;
  const world = await startWorld({ callbacks: 'always' }, 1_500);
  const client = diary();
  // The first delivery is refused, and comes again.
  world.receiver.answers.push(500);
  const shared = await agree(world);
  const names = await live(world, client, shared);
  await quiet(world);
  await askStatuses(world, client, names);
  const closedDays = await liveDays(world);
  const journal = path.join(folder, readdirSync(folder)[0] ?? '', 'journal.jsonl');
  const receiver = world.receiver.received.map(
    ({ path: target, headers, raw, verified }, n): ReceiverLine => ({
      at: Date.now() + n,
      target,
      headers: headers as Record<string, string>,
      body: raw.toString(),
      verified,
      answered: n === 0 ? 500 : 200,
    }),
  );
  const texts = {
    bankJournal: readFileSync(journal, 'utf8'),
    receiverLog: receiver.map((line) => `${JSON.stringify(line)}\n`).join(''),
    clientLog: client.lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    process: world.logged(),
  };
  const merchants = [world.one, world.two].map((one, n) => ({
    merchantId: n === 0 ? names.merchantId : '',
    clientId: one.clientId,
    secret: one.secret,
    partnerKey: world.partners[n]?.key ?? '',
    notificationPath: '/notifications',
  }));
  let copies = 0;

  return {
    names,
    copy() {
      copies += 1;
      const name = `copy-${copies}`;
      const own = path.join(folder, name);
      mkdirSync(own);
      const files = {
        bankJournal: path.join(own, 'journal.jsonl'),
        receiverLog: path.join(own, 'receiver.jsonl'),
        clientLog: path.join(own, 'client.jsonl'),
        process: path.join(own, 'gateway.txt'),
      };
      for (const log of Object.keys(files) as (keyof typeof files)[]) {
        writeFileSync(files[log], texts[log]);
      }
      const evidence: Evidence = {
        databaseUrl: world.databaseUrl,
        bankJournal: files.bankJournal,
        receiverLog: files.receiverLog,
        clientLog: files.clientLog,
        processLogs: [files.process],
        merchants,
        canaries: Object.values(CUSTOMER),
        atRest: true,
        closedDays,
      };
      const statements: string[] = [];
      return {
        evidence,
        sql: (text) => void statements.push(text),
        async audit(change = {}) {
          // What is spoilt in the database is spoilt in a transaction that comes to nothing.
          const client = new pg.Client({ connectionString: world.databaseUrl });
          await client.connect();
          try {
            await client.query(
              "begin; set local timezone = 'UTC'; set local session_replication_role = replica",
            );
            for (const text of statements) await client.query(text);
            const spoilt = { ...evidence, ...change };
            return await auditSnapshot(spoilt, snapshotOf(client), await endsOf(spoilt));
          } finally {
            await client.end();
          }
        },
        rewrite(log, change) {
          const lines = readFileSync(files[log], 'utf8').trimEnd().split('\n');
          const changed = lines.flatMap((line) => change(JSON.parse(line)));
          writeFileSync(files[log], changed.map((line) => `${JSON.stringify(line)}\n`).join(''));
        },
        print: (text) => writeFileSync(files.process, `${texts.process}${text}\n`),
      };
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Diary {
  lines: ClientLine[];
  post(who: MerchantClient, told: Told, body: unknown, requestId?: string): Promise<Answered>;
  /** An attempt whose answer nobody hears. */
  lose(who: MerchantClient, told: Told, body: unknown, requestId: string): Promise<void>;
  get(who: MerchantClient, about: string): Promise<Answered>;
}

function diary(): Diary {
  const lines: ClientLine[] = [];
  let attempts = 0;
  const ask = (
    who: MerchantClient,
    { call, about, sound }: Told,
    target: string,
    body: string,
    requestId: string,
  ): number => {
    attempts += 1;
    lines.push({
      kind: 'asked',
      at: Date.now(),
      attempt: attempts,
      clientId: who.clientId,
      requestId,
      call,
      target,
      body,
      about: about ?? null,
      sound: sound ?? true,
    });
    return attempts;
  };
  const hear = (attempt: number, { status, text, verified, headers }: Answered): void => {
    const retryAfter = headers.has('retry-after');
    lines.push({ kind: 'heard', at: Date.now(), attempt, status, text, verified, retryAfter });
  };
  return {
    lines,
    async post(who, told, body, requestId = crypto.randomUUID()) {
      const target = `${BANK}/${told.call}`;
      const text = JSON.stringify(body);
      const attempt = ask(who, told, target, text, requestId);
      const headers = told.sound === false ? { Signature: 'HMACSHA256=AAAA' } : {};
      const answer = await who.post(target, text, { requestId, headers });
      hear(attempt, answer);
      return answer;
    },
    async lose(who, told, body, requestId) {
      const target = `${BANK}/${told.call}`;
      const text = JSON.stringify(body);
      const attempt = ask(who, told, target, text, requestId);
      await who.post(target, text, { requestId });
      lines.push({ kind: 'lost', at: Date.now(), attempt, why: 'the connection was cut' });
    },
    async get(who, about) {
      const target = `/orders/v1/status/${about}`;
      const attempt = ask(who, { call: 'status', about }, target, '', about);
      const answer = await who.get(target);
      hear(attempt, answer);
      return answer;
    },
  };
}

async function bind(world: World, { post }: Diary, who: MerchantClient, account: string) {
  const customerId = `C-${crypto.randomUUID()}`;
  const phone = `62811${String(Math.floor(performance.now() * 1000))
    .padStart(8, '0')
    .slice(-8)}`;
  const registered = await post(
    who,
    { call: 'token' },
    {
      customer: { id: customerId, ...CUSTOMER },
      debit_card: {
        account_mobile_phone: phone,
        success_registration_url: 'https://shop.example/bound',
        failed_registration_url: 'https://shop.example/not-bound',
      },
    },
  );
  const page = new URL(registered.json.debit_card.cimb_registration_url as string);
  const id = page.pathname.split('/').at(-1);
  await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: account });
  const listed = await post(who, { call: 'tokens' }, { customer: { id: customerId } });
  const tokenId = listed.json.at(-1).debit_card.token_id as string;
  return { tokenId, customerId, phone };
}

function orderOf(bound: Awaited<ReturnType<typeof bind>>) {
  const body = paymentBody(bound, {
    amount: '90000.00',
    line_items: [{ name: 'Tea', price: 45_000, quantity: '2' }],
    session_id: 'S-1',
  });
  return {
    ...body,
    customer: { id: bound.customerId, ...CUSTOMER, phone: '6281200000000' },
    additional_info: { note: 'as asked', deep: { b: 1, a: [true, null] } },
  } as Record<string, any>;
}

async function live(world: World, client: Diary, shared: readonly object[]): Promise<Names> {
  const { one, two } = world;
  const { post } = client;
  const plain = await bind(world, client, one, '800000000003');
  const withOtp = await bind(world, client, one, '800000000001');
  const silent = await bind(world, client, one, '800000000004');
  const broke = await bind(world, client, one, '800000000002');
  const blockedBy504 = await bind(world, client, one, '800000000005');
  const foreign = await bind(world, client, two, '800000000003');

  // Paid at once; repeated; another body under the same Request-Id; an attempt with a wrong signature.
  const order = orderOf(plain);
  order['additional_info'].settlement = shared;
  const paid = await post(one, { call: 'payment' }, order);
  await post(one, { call: 'payment' }, order, paid.requestId);
  await post(one, { call: 'payment' }, orderOf(plain), paid.requestId);
  await post(one, { call: 'payment', sound: false }, orderOf(plain));
  await post(two, { call: 'payment' }, orderOf(plain));
  await post(two, { call: 'payment' }, orderOf(foreign));
  await client.lose(one, { call: 'payment' }, orderOf(plain), 'R-unheard');

  // Paid with an OTP, after a wrong one and a new one.
  const asked = await post(one, { call: 'payment' }, orderOf(withOtp));
  const about = asked.requestId;
  const token = asked.json.payment.token as string;
  const wrong = (await world.otp(withOtp.phone)) === '111111' ? '222222' : '111111';
  await post(one, { call: 'payment/validate', about }, { payment: { token, otp: wrong } });
  world.advance(40);
  await post(one, { call: 'payment-otp', about }, { payment: { token } });
  const otp = await world.otp(withOtp.phone);
  const right = { payment: { token, otp } };
  const validated = await post(one, { call: 'payment/validate', about }, right);
  await post(one, { call: 'payment/validate', about }, right, validated.requestId);

  // Refunded in part; more than is left; refused by the bank.
  const refundOf = (amount: number) => ({
    order: { invoice_number: order['order'].invoice_number as string },
    payment: { original_request_id: paid.requestId },
    refund: { amount, reason: 'Cancel Order' },
  });
  const refund = { call: 'payment-refund', about: paid.requestId } as const;
  const given = await post(one, refund, refundOf(40_000));
  await post(one, refund, refundOf(40_000), given.requestId);
  await post(one, refund, refundOf(60_000));
  const unlucky = await post(one, { call: 'payment' }, orderOf(broke));

  // The bank debits and is silent; it is silent and does nothing; nobody types an OTP.
  const timedOut = await post(one, { call: 'payment' }, orderOf(silent));
  await post(one, { call: 'payment' }, orderOf(blockedBy504));
  const expired = await post(one, { call: 'payment' }, orderOf(withOtp));
  await quiet(world);

  // The bank debits half an hour after we have given up: the money goes back.
  const lateFault = { operation: 'pay', fault: 'timeout_late', after_ms: 30 * 60_000 };
  await world.sandbox('/sandbox/faults', lateFault);
  const late = await post(one, { call: 'payment' }, orderOf(plain));
  await quiet(world);

  const deleted = { customer: { id: silent.customerId }, debit_card: { token_id: silent.tokenId } };
  await post(one, { call: 'token-delete' }, deleted);
  await post(one, { call: 'tokens' }, { customer: { id: silent.customerId } });
  const [row] = await world.db.rows<{ merchant_id: string }>({
    name: 'test-merchant',
    text: 'select merchant_id from merchants where client_id = $1',
    values: [one.clientId],
  });
  return {
    clientId: one.clientId,
    merchantId: row?.merchant_id ?? '',
    paid: paid.requestId,
    paidWithOtp: about,
    timedOut: timedOut.requestId,
    expired: expired.requestId,
    late: late.requestId,
    refund: given.requestId,
    unlucky: unlucky.requestId,
  };
}

async function askStatuses(world: World, client: Diary, names: Names): Promise<void> {
  const { paid, paidWithOtp, timedOut, expired, late, refund } = names;
  for (const about of [paid, paidWithOtp, timedOut, expired, late, refund]) {
    await client.get(world.one, about);
  }
  await client.get(world.two, paid);
}
