// A desk at which a bank's statements are reconciled: merchants with a partner each, payments and refunds by the real flows, files
// that a test writes, and a clock that it moves by days.
import { randomUUID } from 'node:crypto';
import { CIMB_STATEMENTS } from '../src/banks/cimb/statement-profile.ts';
import { idOfReference, referenceOf } from '../src/base/reference.ts';
import { runChecks } from '../src/checks/check.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { createPayment } from '../src/payments/create.ts';
import { settleDuePayments } from '../src/payments/settle-unclear.ts';
import { adoptStrays } from '../src/reconciliation/adopt-strays.ts';
import type { ExceptionRow } from '../src/reconciliation/exception.ts';
import { importStatement, type Imported } from '../src/reconciliation/import.ts';
import { judgeRipeDay } from '../src/reconciliation/judge-day.ts';
import { matchWaiting } from '../src/reconciliation/match.ts';
import { resolveException, type Resolved } from '../src/reconciliation/resolve.ts';
import type { Ruling } from '../src/reconciliation/ruling.ts';
import { listExceptions } from '../src/reconciliation/store-exceptions.ts';
import { createRefund } from '../src/refunds/create.ts';
import { returnLateMoney } from '../src/refunds/return-late-money.ts';
import { settleDueRefunds } from '../src/refunds/settle-unclear.ts';
import { plusDays, startOf, wibDay } from '../src/settlement/calendar.ts';
import { confirmRegistration } from '../src/tokens/confirm.ts';
import { registerToken, type Registration } from '../src/tokens/register.ts';
import { callOf, flowContext, type FlowContext } from './flow-context.ts';
import { opened, statementFile, type Movement } from './statement-file.ts';

const HOUR = 3_600_000;

export interface Party {
  merchant: Merchant;
  merchantId: string;
  partner: string;
  tokenId: string;
}

export interface Paid {
  party: Party;
  paymentId: string;
  reference: string;
  requestId: string;
  invoiceNumber: string;
  amount: bigint;
}

export interface Desk {
  flows: FlowContext;
  party(partner?: string): Promise<Party>;
  pay(party: Party, amount?: bigint, fee?: bigint): Promise<Paid>;
  /** Gives some of it back; answers the refund's reference at the bank. */
  refund(paid: Paid, amount: bigint): Promise<string>;
  /** The day of the bank on which it is now. */
  today(): string;
  /** Goes on to noon of the next day; answers the day that is over. */
  dayOver(): string;
  import(day: string, movements: readonly Movement[]): Promise<Imported>;
  /** Lets everything that is due happen: matching, looking for what is missing, money that goes back. */
  work(): Promise<void>;
  open(party: Party): Promise<ExceptionRow[]>;
  /** What every exception of a merchant came to, in short. */
  story(party: Party): Promise<string[]>;
  /** Resolves by two people, as an approval lets through. */
  resolve(party: Party, exceptionId: string, ruling: Partial<Ruling>): Promise<Resolved | null>;
  /** Debits less credits. */
  balance(party: Party, account: string): Promise<bigint>;
  statuses(party: Party): Promise<string[]>;
}

