// The string that a program says it signed, held line by line against the right one.
import { explainString, firstDifference, type Claim } from '@tarik/wire/doku/slips/diagnose';
import type { Finding } from './judge.ts';

const PAIRS_UP_TO = 4096;

/** What differs, the usual mistake first where one explains it; empty when the strings are the same. */
export function findInString(claim: Omit<Claim, 'keys'>, right: string, theirs: string): Finding[] {
  const difference = firstDifference(right, theirs);
  if (difference === undefined) return [];
  const at = {
    line: difference.line,
    expected: difference.expected ?? null,
    given: difference.theirs ?? null,
  };
  const pairs = (claim.parts.body?.length ?? 0) <= PAIRS_UP_TO;
  const slips = explainString({ ...claim, keys: [['', '']] }, theirs, pairs);
  if (slips.length > 0) return slips.map(({ name }) => ({ code: name, ...at }));
  return [{ code: codeOf(right, theirs, difference.name), ...at }];
}

const BY_NAME: Readonly<Record<string, string>> = {
  'Client-Id': 'line_client_id',
  'Request-Id': 'line_request_id',
  'Request-Timestamp': 'line_timestamp',
  'Request-Target': 'line_target',
  Digest: 'line_digest',
};

/** The kind of difference, where no usual mistake explains all of it. */
function codeOf(right: string, theirs: string, name: string): string {
  const names = (text: string): string[] =>
    text.split(/\r?\n/).map((line) => /^[^:]*/.exec(line)?.[0]?.trim() ?? '');
  const [expected, given] = [names(right), names(theirs)];
  if (expected.some((one) => !given.includes(one))) return 'line_missing';
  if (given.some((one) => !expected.includes(one))) return 'line_unknown';
  if (given.join() !== expected.join()) return 'lines_order';
  return BY_NAME[name] ?? 'line_differs';
}
