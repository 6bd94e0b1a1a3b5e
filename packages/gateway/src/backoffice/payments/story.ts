// What happened to a payment, a refund or a token, read in one snapshot and told as one line of events, oldest first.
import type { z } from 'zod';
import type { Reading } from '../../base/reading.ts';
import type { BankWord, Journal, NotificationBrief, TimelineEntry } from '../contract/payments.ts';
import { Id } from '../contract/words.ts';
import { iso } from '../paging/iso.ts';
import {
  actsQuery,
  callsQuery,
  journalsQuery,
  movesQuery,
  namesQuery,
  newsQuery,
  refundMovesQuery,
  type ActRow,
  type CallRow,
  type JournalRow,
  type MoveRow,
  type NewsRow,
  type Noun,
  type RefundMoveRow,
} from './store-story.ts';

type Entry = z.input<typeof TimelineEntry>;

export interface Story {
  moves: MoveRow[];
  timeline: Entry[];
  journals: z.input<typeof Journal>[];
  notifications: z.input<typeof NotificationBrief>[];
}

/** Whose story it is. */
export interface Subject {
  noun: Noun;
  merchantId: string;
  id: string;
  /** Of the calls that made it and what belongs to it. */
  requestIds: readonly string[];
  /** Refunds that belong to it. */
  refundIds: readonly string[];
}

/** Reads the story of one subject; the caller holds the snapshot. */
export async function readStory(
  at: Pick<Reading, 'rows'>,
  { noun, merchantId, id, requestIds, refundIds }: Subject,
): Promise<Story> {
  const subjects = [id, ...refundIds];
  const moves = await at.rows<MoveRow>(movesQuery(noun, merchantId, id));
  const lines =
    noun === 'tokens' ? [] : await at.rows<JournalRow>(journalsQuery(merchantId, subjects));
  const news = await at.rows<NewsRow>(newsQuery(merchantId, subjects));
  const calls = await at.rows<CallRow>(callsQuery(merchantId, requestIds));
  const acts = await at.rows<ActRow>(actsQuery(merchantId, id));
  const refunds =
    refundIds.length === 0
      ? []
      : await at.rows<RefundMoveRow>(refundMovesQuery(merchantId, refundIds));
  const people = await namesOf(at, [...moves, ...refunds]);
  const journals = journalsOf(lines);
  const timeline = [
    ...calls.map(callEntry),
    ...moves.map((move) => moveEntry(move, people(move))),
    ...journals.map(journalEntry),
    ...refunds.map((move) => refundEntry(move, people(move))),
    ...news.flatMap(newsEntries),
    ...acts.map(actEntry),
  ].toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return { moves, timeline, journals, notifications: briefsOf(news) };
}

type Acted = Pick<MoveRow, 'actor' | 'evidence'>;

/** Reads the names of the people of the Back Office who are behind some moves; answers whose they are, who asked first. */
async function namesOf(
  at: Pick<Reading, 'rows'>,
  moves: readonly Acted[],
): Promise<(move: Acted) => string[]> {
  const ids = [...new Set(moves.flatMap(operatorsOf))];
  const rows =
    ids.length === 0 ? [] : await at.rows<{ operator_id: string; name: string }>(namesQuery(ids));
  const names = new Map(rows.map((row) => [row.operator_id, row.name]));
  return (move) => operatorsOf(move).map((id) => names.get(id) ?? id);
}

/** What stands in evidence was not always written by this code: what is no id is nobody. */
function operatorsOf({ actor, evidence }: Acted): string[] {
  if (actor !== 'operator' || typeof evidence !== 'object' || evidence === null) return [];
  const { askedBy, decidedBy } = evidence as { askedBy?: unknown; decidedBy?: unknown };
  return [askedBy, decidedBy].flatMap((one) => (Id.safeParse(one).success ? [one as string] : []));
}

function moveEntry({ event, state, actor, evidence, at }: MoveRow, people: string[]): Entry {
  const name = event === 'created' ? 'made' : event;
  const bank = bankWord(evidence);
  return { kind: 'move', at: iso(at), event: name, state, actor, people, bank };
}

/** What is kept of the bank's word, whoever wrote it down. */
export function bankWord(evidence: unknown): z.input<typeof BankWord> | null {
  if (typeof evidence !== 'object' || evidence === null) return null;
  const said = evidence as Record<string, unknown>;
  // Who of the Back Office had it made: no word of anybody about money.
  if (said['operation'] === 'operator' && said['note'] === null) return null;
  return {
    operation: text(said['operation']) ?? 'unknown',
    http: whole(said['http']),
    code: text(said['code']),
    message: text(said['message']),
    note: text(said['note']),
    external_id: text(said['externalId']),
    took_ms: whole(said['tookMs']),
  };
}

function journalEntry(journal: z.input<typeof Journal>): Entry {
  const { journal_no, template, made_at } = journal;
  return { kind: 'journal', at: made_at, journal_no, template };
}

function refundEntry(move: RefundMoveRow, people: string[]): Entry {
  const { refund_id, amount, state, evidence, at } = move;
  const bank = bankWord(evidence);
  return { kind: 'refund', at: iso(at), refund_id, amount: `${amount}`, state, people, bank };
}

function callEntry({ call_id, at, endpoint, status, code, took_ms }: CallRow): Entry {
  return {
    kind: 'request',
    at: iso(at),
    call_id,
    endpoint: endpoint ?? 'unknown',
    status,
    code,
    took_ms,
  };
}

function actEntry({ at, act, by, reason }: ActRow): Entry {
  return { kind: 'act', at: iso(at), act, by, reason };
}

/** A notification that was written, and each of its attempts. */
function newsEntries(row: NewsRow): Entry[] {
  const { notification_id, type } = row;
  const named = { kind: 'notification', notification_id, type } as const;
  const at = iso(row.created_at);
  const written = { ...named, at, attempt: null, status: null, error: null, took_ms: null };
  const first = row.attempt === null || row.attempt === 1 ? [written] : [];
  if (row.attempt === null || row.at === null) return first;
  const { attempt, status, error, duration_ms: took_ms } = row;
  const tried = { ...named, at: iso(row.at), attempt, status, error, took_ms };
  return [...first, tried];
}

function briefsOf(news: readonly NewsRow[]): z.input<typeof NotificationBrief>[] {
  const last = new Map(news.map((row) => [row.notification_id, row]));
  return [...last.values()].map(briefOf);
}

/** A notification in brief, by its last attempt. */
export function briefOf(row: Omit<NewsRow, 'attempt' | 'at' | 'duration_ms'>) {
  return {
    notification_id: row.notification_id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    last_status: row.status,
    last_error: row.error,
    created_at: iso(row.created_at),
    due_at: iso(row.due_at),
  };
}

function journalsOf(lines: readonly JournalRow[]): z.input<typeof Journal>[] {
  const journals = new Map<bigint, z.input<typeof Journal>>();
  for (const { journal_no: no, template, made_at, debit, credit, amount } of lines) {
    const journal = journals.get(no) ?? {
      journal_no: Number(no),
      template,
      made_at: iso(made_at),
      lines: [],
    };
    journal.lines.push({ debit, credit, amount: `${amount}` });
    journals.set(no, journal);
  }
  return [...journals.values()];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function whole(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}
