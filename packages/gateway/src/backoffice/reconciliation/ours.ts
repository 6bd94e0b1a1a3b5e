// Our side of a difference: the payment, refund or payout with its state, its journals and what the bank answered then.
import type { z } from 'zod';
import type { Reading } from '../../base/reading.ts';
import type { ExceptionRow } from '../../reconciliation/exception.ts';
import {
  findBooked,
  findPayoutStory,
  type BookedLine,
} from '../../reconciliation/store-exceptions-view.ts';
import type { getException } from '../contract/exceptions.ts';
import type { Journal } from '../contract/payments.ts';
import { iso } from '../paging/iso.ts';
import { paymentRowQuery, type PaymentListRow } from '../payments/store-list.ts';
import { bankWord, readStory } from '../payments/story.ts';
import { refundRowQuery, type RefundListRow } from '../refunds/store.ts';

type Ours = NonNullable<z.input<(typeof getException)['answer']>['ours']>;
type At = Pick<Reading, 'rows'>;

const OF_PAYOUTS = ['payoutSent', 'payoutPaid', 'payoutRefused', 'payoutReturned'];

/** What we know of the subject of an exception; null where it has none. */
export async function readOurs(at: At, exception: ExceptionRow): Promise<Ours | null> {
  const { merchant_id: merchantId, subject_kind: kind, subject_id: id } = exception;
  if (kind === null || id === null) return null;
  if (kind === 'payout') return await readPayout(at, merchantId, id);
  const found =
    kind === 'payment'
      ? await readPayment(at, merchantId, id)
      : await readRefund(at, merchantId, id);
  if (found === null) return null;
  const noun = `${kind}s` as const;
  const story = await readStory(at, { noun, merchantId, id, requestIds: [], refundIds: [] });
  return {
    kind,
    id,
    account: null,
    ...found,
    timeline: story.timeline.filter(({ kind: of }) => of === 'move'),
    journals: story.journals,
  };
}

type Found = Pick<
  Ours,
  'state' | 'amount' | 'invoice_number' | 'bank_reference' | 'created_at' | 'finished_at'
>;

async function readPayment(at: At, merchantId: string, id: string): Promise<Found | null> {
  const [row] = await at.rows<PaymentListRow>(paymentRowQuery(merchantId, id));
  if (row === undefined) return null;
  return {
    state: row.state,
    amount: `${row.amount}`,
    invoice_number: row.invoice_number,
    bank_reference: row.bank_payment_id,
    created_at: iso(row.created_at),
    finished_at: iso(row.finished_at),
  };
}

async function readRefund(at: At, merchantId: string, id: string): Promise<Found | null> {
  const [row] = await at.rows<RefundListRow>(refundRowQuery(merchantId, id));
  if (row === undefined) return null;
  return {
    state: row.state,
    amount: `${row.amount}`,
    invoice_number: row.invoice_number,
    bank_reference: row.bank_refund_id,
    created_at: iso(row.created_at),
    finished_at: iso(row.finished_at),
  };
}

async function readPayout(at: At, merchantId: string, id: string): Promise<Ours | null> {
  const payout = await findPayoutStory(at, merchantId, id);
  if (payout === null) return null;
  const { state, amount, account, created_at, changed_at, moves } = payout;
  const booked = await findBooked(at, merchantId, [id], OF_PAYOUTS);
  return {
    kind: 'payout',
    id,
    state,
    amount: `${amount}`,
    invoice_number: null,
    account,
    bank_reference: null,
    created_at: iso(created_at),
    finished_at: state === 'ready' || state === 'sent' ? null : iso(changed_at),
    timeline: moves.map((move) => ({
      kind: 'move',
      at: iso(move.at),
      event: move.state,
      state: move.state,
      actor: move.actor,
      people: [],
      bank: bankWord(move.evidence),
    })),
    journals: journalsOf(booked),
  };
}

/** Lines of journals, put together again. */
export function journalsOf(lines: readonly BookedLine[]): z.input<typeof Journal>[] {
  const journals = new Map<bigint, z.input<typeof Journal>>();
  for (const { journal_no, template, made_at, debit, credit, amount } of lines) {
    const journal = journals.get(journal_no) ?? {
      journal_no: Number(journal_no),
      template,
      made_at: iso(made_at),
      lines: [],
    };
    journal.lines.push({ debit, credit, amount: `${amount}` });
    journals.set(journal_no, journal);
  }
  return [...journals.values()];
}
