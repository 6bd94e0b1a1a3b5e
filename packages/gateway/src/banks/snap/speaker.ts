// What the operations of a SNAP bank speak with.
import type { Caller } from './call.ts';
import type { SnapLine } from './profile.ts';

export interface Speaker {
  line: SnapLine;
  call: Caller;
}