/** Opens one, over a world that is there or over one of its own. */
export async function openDesk(given?: FlowContext): Promise<Desk> {
  const flows = given ?? (await flowContext());
  const { ctx, db, bank, clock } = flows;
  toNoon();

  function toNoon(): void {
    const noon = startOf(wibDay(clock.now())) + 12 * HOUR;
    flows.advance((noon > clock.now() ? noon : noon + 24 * HOUR) - clock.now());
  }

  const desk: Desk = {
    flows,
    async party(partner = `KEY-${randomUUID()}`) {
      const made = await flows.merchant();
      const { merchantId, clientId } = made;
      const doors = { db, clock, random: ctx.random, sealer: ctx.sealer };
      const url = 'https://shop.example/notifications';
      const input = { bank: 'cimb', key: partner, secret: 'secret', notificationUrl: url };
      await activateBank(doors, merchantId, input);
      ctx.merchants.forget(clientId);
      const merchant = (await ctx.merchants.byId(merchantId))!;
      const call = callOf(
        flows,
        merchant,
        'cimb/token',
        (view: Registration) => view.token.tokenId,
      );
      const details = { customer: { id: 'C-1' }, accountPhone: '6281234567890' };
      const reply = await registerToken(ctx, call, { bank, details });
      const tokenId = JSON.parse(reply.body.toString()) as string;
      const state = ctx.sealer.coverIds('registration', merchantId, tokenId);
      await confirmRegistration(ctx, bank, { state, status: 'SUCCESS', authCode: 'CODE' });
      return { merchant, merchantId, partner, tokenId };
    },
    async pay(party, amount = 90_000n, fee = 0n) {
      const requestId = randomUUID();
      const invoiceNumber = `INV-${randomUUID()}`;
      const call = callOf(flows, party.merchant, 'cimb/payment', () => null, requestId);
      await createPayment(ctx, call, {
        bank,
        tokenId: party.tokenId,
        amount,
        invoiceNumber,
        details: { customer: { id: 'C-1' }, otpLifeMs: 300_000 },
        notificationUrl: null,
        price: { fee, split: null },
      });
      const { reference } = bank.asked('pay').at(-1) as { reference: string };
      const paymentId = idOfReference(reference)!;
      return { party, paymentId, reference, requestId, invoiceNumber, amount };
    },
    async refund(paid, amount) {
      const call = callOf(flows, paid.party.merchant, 'cimb/payment-refund', () => null);
      const { invoiceNumber, requestId: originalRequestId } = paid;
      await createRefund(ctx, call, { bank, invoiceNumber, originalRequestId, amount });
      return (bank.asked('refund').at(-1) as { refundReference: string }).refundReference;
    },
    today: () => wibDay(clock.now()),
    dayOver() {
      const day = wibDay(clock.now());
      flows.advance(startOf(plusDays(day, 1)) + 12 * HOUR - clock.now());
      return day;
    },
    async import(day, movements) {
      const open = opened(statementFile(day, movements));
      const input = { bank: 'cimb', profile: CIMB_STATEMENTS, day, open, by: 'test' };
      return await importStatement(ctx, input);
    },
    async work() {
      const chores = [
        matchWaiting,
        judgeRipeDay,
        adoptStrays,
        returnLateMoney,
        settleDuePayments,
        settleDueRefunds,
      ];
      for (let found = 1; found > 0;) {
        found = 0;
        for (const chore of chores) found += await chore(ctx);
      }
    },
    open: ({ merchantId }) =>
      listExceptions(db, { merchantId, bank: 'cimb', state: 'open', limit: 100 }),
    async story({ merchantId }) {
      const rows = await listExceptions(db, { merchantId, bank: null, state: null, limit: 100 });
      return rows.map(
        (row) =>
          `${row.reason} ${row.type} ${row.amount ?? '-'}/${row.expected ?? '-'} ${row.resolution ?? row.state}`,
      );
    },
    async resolve({ merchantId }, exceptionId, ruling) {
      const people = { askedBy: randomUUID(), decidedBy: randomUUID() };
      const approvalId = randomUUID();
      await flows.sql(
        `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at,
                                decided_by, decided_at)
         values ($1, $2, 'exception', 'done', $3, '{}', 'why', $4, now(), now(), $5, now())`,
        [merchantId, approvalId, exceptionId, people.askedBy, people.decidedBy],
      );
      return await resolveException(ctx, merchantId, exceptionId, {
        resolution: 'loss_borne',
        proof: { source: 'bank_letter', reference: 'LETTER-1', day: '2026-11-25' },
        others: [],
        subjectId: null,
        ...ruling,
        people,
        approvalId,
      });
    },
    async balance({ merchantId }, account) {
      const [row] = await flows.sql<{ balance: string }>(
        `select debits - credits as balance from ledger_accounts where merchant_id = $1 and account = $2`,
        [merchantId, account],
      );
      return BigInt(row?.balance ?? 0);
    },
    async statuses({ merchantId }) {
      const rows = await flows.sql<{ line: string }>(
        `select l.type || ' ' || l.amount || ' ' || l.status as line
           from statement_lines l join statements s using (statement_id)
          where l.merchant_id = $1 order by s.day, l.line_no`,
        [merchantId],
      );
      return rows.map(({ line }) => line);
    },
  };
  return desk;
}

