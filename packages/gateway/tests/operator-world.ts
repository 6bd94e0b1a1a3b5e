// People for tests of the Back Office: a real database, persons with roles, and true time that stands until the test moves it.
import type { Context } from '../src/context.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import type { AuditNote } from '../src/operators/audit.ts';
import { authenticate, type Authenticated } from '../src/operators/authenticate.ts';
import { Barred } from '../src/operators/barred.ts';
import { OF_GATEWAY } from '../src/operators/doors.ts';
import { enrolFactor, offerFactor } from '../src/operators/factor.ts';
import { hashPassword } from '../src/operators/password.ts';
import type { Role } from '../src/operators/roles.ts';
import { signIn, type Entered } from '../src/operators/sign-in.ts';
import { insertPerson } from '../src/operators/store-people.ts';
import { addRole } from '../src/operators/store-team.ts';
import { generateSync } from 'otplib';
import { flowContext, type FlowContext } from './flow-context.ts';

export const PASSWORD = 'correct horse battery';
export const HERE = { address: '192.0.2.1', agent: 'Test' };
const STEP_MS = 30_000;

export interface OperatorWorld {
  flow: FlowContext;
  ctx: Context;
  merchant: Merchant;
  /** Moves true time on; business time with it. */
  pass(ms: number): void;
  /** A new person with a role at the merchant, or at the gateway. */
  person(role: Role, at?: 'merchant' | 'gateway'): Promise<{ operatorId: string; email: string }>;
  /** Signs in from an address. */
  enter(email: string, password?: string, address?: string): Promise<Entered>;
  /** Who the cookie says it is. */
  who(cookie: string): Promise<Authenticated | null>;
  /** Enrols a second factor, and answers its secret and its recovery codes. */
  enrol(one: { operatorId: string; email: string }): Promise<{ secret: string; codes: string[] }>;
  /** The code of now, or some steps later. */
  code(secret: string, later?: number): string;
  close(): Promise<void>;
}

/** Opens one; `production` as in production, where everybody needs a second factor. */
export async function operatorWorld(
  mode: 'sandbox' | 'production' = 'sandbox',
): Promise<OperatorWorld> {
  const flow = await flowContext();
  let ahead = 0;
  const began = midStep(Date.now());
  const wall = () => began + ahead;
  const clock = { ...flow.ctx.clock, wall };
  const ctx: Context = { ...flow.ctx, clock, sandbox: mode === 'sandbox' };
  const merchant = await flow.merchant();
  const passwordHash = await hashPassword(ctx.random, PASSWORD);
  let made = 0;
  return {
    flow,
    ctx,
    merchant,
    pass(ms) {
      ahead += ms;
      flow.advance(ms);
    },
    async person(role, at = 'merchant') {
      const operatorId = ctx.random.id();
      const email = `${role}${(made += 1)}@shop.example`;
      const lane = at === 'gateway' ? OF_GATEWAY : merchant.merchantId;
      await ctx.db.transaction(async (tx) => {
        const person = { operatorId, email, name: role, passwordHash, locale: 'en' } as const;
        await insertPerson(tx, { ...person, at: ctx.clock.now() });
        await addRole(tx, lane, operatorId, role, ctx.clock.now());
      });
      return { operatorId, email };
    },
    enter: (email, password = PASSWORD, address = HERE.address) =>
      signIn(ctx, { email, password, formerCookie: null }, { ...HERE, address }),
    who: (cookie) => authenticate(ctx, cookie, HERE.address),
    async enrol(one) {
      const { secret } = await offerFactor(ctx, one);
      const code = generateSync({ secret, epoch: Math.floor(wall() / 1000) });
      const { codes } = await enrolFactor(
        ctx,
        one.operatorId,
        code,
        HERE.address,
        async () => null,
      );
      return { secret, codes };
    },
    code: (secret, later = 0) =>
      generateSync({ secret, epoch: Math.floor((wall() + later * STEP_MS) / 1000) }),
    close: () => flow.close(),
  };
}

/** The middle of a code's time, so that a code is of the same step however long a test takes. */
export function midStep(ms: number): number {
  return (Math.floor(ms / STEP_MS) + 0.5) * STEP_MS;
}

/** Why something was not done; an error of another kind flies on. */
export async function barredBy(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Barred) return error.code;
    throw error;
  }
  return 'done';
}

/** A note for the audit of an act that a test does. */
export function noteOf(act: string, merchantId: string | null = null): AuditNote {
  return {
    merchantId,
    operatorId: null,
    by: 'backoffice',
    role: null,
    address: HERE.address,
    act,
    subject: 'test',
    reason: null,
    before: null,
    after: null,
  };
}
