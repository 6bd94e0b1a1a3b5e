// A request for approval as the API tells it, and its states.
import type { components } from '../../api/types.gen.ts';

export type Approval = components['schemas']['Approval'];

/** What people of the gateway decide among themselves. */
export const OF_GATEWAY_ALONE: readonly Approval['kind'][] = ['fees', 'settlement_terms'];

export const STATES = [
  'pending',
  'approved',
  'done',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
] as const satisfies readonly Approval['state'][];
