// The steps from an opening balance to a closing one, and where each begins and ends between the least and the most of them. Pure.
import { TEMPLATES } from './chart.ts';

interface Group {
  template: string;
  journals: number;
  debits: string;
  credits: string;
  change: string;
}

export interface Step extends Group {
  /** The balance after it, digits. */
  after: string;
  /** Per mille of the drawing's width: where its bar begins, and how long it is. */
  from: number;
  length: number;
}

export interface Steps {
  steps: Step[];
  /** The bars of the opening and the closing balance: from zero. */
  opening: { from: number; length: number };
  closing: { from: number; length: number };
}

const WIDTH = 1000n;

/** Puts the groups into the order in which money goes its way, each with the balance after it. */
export function stepsOf(opening: string, groups: readonly Group[]): Steps {
  const order: readonly string[] = TEMPLATES;
  const sorted = groups.toSorted(
    (one, other) => order.indexOf(one.template) - order.indexOf(other.template),
  );
  const marks = [BigInt(opening)];
  for (const { change } of sorted) marks.push((marks.at(-1) ?? 0n) + BigInt(change));
  const least = lowest([0n, ...marks]);
  const most = highest([0n, ...marks]);
  const scale = (at: bigint): number =>
    most === least ? 0 : Number(((at - least) * WIDTH) / (most - least));
  const bar = (one: bigint, other: bigint) => {
    const [from, to] = one < other ? [scale(one), scale(other)] : [scale(other), scale(one)];
    return { from, length: to - from };
  };
  return {
    steps: sorted.map((group, n) => {
      const before = marks[n] ?? 0n;
      const after = marks[n + 1] ?? 0n;
      return { ...group, after: `${after}`, ...bar(before, after) };
    }),
    opening: bar(0n, marks[0] ?? 0n),
    closing: bar(0n, marks.at(-1) ?? 0n),
  };
}

function lowest(all: readonly bigint[]): bigint {
  return all.reduce((least, one) => (one < least ? one : least));
}

function highest(all: readonly bigint[]): bigint {
  return all.reduce((most, one) => (one > most ? one : most));
}