/** A debit as the bank shows it. */
export function debit(paid: Paid, change: Partial<Movement> = {}): Movement {
  const { reference, amount, party } = paid;
  return { type: 'DEBIT', reference, amount, partner: party.partner, ...change };
}

/** A line of a refund. */
export function refundLine(party: Party, reference: string, amount: bigint): Movement {
  return { type: 'REFUND', reference, amount, partner: party.partner };
}

/** A line of which nothing here knows. */
export function strange(party: Party, amount: bigint, type: Movement['type'] = 'DEBIT'): Movement {
  return {
    type: type ?? 'DEBIT',
    reference: referenceOf(randomUUID()),
    amount,
    partner: party.partner,
  };
}

/**
 * What must hold of a merchant's accounts at any time, from rows that are not the ledger's: cash is what the statements show less
 * payouts, what we wait for is what succeeded and was not seen or closed by people.
 */
export async function identities(desk: Desk, { merchantId }: Party) {
  const [row] = await desk.flows.sql<Record<'cash' | 'lines' | 'receivable' | 'waits', string>>(
    `with closed as (
       select e.subject_id from exceptions e
        where e.merchant_id = $1 and e.state = 'resolved'
          and e.resolution in ('payment_reversed', 'refund_reversed', 'loss_borne')
       union
       select l.subject_id from statement_lines l where l.merchant_id = $1 and l.status = 'matched')
     select coalesce((select debits - credits from ledger_accounts
                       where merchant_id = $1 and account = 'cash:cimb'), 0) as cash,
            coalesce((select sum(case when type in ('debit', 'payout_return') then amount else -amount end)
                        from statement_lines where merchant_id = $1 and status <> 'pending'), 0) as lines,
            coalesce((select debits - credits from ledger_accounts
                       where merchant_id = $1 and account = 'bank_receivable:cimb'), 0) as receivable,
            coalesce((select sum(amount) from payments p
                       where merchant_id = $1 and state = 'succeeded'
                         and p.payment_id not in (select subject_id from closed where subject_id is not null)), 0)
            + coalesce((select sum(amount) from late_money n
                         where merchant_id = $1
                           and n.payment_id not in (select subject_id from closed where subject_id is not null)), 0)
            - coalesce((select sum(amount) from refunds r
                         where merchant_id = $1 and state = 'succeeded'
                           and r.refund_id not in (select subject_id from closed where subject_id is not null)), 0) as waits`,
    [merchantId],
  );
  const { cash, lines, receivable, waits } = row!;
  return {
    cash: BigInt(cash),
    lines: BigInt(lines),
    receivable: BigInt(receivable),
    waits: BigInt(waits),
  };
}

const OF_MONEY = [
  'balances',
  'journals',
  'payments',
  'refunds',
  'refund_in_transit',
  'late_money',
  'suspense',
  'receivable',
  'settlement',
  'payouts',
  'evidence',
];

/** What the checks of money find in the books of everybody. */
export async function booksOf({ flows }: Desk): Promise<unknown[]> {
  const options = { full: true, remember: false, only: OF_MONEY };
  const outcomes = await runChecks(flows.db, flows.clock, options);
  return outcomes.flatMap(({ findings }) => findings);
}
