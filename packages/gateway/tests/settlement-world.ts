// Merchants with money to be settled, made straight in the tables and the books as payments, refunds and the bank's statement would
// have made them, for tests of what follows.
import { createHash, randomUUID } from 'node:crypto';
import { sealBankAccount } from '../src/bank-accounts/details.ts';
import { runChecks } from '../src/checks/check.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import * as postings from '../src/ledger/postings.ts';
import { addItems } from '../src/settlement/items.ts';
import { findBalances } from '../src/ledger/store.ts';
import { postJournals } from '../src/settlement/store-booking.ts';
import { splitJson } from '../src/splits/json.ts';
import { isFault, splitNet, type SplitLine } from '../src/splits/split.ts';
import { flowContext, type FlowContext } from './flow-context.ts';

/** The checks that look at books alone; what is made here has no history of payments. */
const CHECKS = ['balances', 'journals', 'chain', 'settlement', 'payouts', 'splits', 'fees'];

export type SettlementWorld = FlowContext & Sellers;

/** What needs a database, a clock and merchants alone. */
type Flow = Pick<FlowContext, 'ctx' | 'db' | 'clock'>;

export interface Sellers {
  /** A merchant with verified accounts, the first one its default; `numbers` says which. */
  merchantWith(accounts: number, numbers?: readonly string[]): Promise<Seller>;
  /** Sets business time, UTC. */
  at(instant: string): void;
  /** What the checks find, of one merchant or of all. */
  findings(merchantId?: string): Promise<unknown[]>;
  /** Balances that are not zero, as the amount on the side on which it stands: `cash:cimb` → `debit 90000`. */
  balances(merchantId: string): Promise<Record<string, string>>;
}

export interface Seller {
  merchant: Merchant;
  merchantId: string;
  /** SBA ids. */
  accounts: string[];
  /** A payment that succeeded now, of this amount and fee, split by these lines; answers its id. */
  pay(amount: bigint, fee?: bigint, lines?: readonly SplitLine[]): Promise<string>;
  /** A refund of a payment that succeeded now; answers its id. */
  refund(paymentId: string, amount: bigint): Promise<string>;
  /** The bank's statement has shown these payments and refunds. */
  reconcile(payments: readonly string[], refunds?: readonly string[]): Promise<void>;
  /** Closes an account, or verifies it again. */
  setAccount(account: string, status: 'verified' | 'closed', isDefault?: boolean): Promise<void>;
}

/** Starts one; close it after the tests of the file. */
export async function settlementWorld(): Promise<SettlementWorld> {
  const flow = await flowContext();
  return { ...flow, ...sellersOf(flow) };
}

/** Sellers in a world that was started for something else. */
export function sellersOf(flow: FlowContext): Sellers {
  return {
    merchantWith: async (accounts, numbers = []) =>
      sellerOf(flow, await flow.merchant(), accounts, numbers),
    at(instant) {
      flow.clock.setOffset(flow.clock.offset() + Date.parse(instant) - flow.clock.now());
    },
    async findings(merchantId) {
      const outcomes = await runChecks(flow.db, flow.clock, {
        full: true,
        remember: false,
        only: CHECKS,
        ...(merchantId === undefined ? {} : { merchantId }),
      });
      const found = outcomes.flatMap(({ check, findings }) =>
        findings.map((one) => ({ ...one, by: check })),
      );
      // No statement was read here.
      return found.filter(({ detail }) => !detail.startsWith('statementReconciled for'));
    },
    async balances(merchantId) {
      const balances = await findBalances(flow.db, merchantId);
      return Object.fromEntries(
        balances.flatMap(({ account, debits, credits }) => {
          if (debits === credits) return [];
          return [
            [
              account,
              debits > credits ? `debit ${debits - credits}` : `credit ${credits - debits}`,
            ],
          ];
        }),
      );
    },
  };
}

/** Numbers of the accounts that are made: the first one's ends in 1. */
const numberOf = (n: number): string => `12345678${String(n + 1).padStart(2, '0')}`;

