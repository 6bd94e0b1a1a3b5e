// Bugs in the flows of a payment: what is asked of the bank, when, how often, and what is made of the answer.
import type { Sabotage } from '../types.ts';

const CREATE = 'payments/create.ts';
const LEARN = 'payments/learn.ts';
const UNCLEAR = 'payments/unclear.ts';
const SETTLE = 'payments/settle-unclear.ts';

const RETRY = `return outcome.kind === 'not_sent' && !isOverdue() ? await pay() : outcome;`;

export const PAYMENT_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'reference-not-kept',
    title: 'The reference at the bank is not the stored one',
    says: 'A fresh reference is made for the bank and kept nowhere: nobody can ever ask about it.',
    patches: [
      {
        file: CREATE,
        find: 'reference: referenceOf(payment.paymentId),',
        replace: 'reference: referenceOf(ctx.random.id()),',
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'new-reference-on-retry',
    title: 'A retry has a reference of its own',
    says: 'After an unclear answer the bank is asked once more under a new reference: a second debit.',
    patches: [
      {
        file: CREATE,
        find: RETRY,
        replace: `return outcome.kind === 'unclear' || outcome.kind === 'not_sent'
    ? await bank.pay(connection, {
        ...payInput(ctx, connection.clientId, payment, input, usable.access),
        reference: referenceOf(ctx.random.id()),
      })
    : outcome;`,
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'takeover-runs-anew',
    title: 'A call whose process died is run anew',
    says: 'Who takes a dead call over asks for the money again instead of asking what became of it.',
    patches: [
      { file: CREATE, find: 'if (resumed) return await resume(ctx, call, begun);', replace: '' },
    ],
    catches: ['M14', 'M8'],
    drive: 'death after sending',
    budgetSeconds: 90,
  },
  {
    id: 'retried-then-taken-for-a-no',
    title: 'Retries after 504 and takes "already processed" for a no',
    says: 'The second call finds the first one done (409ss01), and the payment is called FAILED.',
    patches: [
      {
        file: CREATE,
        find: RETRY,
        replace: `return outcome.kind === 'unclear' || outcome.kind === 'not_sent' ? await pay() : outcome;`,
      },
      {
        file: 'banks/snap/classify.ts',
        find: `'409-01': INQUIRE,`,
        replace: `'409-01': 'declined',`,
      },
    ],
    catches: ['S9'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'network-inside-the-retry',
    title: 'A lost commit is retried with the bank call inside',
    says: 'When the finish cannot be written the whole step runs again, and the bank is asked again.',
    patches: [
      {
        file: CREATE,
        find: 'return await learnAndReply(ctx, call, payment, lesson, (view) => wordCreated(call, view));',
        replace: `return await learnAndReply(ctx, call, payment, lesson, (view) => wordCreated(call, view)).catch(
      async (error: unknown) => {
        const anew = { ...payment, paymentId: ctx.random.id() };
        await askBank(ctx, call, connection, input, anew, begun);
        throw error;
      },
    );`,
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'lost commit',
    budgetSeconds: 90,
  },
  {
    id: 'amount-truncated',
    title: 'The amount asked of the bank is rounded',
    says: 'An amount that went through a float loses its last digits on its way to the bank.',
    patches: [
      {
        file: CREATE,
        find: 'amount: payment.amount,\n    access,',
        replace: 'amount: BigInt(Math.round(Number(payment.amount) / 1000)) * 1000n,\n    access,',
      },
    ],
    catches: ['M10', 'M14'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'given-up-as-failed',
    title: 'An unclear payment fails when it was asked about often enough',
    says: 'A bank that is silent for long makes the payment FAILED although it has debited.',
    patches: [
      {
        file: UNCLEAR,
        find: `    case 'unclear':
      return postpone(payment, now, payment.notFoundAt);`,
        replace: `    case 'unclear':
      if (payment.inquiries >= 3) return declined('bank_refused', '', outcome.evidence);
      return postpone(payment, now, payment.notFoundAt);`,
      },
    ],
    catches: ['S9'],
    drive: 'silent book',
    budgetSeconds: 90,
  },
  {
    id: 'first-not-found-is-final',
    title: 'The first "not found" is final',
    says: 'A book that misses the payment once is believed, although it has been debited.',
    patches: [
      {
        file: UNCLEAR,
        find: `  if (payment.notFoundAt === null) {
    return { ...postpone(payment, now, now), dueAt: now + ABSENCE_MS };
  }
  if (now < payment.notFoundAt + ABSENCE_MS) {`,
        replace: '  if (payment.notFoundAt !== null && now < payment.notFoundAt + ABSENCE_MS) {',
      },
    ],
    catches: ['S9'],
    drive: 'forgetful book',
    budgetSeconds: 90,
  },
  {
    id: 'not-found-too-early',
    title: '"Not found" is believed before the bank must be done',
    says: 'The bank is still at work on the call; the payment is FAILED, and the debit comes after.',
    patches: [
      {
        file: UNCLEAR,
        find: `  const certainFrom = payment.askedAt + rules.maxProcessingMs;
  if (now <= certainFrom) {`,
        replace: `  const certainFrom = payment.askedAt;
  if (now <= certainFrom) {`,
      },
    ],
    catches: ['S9'],
    drive: 'slow debit',
    budgetSeconds: 90,
  },
  {
    id: 'expired-without-asking',
    title: 'An OTP window is closed without a look at the book',
    says: 'The payment is EXPIRED on our own clock, whatever the bank has done meanwhile.',
    patches: [
      {
        file: SETTLE,
        find: `  const readAt = ctx.clock.now();
  const outcome = await inquire(merchant, bank, payment);
  const decision = decideOtpWindow(payment, outcome, readAt, rulesOf(bank));
  await apply(ctx, merchant, payment, decision);`,
        replace: `  await learn(ctx, merchant, payment, {
    event: 'otp_window_closed',
    actor: 'clock',
    evidence: null,
    change: { reason: 'otp_expired' },
    exactly: true,
  });`,
      },
    ],
    catches: ['S8'],
    drive: 'expired codes',
    budgetSeconds: 90,
  },
  {
    id: 'callback-overrides-final',
    title: 'A late callback turns FAILED into SUCCESS',
    says: 'A final state is left again: the merchant was told FAILED and is told SUCCESS.',
    patches: [
      {
        file: 'payments/payment.ts',
        find: '  failed: {},\n',
        replace: `  failed: { bank_paid: 'succeeded' },\n`,
      },
      {
        file: 'payments/payment.ts',
        find: 'return Object.keys(PAYMENT_MACHINE[state]).length === 0;',
        replace: `return ['succeeded', 'failed', 'expired'].includes(state);`,
      },
    ],
    catches: ['I6', 'N2', 'S3'],
    drive: 'late debit',
    budgetSeconds: 90,
  },
  {
    id: 'late-money-ignored',
    title: 'Money that comes after a final no is ignored',
    says: 'The bank debits after we said FAILED; nobody books it and nobody gives it back.',
    patches: [
      {
        file: LEARN,
        find: `if (lesson.event === 'bank_paid') await takeLate(ctx, from, lesson);`,
        replace: '',
      },
    ],
    catches: ['M14', 'M9'],
    drive: 'late debit',
    budgetSeconds: 90,
  },
  {
    id: 'inquired-success-not-booked',
    title: 'A success learnt by inquiry is not booked',
    says: 'The journal is written for answers of the call alone; a payment found paid has none.',
    patches: [
      {
        file: LEARN,
        find: `to.state === 'succeeded' ? paymentSucceeded`,
        replace: `to.state === 'succeeded' && lesson.actor === 'bank' ? paymentSucceeded`,
      },
    ],
    catches: ['M10'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'evidence-not-kept',
    title: 'The evidence of a move is not kept',
    says: 'A payment ends and nobody can say on whose word.',
    patches: [
      {
        file: LEARN,
        find: 'evidence: lesson.evidence === null ? null : JSON.stringify(lesson.evidence),',
        replace: 'evidence: null,',
      },
    ],
    catches: ['S8'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'version-not-compared',
    title: 'A move does not compare the version',
    says: 'Of two who learn something at once both move the payment, the second from what it read before.',
    sql: [
      {
        file: 'payments/move.sql',
        find: 'where p.merchant_id = i.merchant_id and p.payment_id = i.payment_id and p.version = i.version;',
        replace: 'where p.merchant_id = i.merchant_id and p.payment_id = i.payment_id;',
      },
    ],
    catches: ['N3', 'N5', 'S4'],
    drive: 'callbacks',
    budgetSeconds: 90,
  },
  {
    id: 'event-not-written',
    title: 'What an inquiry teaches leaves no event',
    says: 'The state moves and the version with it, and the history has a hole.',
    sql: [
      {
        file: 'payments/move.sql',
        find: 'and p.last_move = i.move_id and p.version = i.version + 1',
        replace: `and p.last_move = i.move_id and p.version = i.version + 1 and i.actor <> 'inquiry'`,
      },
    ],
    catches: ['S4'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'callback-books-twice',
    title: 'A repeated callback books the payment twice',
    says: 'SUCCESS accepts another "paid", and nothing keeps a payment from having two journals.',
    patches: [
      {
        file: 'payments/payment.ts',
        find: '  succeeded: {},\n',
        replace: `  succeeded: { bank_paid: 'succeeded' },\n`,
      },
      {
        file: 'payments/payment.ts',
        find: 'return Object.keys(PAYMENT_MACHINE[state]).length === 0;',
        replace: `return ['succeeded', 'failed', 'expired'].includes(state);`,
      },
    ],
    statements:
      'alter table ledger_journals drop constraint ledger_journals_merchant_id_template_subject_id_key;',
    catches: ['M10', 'M14', 'N3', 'S2', 'S5'],
    drive: 'callbacks',
    budgetSeconds: 90,
  },
  {
    id: 'due-row-dropped',
    title: 'The worker leaves the first due payment out',
    says: 'A payment that is unclear is found again and again and never looked at.',
    sql: [
      {
        file: 'payments/lease.sql',
        find: 'for n in 1 .. cardinality(payment_ids) loop',
        replace: 'for n in 2 .. cardinality(payment_ids) loop',
      },
    ],
    catches: ['M14', 'S7', 'rest'],
    drive: 'unclear answers',
    budgetSeconds: 120,
  },
  {
    id: 'invoice-taken-twice',
    title: 'An invoice number is not unique',
    says: 'Two payments with one invoice number both take the money.',
    statements: 'drop index payments_invoice;',
    catches: ['I10'],
    drive: 'strangers',
    budgetSeconds: 90,
  },
  {
    id: 'unclear-told-as-failed',
    title: 'An unclear payment is told as FAILED',
    says: 'The merchant hears FAILED and gives the goods back; then the payment succeeds.',
    patches: [
      {
        file: 'api/doku/states.ts',
        find: `  unclear: 'PENDING',
  succeeded: 'SUCCESS',
  failed: 'FAILED',
  expired: 'EXPIRED',`,
        replace: `  unclear: 'FAILED',
  succeeded: 'SUCCESS',
  failed: 'FAILED',
  expired: 'EXPIRED',`,
      },
    ],
    catches: ['I6'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
];
