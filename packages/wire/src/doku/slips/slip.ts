// What a slip is: one usual way in which a signature comes out wrong.
import type { Draft } from './draft.ts';

export interface Slip {
  name: string;
  /** What the one who signed did, after "The code that signed …". */
  did: string;
  /** What to do instead. */
  mend: string;
  /** Never looked for together with another slip: it is rare, and there are many pairs. */
  alone?: true;
  /** The draft as this slip would make it, in each form that is seen in the wild; none where it does not apply. */
  drafts(right: Draft, facts: Facts): Draft[];
}

/** What else is known about the message. */
export interface Facts {
  /** The query string with its question mark, or ''. */
  query: string;
  /** The host that was called, or ''. */
  host: string;
  method: string;
  /** Keys that are not this merchant's, by what they are. */
  strangers: readonly (readonly [whose: string, key: string])[];
}
