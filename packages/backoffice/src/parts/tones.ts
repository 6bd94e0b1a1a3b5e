// How every state looks: its tone and its icon. A record over the closed sets, so that a new state cannot be forgotten.
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHelpCircle,
  IconHourglass,
  IconLoader2,
  IconLock,
  IconLockOpen,
  IconMessageDots,
  IconPlayerPause,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import type { en } from '../words/en/index.ts';

export type Tone = 'good' | 'bad' | 'unsure' | 'wait' | 'still';

/** What a state is of; the words stand in the area `states`. */
export type StateKind = keyof (typeof en)['states'];

const TONES: {
  readonly [K in StateKind]: Readonly<
    Record<keyof (typeof en)['states'][K], readonly [Tone, TablerIcon]>
  >;
} = {
  payment: {
    created: ['wait', IconLoader2],
    awaiting_otp: ['wait', IconMessageDots],
    confirming: ['wait', IconLoader2],
    unclear: ['unsure', IconHelpCircle],
    succeeded: ['good', IconCircleCheck],
    failed: ['bad', IconCircleX],
    expired: ['still', IconClock],
  },
  refund: {
    requested: ['wait', IconLoader2],
    unclear: ['unsure', IconHelpCircle],
    succeeded: ['good', IconCircleCheck],
    failed: ['bad', IconCircleX],
  },
  token: {
    pending: ['wait', IconHourglass],
    active: ['good', IconCircleCheck],
    failed: ['bad', IconCircleX],
    expired: ['still', IconClock],
    deleting: ['wait', IconLoader2],
    deleted: ['still', IconTrash],
  },
  notification: {
    pending: ['wait', IconClock],
    delivered: ['good', IconCircleCheck],
    exhausted: ['bad', IconAlertTriangle],
    undeliverable: ['bad', IconBan],
  },
  settlement: {
    pending: ['wait', IconHourglass],
    reconciled: ['wait', IconClock],
    settled: ['good', IconCircleCheck],
    reversed: ['bad', IconBan],
  },
  batch: {
    collecting: ['wait', IconLoader2],
    booked: ['good', IconCircleCheck],
  },
  payout_file: {
    ready: ['wait', IconHourglass],
    sent: ['good', IconCircleCheck],
    refused: ['bad', IconCircleX],
  },
  approval: {
    pending: ['wait', IconHourglass],
    approved: ['wait', IconCircleCheck],
    done: ['good', IconCircleCheck],
    failed: ['bad', IconAlertTriangle],
    rejected: ['bad', IconCircleX],
    withdrawn: ['still', IconBan],
    expired: ['still', IconClock],
  },
  bank: {
    never: ['still', IconPlayerPause],
    active: ['good', IconCircleCheck],
    inactive: ['still', IconBan],
  },
  key: {
    newest: ['good', IconCircleCheck],
    ending: ['unsure', IconHourglass],
    ended: ['still', IconBan],
  },
  merchant: {
    active: ['good', IconCircleCheck],
    suspended: ['bad', IconBan],
  },
  member: {
    active: ['good', IconCircleCheck],
    disabled: ['still', IconBan],
  },
  payout: {
    ready: ['wait', IconHourglass],
    sent: ['wait', IconLoader2],
    paid: ['good', IconCircleCheck],
    refused: ['bad', IconCircleX],
    returned: ['bad', IconAlertTriangle],
  },
  day: {
    missing: ['bad', IconAlertTriangle],
    loaded: ['wait', IconLoader2],
    matched: ['wait', IconHourglass],
    judged: ['unsure', IconLockOpen],
    closed: ['good', IconLock],
    none: ['still', IconPlayerPause],
  },
  exception: {
    open: ['unsure', IconAlertTriangle],
    resolved: ['good', IconCircleCheck],
  },
  signature: {
    right: ['good', IconCircleCheck],
    wrong: ['bad', IconCircleX],
    unknown: ['still', IconHelpCircle],
  },
};

/** A state that this page does not know yet is still shown, as a quiet word. */
export function toneOf(kind: StateKind, state: string): readonly [Tone, TablerIcon] {
  const table: Readonly<Record<string, readonly [Tone, TablerIcon]>> = TONES[kind];
  return table[state] ?? ['still', IconHelpCircle];
}
