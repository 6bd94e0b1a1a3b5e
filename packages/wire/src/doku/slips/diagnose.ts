// Whether a signature is right, and where it is not, by which of the usual slips it came about.
import { sameSignature, type SignedKind, type SignedParts } from '../signature.ts';
import { GUIDE_FORM, draftSignature, draftString, type Draft } from './draft.ts';
import type { Facts, Slip } from './slip.ts';
import { SLIPS } from './slips.ts';

export interface Claim extends Facts {
  kind: SignedKind;
  parts: SignedParts;
  /** The header `Signature` as it came. */
  signature: string;
  /** The merchant's valid keys, by the name that the user gave them; at least one. */
  keys: readonly (readonly [name: string, key: string])[];
}

export type Verdict =
  | { right: true; key: string; signed: string }
  | {
      right: false;
      /** The string that had to be signed. */
      signed: string;
      /** The header that it would have come to, with the first key. */
      expected: string;
      /** What went wrong; empty when no usual slip explains the signature. */
      slips: readonly Slip[];
      /** The string that was signed, where a slip explains it. */
      theirs: string | undefined;
      difference: Difference | undefined;
      /** Whose key it was, where it was a known other one. */
      strangersKey: string | undefined;
    };

export interface Difference {
  /** Counted from 1. */
  line: number;
  /** The name of the line; '' when there is none. */
  name: string;
  /** Undefined where the string has ended already. */
  expected: string | undefined;
  theirs: string | undefined;
  /** The first character that differs, counted from 1. */
  column: number;
}

/** Slips that are looked for together with another one. */
const PAIRED = SLIPS.filter(({ alone }) => alone !== true);

/** A slip with more forms than this is not combined with others. */
const FEW = 40;

/** Judges one signature. Throws a TypeError where a signed value has a line break. */
export function diagnose(claim: Claim): Verdict {
  return atOnce(judging(claim, true));
}

/**
 * The same for a program that has other things to do: `pause` is awaited every few hundred tries. `pairs` says whether two
 * slips at once are looked for too, which takes long with a large body.
 */
export async function diagnoseInTurns(
  claim: Claim,
  pairs: boolean,
  pause: () => Promise<void>,
): Promise<Verdict> {
  const steps = judging(claim, pairs);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await pause();
  }
}

/** Yields where it may be interrupted. */
type Steps<T> = Generator<undefined, T>;

function atOnce<T>(steps: Steps<T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function* judging(claim: Claim, pairs: boolean): Steps<Verdict> {
  const drafts = claim.keys.map(([name, key]) => [name, rightDraft(claim, key)] as const);
  for (const [name, draft] of drafts) {
    if (fits(draft, claim)) return { right: true, key: name, signed: draftString(draft) };
  }
  const [first] = drafts;
  if (first === undefined) throw new TypeError('a signature is judged with at least one key');
  const signed = draftString(first[1]);
  const rights = drafts.map(([, draft]) => draft);
  const found = yield* search(rights, claim, pairs, (draft) => fits(draft, claim));
  const theirs = found === undefined ? undefined : draftString(found.draft);
  return {
    right: false,
    signed,
    expected: draftSignature(first[1]),
    slips: found?.slips ?? [],
    theirs,
    difference: theirs === undefined ? undefined : firstDifference(signed, theirs),
    strangersKey: claim.strangers.find(([, key]) => key === found?.draft.key)?.[0],
  };
}

/** The slips that turn the right string into this one; empty when none does, or when it is right already. */
export function explainString(claim: Claim, theirs: string, pairs = true): readonly Slip[] {
  const [[, key] = ['', '']] = claim.keys;
  const right = rightDraft(claim, key);
  if (draftString(right) === theirs) return [];
  const fit = (draft: Draft): boolean => draftString(draft) === theirs;
  return atOnce(search([right], claim, pairs, fit))?.slips ?? [];
}

/** The first line in which two strings to sign differ; undefined when they are equal. */
export function firstDifference(expected: string, theirs: string): Difference | undefined {
  const [left, right] = [expected.split('\n'), theirs.split('\n')];
  const at = Array.from({ length: Math.max(left.length, right.length) }, (_, n) => n).find(
    (n) => left[n] !== right[n],
  );
  if (at === undefined) return undefined;
  const [a = '', b = ''] = [left[at], right[at]];
  let column = 0;
  while (column < a.length && a[column] === b[column]) column += 1;
  const [, name = ''] = /^([A-Za-z-]+)\s*[:=]/.exec(left[at] ?? right[at] ?? '') ?? [];
  return { line: at + 1, name, expected: left[at], theirs: right[at], column: column + 1 };
}

interface Found {
  slips: readonly Slip[];
  draft: Draft;
}

/** One slip, or else two at once; the first that fits, in the order of the table. */
function* search(
  rights: readonly Draft[],
  facts: Facts,
  pairs: boolean,
  fit: (draft: Draft) => boolean,
): Steps<Found | undefined> {
  const singles = rights.flatMap((right) =>
    SLIPS.map((slip) => ({ slip, forms: slip.drafts(right, facts) })),
  );
  for (const { slip, forms } of singles) {
    const draft = forms.find(fit);
    if (draft !== undefined) return { slips: [slip], draft };
    yield;
  }
  for (const { slip, forms } of pairs ? singles.filter(({ slip }) => slip.alone !== true) : []) {
    for (const form of forms.length > FEW ? [] : forms) {
      for (const second of PAIRED.slice(PAIRED.indexOf(slip) + 1)) {
        const both = second.drafts(form, facts);
        const draft = both.length > FEW ? undefined : both.find(fit);
        if (draft !== undefined) return { slips: [slip, second], draft };
      }
      yield;
    }
  }
  return undefined;
}

function fits(draft: Draft, { signature }: Claim): boolean {
  return sameSignature(draftSignature(draft), signature);
}

function rightDraft({ kind, parts }: Claim, key: string): Draft {
  for (const value of [parts.clientId, parts.requestId, parts.timestamp, parts.target]) {
    if (/[\r\n]/.test(value)) throw new TypeError('a signed value must not contain a line break');
  }
  return {
    ...GUIDE_FORM,
    clientId: parts.clientId,
    requestId: parts.requestId,
    clock: kind === 'response' ? 'Response-Timestamp' : 'Request-Timestamp',
    timestamp: parts.timestamp,
    target: parts.target,
    body: parts.body === undefined ? undefined : Buffer.from(parts.body),
    key,
  };
}
