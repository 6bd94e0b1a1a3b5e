// Bugs in the ledger, in the outbox and in what must stay secret.
import type { Sabotage } from '../types.ts';

const POST = 'ledger/post.sql';
const DELIVER = 'notifications/deliver.ts';
const DOOR = 'notifications/door.ts';

export const BOOK_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'balance-not-updated',
    title: 'Balances are not updated',
    says: 'Only the first transfer of an account reaches its balance.',
    sql: [
      {
        file: POST,
        find: `on conflict (merchant_id, account) do update
    set debits = a.debits + excluded.debits, credits = a.credits + excluded.credits;`,
        replace: 'on conflict (merchant_id, account) do nothing;',
      },
    ],
    catches: ['M3'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'one-leg',
    title: 'A journal has one leg',
    says: 'The debit reaches its account, the credit does not.',
    sql: [
      {
        file: POST,
        find: 'select merchant_ids[l.journal], l.credit, 0, l.amount',
        replace: 'select merchant_ids[l.journal], l.credit, 0, 0',
      },
    ],
    catches: ['M2', 'M3'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'journal-off-by-one',
    title: 'A journal is one rupiah off',
    says: 'What is booked is not what the bank took.',
    patches: [
      {
        file: 'ledger/postings.ts',
        find: 'return [{ debit: bankReceivable(bank), credit: MERCHANT_PAYABLE, amount }];',
        replace:
          'return [{ debit: bankReceivable(bank), credit: MERCHANT_PAYABLE, amount: amount - 1n }];',
      },
    ],
    catches: ['M10'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'entry-changed-in-place',
    title: 'A refund changes the entry of its payment',
    says: 'Beside its own journal it takes its amount from the transfer that is already written.',
    sql: [
      {
        file: POST,
        find: '  insert into ledger_accounts as a',
        replace: `  update ledger_transfers t set amount = t.amount - 1
    from ledger_journals j
   where t.merchant_id = j.merchant_id and t.journal_no = j.journal_no and j.template = 'paymentSucceeded'
     and t.amount > 1 and 'refundSucceeded' = any (templates) and j.merchant_id = any (merchant_ids);

  insert into ledger_accounts as a`,
      },
    ],
    catches: ['M10', 'M3', 'M4'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'chain-not-linked',
    title: 'A journal does not carry the link before it',
    says: 'Journals can be taken out or put in another order, and nobody sees it.',
    sql: [
      {
        file: POST,
        find: 'last_hash := sha256(last_hash || convert_to(',
        replace: 'last_hash := sha256(convert_to(',
      },
    ],
    catches: ['M4'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'outbox-after-the-commit',
    title: 'A notification is enqueued after the commit',
    says: 'A crash between the two, and the merchant is never told.',
    patches: [
      {
        file: 'payments/store.ts',
        find: '  (i) => i.notification?.id ?? null,',
        replace: '  () => null,',
      },
      {
        file: 'payments/store.ts',
        find: 'return rows.map((row, n) => {',
        replace: `for (const [n, { from, to, notification: news }] of items.entries()) {
        if (news === null || rows[n]?.applied !== true) continue;
        await db.rows({
          name: 'notifications-enqueue-after',
          text: \`select enqueue_notifications($1, $2, array[$1]::uuid[], array[$3]::uuid[], array[$4]::uuid[],
                   array[$5]::text[], array[$6]::text[], array[$7]::int[], array[$8]::text[], array[$9]::bytea[])\`,
          values: [
            from.merchantId,
            instant(clock.now()),
            news.id,
            from.paymentId,
            from.bank,
            news.type,
            to.notified,
            news.url,
            news.sealedBody,
          ],
        });
      }
      return rows.map((row, n) => {`,
      },
    ],
    catches: ['N1', 'N9'],
    drive: 'death after commit',
    budgetSeconds: 90,
  },
  {
    id: 'loser-notifies',
    title: 'A move that lost its race notifies all the same',
    says: 'The merchant is told of a state that was never committed by whoever tells it.',
    sql: [
      {
        file: 'payments/finish.sql',
        find: 'where i.won and i.notification_id is not null',
        replace: 'where i.notification_id is not null',
      },
    ],
    catches: ['N3', 'N5'],
    drive: 'callbacks',
    budgetSeconds: 90,
  },
  {
    id: 'acknowledged-before-sending',
    title: 'A notification counts as delivered before it is sent',
    says: 'A receiver that is away for a moment never hears of the payment.',
    patches: [
      {
        file: DELIVER,
        find: 'const { heard, schedule } = await tell(ctx, door, leased);',
        replace: `await ctx.db.rows({
    name: 'notifications-done',
    text: \`update notifications n set state = 'delivered', due_at = null, lease_until = null, done_at = now()
            where n.merchant_id = $1 and n.notification_id = $2\`,
    values: [merchantId, notificationId],
  });
  const { heard, schedule } = await tell(ctx, door, leased);`,
      },
    ],
    catches: ['N7'],
    drive: 'failing receiver',
    budgetSeconds: 90,
  },
  {
    id: 'any-answer-is-delivered',
    title: 'Any answer counts as delivered',
    says: 'A receiver that answers 500 is never told again.',
    patches: [
      {
        file: 'notifications/notification.ts',
        find: 'return status !== null && status >= 200 && status < 300;',
        replace: 'return status !== null && status >= 200 && status < 600;',
      },
    ],
    catches: ['N7'],
    drive: 'failing receiver',
    budgetSeconds: 90,
  },
  {
    id: 'redirect-followed',
    title: 'A redirect is followed',
    says: 'Whoever controls the receiver sends our signed news wherever it likes.',
    patches: [
      {
        file: DOOR,
        find: `import { Agent, buildConnector } from 'undici';`,
        replace: `import { Agent, buildConnector, interceptors } from 'undici';`,
      },
      {
        file: DOOR,
        find: '  agent.dispatch(\n',
        replace: '  agent.compose(interceptors.redirect({ maxRedirections: 3 })).dispatch(\n',
      },
    ],
    catches: ['N7'],
    drive: 'failing receiver',
    budgetSeconds: 90,
  },
  {
    id: 'new-id-per-attempt',
    title: 'Every attempt of a notification has an id of its own',
    says: 'The receiver cannot tell a repeat from news.',
    patches: [
      {
        file: DELIVER,
        find: '    clientId: merchant.clientId,\n    notificationId,',
        replace: '    clientId: merchant.clientId,\n    notificationId: ctx.random.id(),',
      },
    ],
    catches: ['N3'],
    drive: 'failing receiver',
    budgetSeconds: 90,
  },
  {
    id: 'signed-over-another-text',
    title: 'A notification is signed over JSON that was written anew',
    says: 'The receiver checks the bytes it got, and the signature does not fit them.',
    patches: [
      {
        file: 'notifications/sign.ts',
        find: '    target: new URL(attempt.url).pathname,\n    body,',
        replace:
          '    target: new URL(attempt.url).pathname,\n    body: Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1)),',
      },
    ],
    catches: ['N4'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'timestamp-reused',
    title: 'A repeated notification has the timestamp of the first',
    says: 'A receiver that refuses old messages refuses every repeat.',
    patches: [
      {
        file: DELIVER,
        find: '    wall: ctx.clock.wall(),\n  });',
        replace: '    wall: leased.createdAt,\n  });',
      },
    ],
    catches: ['N3'],
    drive: 'failing receiver',
    budgetSeconds: 90,
  },
  {
    id: 'another-amount-is-told',
    title: 'A notification names another amount',
    says: 'What the merchant is told is not what was paid.',
    patches: [
      {
        file: 'api/doku/notification.ts',
        find: 'amount: amountWord(news.merchant)(news.amount),',
        replace: 'amount: amountWord(news.merchant)((news.amount / 1000n) * 1000n),',
      },
    ],
    catches: ['I9', 'M10'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'refund-not-told',
    title: 'A refund that is found out later is not told',
    says: 'The merchant heard PENDING and never hears how it ended.',
    patches: [
      {
        file: 'refunds/learn.ts',
        find: `lesson.event === 'not_sent' ? null : news(ctx, merchant, view);`,
        replace: `lesson.event === 'not_sent' || lesson.actor !== 'bank' ? null : news(ctx, merchant, view);`,
      },
    ],
    catches: ['N1'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
  {
    id: 'person-in-a-log',
    title: 'A log names a person',
    says: 'The customer’s e-mail address is written where no seal protects it.',
    patches: [
      {
        file: 'payments/create.ts',
        find: 'const lesson = lessonOf(ctx, input, outcome);',
        replace: `ctx.log.warn('a bank answered', { reason: input.details.customer.email ?? '' });
    const lesson = lessonOf(ctx, input, outcome);`,
      },
    ],
    catches: ['X2'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'person-in-the-evidence',
    title: 'A person rests in the database in the clear',
    says: 'The evidence of a payment quotes the customer’s e-mail address.',
    patches: [
      {
        file: 'payments/create.ts',
        find: `  const base = { actor: 'bank', evidence: outcome.evidence } as const;`,
        replace: `  const note = input.details.customer.email ?? null;
  const base = { actor: 'bank', evidence: { ...outcome.evidence, note } } as const;`,
      },
    ],
    catches: ['X2'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'failed-refund-stays-in-transit',
    title: 'A failed refund stays in transit',
    says: 'What the bank refused to give back is nobody’s, and the merchant is owed too little.',
    sql: [
      {
        file: 'refunds/finish.sql',
        find: `when 'refundFailed' then r.state = 'failed'`,
        replace: `when 'refundFailed' then false`,
      },
    ],
    catches: ['M13'],
    drive: 'refunds',
    budgetSeconds: 90,
  },
];
