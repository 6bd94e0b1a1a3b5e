// Measures the cases on both sizes: signed in over HTTP, one call after the other over connections that are kept, few and
// many in turn, so that what disturbs the machine disturbs both.
import { signIn, type PersonName, type Visitor } from './people.ts';

export interface Case {
  name: string;
  who: PersonName;
  /** The path of one call; calls of one case differ, so that no answer is at hand from the one before. */
  path(n: number): string;
  /** How many pages are turned before it is measured; 0 for the first page. */
  pages: number;
  /** Whether an empty answer is a fault: what is asked for is there. */
  finds: boolean;
  /** What must hold of it; that of lists, searches and details where nothing else is said. */
  limits?: Limits;
}

export interface Figure {
  p50: number;
  p95: number;
  p99: number;
  /** What went wrong first: an answer that was not 200, or that had not found what is there. */
  failure: string | null;
}

/** What must hold of a figure. */
export interface Limits {
  /** Nothing may be slower at p95, ms. */
  mostMs: number;
  /** Nor may many payments be slower than so many times what few take; null where that says nothing. */
  mostTimes: number | null;
}

/** One thing that is measured, on both sizes. */
export interface Pair {
  name: string;
  limits: Limits;
  small: Figure;
  large: Figure;
}

/** One size: where its gateway is, and what is asked there. */
export interface Side {
  origin: string;
  cases: readonly Case[];
}

/** Of every list, search and detail. */
export const ANSWER_LIMITS: Limits = { mostMs: 100, mostTimes: 2 };

/** Of figures over hours: a merchant of few payments has next to none in each, so that the ratio would say that alone. */
export const FIGURES_LIMITS: Limits = { mostMs: 100, mostTimes: null };

/** Calls before it counts, so that statements are prepared and pages are in memory as they are in a gateway that runs. */
const WARM_UP = 5;

/** How often it is told how far it is: a full run takes a good while. */
const TELL_EVERY = 20;

/** What seems too slow is measured once more with so many times the answers, and that counts: a few ms of p95 are soon a hiccup's. */
const SECOND_LOOK = 5;

export interface Measuring {
  /** Answers for each case and size. */
  answers: number;
  /** Whether a figure would be found at fault. */
  isSlow(pair: Pair): boolean;
  say(text: string): void;
}

/** Measures every case; what seems too slow twice. */
export async function measureCases(
  [few, many]: readonly [Side, Side],
  { answers, isSlow, say }: Measuring,
): Promise<Pair[]> {
  const [atFew, atMany] = [openSide(few), openSide(many)];
  const pairs: Pair[] = [];
  try {
    for (const { name, limits = ANSWER_LIMITS } of many.cases) {
      const measure = async (times: number): Promise<Pair> => {
        const small = await atFew.begin(name);
        const large = await atMany.begin(name);
        for (let n = 0; n < WARM_UP + times; n += 1) {
          await small.ask(n);
          await large.ask(n);
        }
        return { name, limits, small: small.figure(), large: large.figure() };
      };
      const first = await measure(answers);
      pairs.push(isSlow(first) ? await measure(answers * SECOND_LOOK) : first);
      if (pairs.length % TELL_EVERY === 0) say(`  ${pairs.length} of ${many.cases.length} cases`);
    }
  } finally {
    await Promise.all([atFew.close(), atMany.close()]);
  }
  return pairs;
}

interface Run {
  ask(n: number): Promise<void>;
  figure(): Figure;
}

function openSide({ origin, cases }: Side) {
  const byName = new Map(cases.map((one) => [one.name, one]));
  const visitors = new Map<PersonName, Visitor>();
  return {
    async begin(name: string): Promise<Run> {
      const one = byName.get(name);
      if (one === undefined) return NOTHING_TO_ASK;
      const visitor = visitors.get(one.who) ?? (await signIn(origin, one.who));
      visitors.set(one.who, visitor);
      return runOf(visitor, one, await turn(visitor, one));
    },
    async close() {
      await Promise.all([...visitors.values()].map((visitor) => visitor.close()));
    },
  };
}

const NOTHING_TO_ASK: Run = {
  ask: async () => undefined,
  figure: () => ({ ...percentiles([]), failure: 'there is nothing to ask for' }),
};

function runOf(visitor: Visitor, one: Case, after: string): Run {
  const taken: number[] = [];
  let failure: string | null = null;
  return {
    async ask(n) {
      const { status, text, tookMs } = await visitor.get(one.path(n) + after);
      if (status !== 200) failure ??= `${status} ${text.slice(0, 200)}`;
      else if (one.finds && isEmpty(text)) failure ??= `${one.path(n)} found nothing`;
      if (n >= WARM_UP) taken.push(tookMs);
    },
    figure: () => ({ ...percentiles(taken), failure }),
  };
}

function isEmpty(text: string): boolean {
  const { rows, hits } = JSON.parse(text) as { rows?: unknown[]; hits?: unknown[] };
  return (rows ?? hits ?? []).length === 0;
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
