// What a sabotage is: a bug that is planted on purpose, as data. The product's source holds none of it.
import type { DriveName } from './drives/names.ts';

/** One replacement in a file below packages/gateway/src; `find` must occur there exactly once. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

export interface Sabotage {
  /** Stable and readable: what `--sabotage` takes. */
  id: string;
  title: string;
  /** What it breaks, in a sentence. */
  says: string;
  /** Changes to modules, made while a process loads them. */
  patches?: readonly Patch[];
  /** Changes to SQL functions, made after the migrations. */
  sql?: readonly Patch[];
  /** More SQL, before those functions: takes away a constraint that would save us from the bug. */
  statements?: string;
  /** The invariants that are expected to turn red. For the table alone: the auditor decides. */
  catches: readonly string[];
  /** What provokes it. */
  drive: DriveName;
  /** Real time within which it must be caught, from the start of the stage, s. */
  budgetSeconds: number;
}
