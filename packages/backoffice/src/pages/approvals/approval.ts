// A request for approval as the API tells it, and its states.
import type { components } from '../../api/types.gen.ts';

export type Approval = components['schemas']['Approval'];

export const STATES = [
  'pending',
  'approved',
  'done',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
] as const satisfies readonly Approval['state'][];
