// Measures the cases on one database: signed in over HTTP, one call after the other over a connection that is kept.
import type { Case } from './cases.ts';
import { signIn, type PersonName, type Visitor } from './people.ts';

export interface Figure {
  name: string;
  p50: number;
  p95: number;
  p99: number;
  /** The first answer that was not 200. */
  failure: string | null;
}

/** Calls before it counts, so that statements are prepared and pages are in memory as they are in a gateway that runs. */
const WARM_UP = 5;

/** Measures every case with so many answers. */
export async function measureCases(
  origin: string,
  cases: readonly Case[],
  answers: number,
): Promise<Figure[]> {
  const visitors = new Map<PersonName, Visitor>();
  const figures: Figure[] = [];
  try {
    for (const one of cases) {
      const visitor = visitors.get(one.who) ?? (await signIn(origin, one.who));
      visitors.set(one.who, visitor);
      figures.push(await measure(visitor, one, answers));
    }
  } finally {
    await Promise.all([...visitors.values()].map((visitor) => visitor.close()));
  }
  return figures;
}

async function measure(visitor: Visitor, one: Case, answers: number): Promise<Figure> {
  const taken: number[] = [];
  let failure: string | null = null;
  const after = await turn(visitor, one);
  for (let n = 0; n < WARM_UP + answers; n += 1) {
    const { status, text, tookMs } = await visitor.get(one.path(n) + after);
    if (status !== 200) failure ??= `${status} ${text.slice(0, 200)}`;
    if (n >= WARM_UP) taken.push(tookMs);
  }
  return { name: one.name, ...percentiles(taken), failure };
}

/** Turns pages until the one to be measured; a list that is shorter is measured at its end. */
async function turn(visitor: Visitor, { path, pages }: Case): Promise<string> {
  let after = '';
  for (let page = 0; page < pages; page += 1) {
    const { status, text } = await visitor.get(path(page) + after);
    const next = status === 200 ? (JSON.parse(text) as { next?: string | null }).next : null;
    if (next === null || next === undefined) break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  return after;
}

export function percentiles(taken: readonly number[]): Pick<Figure, 'p50' | 'p95' | 'p99'> {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