/** Gives a merchant so many verified accounts, and makes it one that sells. */
export async function sellerOf(
  flow: Flow,
  merchant: Merchant,
  count: number,
  numbers: readonly string[] = [],
): Promise<Seller> {
  const { merchantId } = merchant;
  const tokenId = randomUUID();
  const run = (text: string, values: unknown[]) =>
    flow.db.rows({ name: `test-${createHash('md5').update(text).digest('hex')}`, text, values });
  await run(
    `insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, created_at,
                         changed_at)
     values ($1, $2, 'cimb', 'expired', 1, $2, '\\x00', '\\x00', now(), now())`,
    [merchantId, tokenId],
  );
  const accounts = Array.from(
    { length: count },
    (_, n) => `SBA-0001-${String(n + 1).padStart(9, '0')}`,
  );
  for (const [n, account] of accounts.entries()) {
    const number = numbers[n] ?? numberOf(n);
    const details = { number, holder: `HOLDER ${n}`, inquiredName: `HOLDER ${n}` };
    await run(
      `insert into bank_accounts (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, number_key,
                                  status, is_default, created_at, inquired_at, verified_at)
       values ($1, $2, '014', 'BCA', $3, $4, $5, 'verified', $6, now(), now(), now())`,
      [
        merchantId,
        account,
        sealBankAccount(flow.ctx.sealer, merchantId, account, details),
        number.slice(-4),
        Buffer.from(account),
        n === 0,
      ],
    );
  }
  const now = (): string => new Date(flow.clock.now()).toISOString();
  const post = (
    subjectId: string,
    journals: Partial<Record<postings.Template, postings.Transfer[]>>,
  ) =>
    flow.db.transaction((tx) =>
      postJournals(
        tx,
        merchantId,
        flow.clock.now(),
        Object.entries(journals).map(([template, transfers]) => ({
          template: template as postings.Template,
          subjectId,
          transfers,
        })),
      ),
    );
  return {
    merchant,
    merchantId,
    accounts,
    async pay(amount, fee = 0n, lines = []) {
      const id = flow.ctx.random.id();
      await run(
        `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, fee, splits,
                               invoice_number, request_id, customer_key, sealed_details, asked_at, created_at, finished_at)
         values ($1, $2, 'cimb', $3, 'succeeded', 1, $2, $4, $5, $6, $7, $7, '\\x00', '\\x00', $8, $8, $8)`,
        [
          merchantId,
          id,
          tokenId,
          amount,
          fee,
          writtenSplit(amount - fee, lines),
          `INV-${id}`,
          now(),
        ],
      );
      await post(id, {
        paymentSucceeded: postings.paymentSucceeded('cimb', amount),
        feeCharged: postings.feeCharged(fee),
      });
      return id;
    },
    async refund(paymentId, amount) {
      const id = flow.ctx.random.id();
      await run(
        `insert into refunds (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id,
                              asked_at, created_at, finished_at)
         values ($1, $2, $3, 'merchant', 'succeeded', 1, $2, $4, $5, $6, $6, $6)`,
        [merchantId, id, paymentId, amount, `R-${id}`, now()],
      );
      await run(
        'update payments set refunded = refunded + $3 where merchant_id = $1 and payment_id = $2',
        [merchantId, paymentId, amount],
      );
      await post(id, {
        refundRequested: postings.refundRequested(amount),
        refundSucceeded: postings.refundSucceeded('cimb', amount),
      });
      return id;
    },
    async reconcile(payments, refunds = []) {
      await flow.db.transaction(async (tx) => {
        const at = flow.clock.now();
        const chunkId = randomUUID();
        const shown = { merchantId, bank: 'cimb', chunkId, at, payments, refunds };
        const { taken, givenBack } = await addItems(tx, shown);
        const transfers = postings.statementReconciled('cimb', taken, givenBack);
        await postJournals(tx, merchantId, at, [
          { template: 'statementReconciled', subjectId: chunkId, transfers },
        ]);
      });
    },
    async setAccount(account, status, isDefault = false) {
      await run(
        `update bank_accounts set status = $3, is_default = $4, closed_at = case $3 when 'closed' then now() end
          where merchant_id = $1 and account_id = $2`,
        [merchantId, account, status, isDefault],
      );
    },
  };
}

function writtenSplit(net: bigint, lines: readonly SplitLine[]): string | null {
  if (lines.length === 0) return null;
  const split = splitNet(net, lines);
  if (isFault(split)) throw new Error(split.rule);
  return JSON.stringify(splitJson(split));
}
