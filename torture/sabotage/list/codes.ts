// Bugs around the OTP: how tries are counted, how long a code is good, and where it must never rest.
import type { Sabotage } from '../types.ts';

const BEGIN_OTP = 'payments/begin-otp.sql';
const VALIDATE = 'payments/validate-otp.ts';

const COUNT = `array_agg((p.otp_tries + (i.step = 'validate')::int)::smallint),`;

export const CODE_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'try-counted-after-sending',
    title: 'An OTP try is counted after it was sent',
    says: 'A crash between the two gives a free guess.',
    patches: [
      {
        file: VALIDATE,
        find: `? { ...base, event: outcome.kind, change: {} }`,
        replace: `? { ...base, event: outcome.kind, change: { otpTries: payment.otpTries + 1 } }`,
      },
    ],
    sql: [
      {
        file: BEGIN_OTP,
        find: COUNT,
        replace: 'array_agg(p.otp_tries),',
      },
    ],
    catches: ['O1'],
    drive: 'death while validating',
    budgetSeconds: 90,
  },
  {
    id: 'tries-not-counted',
    title: 'OTP tries are not counted',
    says: 'Nobody but the bank limits how often an OTP may be guessed.',
    sql: [
      {
        file: BEGIN_OTP,
        find: COUNT,
        replace: 'array_agg(p.otp_tries),',
      },
    ],
    catches: ['O1'],
    drive: 'codes',
    budgetSeconds: 90,
  },
  {
    id: 'unknown-try-given-back',
    title: 'A try whose answer was lost is given back',
    says: 'What became of the try is not known, and it counts as never made.',
    patches: [
      {
        file: VALIDATE,
        find: `if (outcome.kind === 'not_sent') return await neverSent(ctx, call, begun, payment, outcome);`,
        replace: `if (outcome.kind === 'not_sent' || outcome.kind === 'unclear')
      return await neverSent(ctx, call, begun, payment, { ...outcome, kind: 'not_sent' });`,
      },
    ],
    catches: ['S9'],
    drive: 'codes',
    budgetSeconds: 90,
  },
  {
    id: 'expired-code-carried',
    title: 'An OTP is carried to the bank after its time',
    says: 'The merchant gave the code one minute; it completes the payment after two.',
    sql: [
      {
        file: BEGIN_OTP,
        find: `            when 'validate' then at < p.otp_expires_at
            else p.otp_resends`,
        replace: `            when 'validate' then true
            else p.otp_resends`,
      },
    ],
    catches: ['O3'],
    drive: 'expired codes',
    budgetSeconds: 90,
  },
  {
    id: 'wrong-code-ends-the-payment',
    title: 'A wrong OTP is taken for a decline',
    says: 'The bank says "wrong, try again"; the payment is called FAILED.',
    patches: [
      {
        file: 'banks/snap/classify.ts',
        find: `'404-15': 'otp_wrong',`,
        replace: `'404-15': 'declined',`,
      },
    ],
    catches: ['S9'],
    drive: 'codes',
    budgetSeconds: 90,
  },
  {
    id: 'code-in-a-log',
    title: 'An OTP is written to a log',
    says: 'Whoever reads the log can pay.',
    patches: [
      {
        file: VALIDATE,
        find: 'const outcome = await askBank(ctx, connection, input, payment, begun);',
        replace: `ctx.log.warn('an OTP is carried', { reason: input.otp });
    const outcome = await askBank(ctx, connection, input, payment, begun);`,
      },
    ],
    catches: ['O5'],
    drive: 'codes',
    budgetSeconds: 90,
  },
  {
    id: 'code-in-the-evidence',
    title: 'An OTP rests in the database',
    says: 'The evidence of a payment quotes the code that paid it.',
    patches: [
      {
        file: 'banks/snap/payment.ts',
        find: `return { kind: 'paid', bankPaymentId, evidence: noted(reply, bankPaymentId) };`,
        replace: `return { kind: 'paid', bankPaymentId, evidence: { ...reply.evidence, otp: input.otp } };`,
      },
    ],
    catches: ['O5'],
    drive: 'codes',
    budgetSeconds: 90,
  },
];
