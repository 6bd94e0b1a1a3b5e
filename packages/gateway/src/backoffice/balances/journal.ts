// `GET /:workspace/journals/:journal_no`: one journal whole, what it is about, who caused it, and whether its link still holds.
import type { Reading } from '../../base/reading.ts';
import { findJournals, type JournalRow } from '../../ledger/store.ts';
import { CHAIN_START, linkOf } from '../../ledger/verify-chain.ts';
import { getJournal } from '../contract/balances.ts';
import { Id } from '../contract/words.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { oneMerchant } from '../paging/narrow.ts';
import { namesQuery } from '../payments/store-story.ts';
import { route } from '../route.ts';
import { subjectKind } from './subjects.ts';
import { behindQuery, type BehindRow } from './store-journal.ts';

type Snapshot = Pick<Reading, 'rows'>;

export const journal = route(getJournal, async (call) => {
  const merchantId = oneMerchant(call);
  const { journal_no: no } = call.params;
  const read = await call.reading.together(async (at) => {
    // The one before it, itself, and the one behind it if there is one.
    const three = await findJournals(at, merchantId, no - 2n, 3);
    const one = three.find((row) => row.journal_no === no);
    if (one === undefined) throw new Denied('not_found');
    const before = three.find((row) => row.journal_no === no - 1n);
    const madeAt = Number(one.made_us / 1000n);
    const kind = subjectKind(one.template);
    const [behind] = await at.rows<BehindRow>(
      behindQuery(kind, merchantId, one.subject_id, madeAt),
    );
    return {
      one,
      kind,
      madeAt,
      before,
      isHead: !three.some((row) => row.journal_no > no),
      behind: behind ?? { name: null, event: null, actor: null, people: null },
      people: await namesOf(at, behind?.people ?? []),
    };
  });
  const { one, before, behind } = read;
  const previous = no === 1n ? CHAIN_START : before?.hash;
  return {
    journal: {
      journal_no: Number(no),
      template: one.template,
      made_at: iso(read.madeAt),
      lines: linesOf(one),
    },
    subject: { kind: read.kind, id: one.subject_id, name: behind.name },
    cause: { event: behind.event, actor: behind.actor ?? 'gateway', people: read.people },
    hash: one.hash.toString('hex'),
    previous_hash: no === 1n ? null : (before?.hash.toString('hex') ?? null),
    holds: previous !== undefined && linkOf(previous, merchantId, one).equals(one.hash),
    is_head: read.isHead,
  };
});

/** The transfers of a journal, from the line that the chain hashes. */
function linesOf({ lines }: JournalRow) {
  return (lines ?? '').split(',').flatMap((line) => {
    const [, debit, credit, amount] = /^(.+)>(.+):(\d+)$/.exec(line) ?? [];
    if (debit === undefined || credit === undefined || amount === undefined) return [];
    return [{ debit, credit, amount }];
  });
}

async function namesOf(at: Snapshot, people: readonly (string | null)[]): Promise<string[]> {
  const ids = people.filter((one) => Id.safeParse(one).success) as string[];
  if (ids.length === 0) return [];
  const rows = await at.rows<{ operator_id: string; name: string }>(namesQuery(ids));
  return ids.map((id) => rows.find((row) => row.operator_id === id)?.name ?? id);
}
