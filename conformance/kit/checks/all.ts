// Every check, in the order in which they run: what needs nothing first, what needs most last.
import type { Group } from '../check.ts';
import { amounts } from './amounts.ts';
import { bodies } from './bodies.ts';
import { headers } from './headers.ts';
import { idempotency } from './idempotency.ts';
import { notifications } from './notifications.ts';
import { otp, resends } from './otp.ts';
import { outcomes } from './outcomes.ts';
import { payments } from './payments.ts';
import { refunds } from './refunds.ts';
import { registration } from './registration.ts';
import { signatures } from './signatures.ts';
import { status } from './status.ts';
import { deletion, tokens } from './tokens.ts';

export const GROUPS: readonly Group[] = [
  signatures,
  headers,
  bodies,
  registration,
  tokens,
  payments,
  amounts,
  otp,
  resends,
  refunds,
  status,
  deletion,
  idempotency,
  notifications,
  outcomes,
];
