// Runs checks one after the other and says of each whether it holds, differs, is absent or was not tried.
import { Absence, Difference, Untried, type Check, type Group, type Level } from './check.ts';
import { NoAnswer, type Answer } from './client.ts';
import type { Kit } from './kit.ts';

export type Verdict = 'holds' | 'differs' | 'absent' | 'not tried';

export interface Result {
  check: Check;
  group: string;
  verdict: Verdict;
  /** Where it does not hold: what was expected and what came. */
  expected?: string;
  came?: string;
  /** Where it is absent or was not tried: why. */
  why?: string;
  /** The last call of the check, where it differs. */
  last?: Answer | undefined;
}

/** Which checks to run: all of these levels, and where anything is named, only what is named. */
export interface Choice {
  levels: readonly Level[];
  /** Names of groups, or ids of checks. */
  only: readonly string[];
}

/** The groups with the chosen checks; groups without any are left out. */
export function choose(groups: readonly Group[], { levels, only }: Choice): Group[] {
  const isNamed = ({ id }: Check, name: string): boolean =>
    only.length === 0 || only.includes(id) || only.includes(name);
  return groups
    .map((group) => ({
      ...group,
      checks: group.checks.filter(
        (check) => levels.includes(check.level) && isNamed(check, group.name),
      ),
    }))
    .filter(({ checks }) => checks.length > 0);
}

/** Runs the groups in order, until the signal ends it; `tell` hears of each result as it comes. */
export async function run(
  kit: Kit,
  groups: readonly Group[],
  tell: (result: Result, group: Group) => void,
  signal?: AbortSignal,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const group of groups) {
    for (const check of group.checks) {
      if (signal?.aborted === true) return results;
      const result = { check, group: group.name, ...(await verdictOf(kit, check)) };
      results.push(result);
      tell(result, group);
    }
  }
  return results;
}

async function verdictOf(kit: Kit, check: Check): Promise<Omit<Result, 'check' | 'group'>> {
  kit.client.recent();
  try {
    for (const need of check.needs) {
      const missing = await kit.missing(need);
      if (missing !== undefined) throw missing;
    }
    await check.run(kit);
    return { verdict: 'holds' };
  } catch (error) {
    if (error instanceof Absence) return { verdict: 'absent', why: error.message };
    if (error instanceof Untried) return { verdict: 'not tried', why: error.message };
    const last = kit.client.recent().at(-1);
    if (error instanceof Difference) {
      return { verdict: 'differs', expected: error.expected, came: error.came, last };
    }
    if (error instanceof NoAnswer) {
      return { verdict: 'differs', expected: 'an answer', came: error.message };
    }
    // What makes the kit stumble is an answer that no merchant could read either.
    return { verdict: 'differs', expected: 'an answer that can be read', came: String(error), last };
  }
}
