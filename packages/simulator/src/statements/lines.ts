// The lines of one day's statement: the movements of that day, and what programs have made wrong about them.
import type { Bank } from '../bank.ts';
import type { Difference, Movement } from '../book/entries.ts';
import { wibDay } from '../clock.ts';
import { dayAfter, dayBegins } from './day.ts';

/** Everything that stands on the statement of a day, in the order of the book; what was planted beside it at the end. */
export function* statementLines(bank: Bank, day: string): Generator<Movement> {
  const { movements, differences } = bank.book.state;
  const own = new Map<string, Difference[]>();
  for (const one of differences) {
    if (one.day !== day || one.reference === null) continue;
    own.set(one.reference, [...(own.get(one.reference) ?? []), one]);
  }
  const number = wibDay(dayBegins(day));
  const count = movements.length;
  yield* putOff(differences, movements, day);
  for (let n = 0; n < count; n += 1) {
    const movement = movements[n] as Movement;
    if (wibDay(movement.at) === number) yield* spoilt(movement, own.get(movement.reference) ?? []);
  }
  for (const { day: of, kind, line } of differences) {
    if (of === day && kind === 'extra_line' && line !== null) yield line;
  }
}

function* spoilt(movement: Movement, planted: readonly Difference[]): Generator<Movement> {
  let line = movement;
  let times = 1;
  for (const { kind, line: other } of planted) {
    if (kind === 'missing_line' || kind === 'other_day') times = 0;
    if (kind === 'wrong_amount' && other !== null) line = { ...line, amount: other.amount };
    if (kind === 'duplicate') times += 1;
  }
  for (let n = 0; n < times; n += 1) yield line;
}

/** What was put off from the day before opens the day. */
function* putOff(
  differences: readonly Difference[],
  movements: readonly Movement[],
  day: string,
): Generator<Movement> {
  for (const { day: of, kind, reference } of differences) {
    if (kind !== 'other_day' || dayAfter(of) !== day) continue;
    const movement = movements.find((one) => one.reference === reference);
    if (movement !== undefined) yield { ...movement, at: dayBegins(day) };
  }
}
