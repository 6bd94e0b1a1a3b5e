// What a search finds, in the order in which its kinds are shown.
import type { Answer } from '../../api/session.ts';

export type Hit = Answer<'search'>['hits'][number];

const KINDS = ['payments', 'refunds', 'tokens', 'notifications', 'requests'] as const;

/** Hits by kind; kinds without one are left out. */
export function byKind(hits: readonly Hit[]): { kind: Hit['kind']; hits: Hit[] }[] {
  return KINDS.map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) })).filter(
    (group) => group.hits.length > 0,
  );
}
