// Bugs at the door to merchants: who is asking, whether it has been asked before, and what was answered then.
import type { Sabotage } from '../types.ts';

const ENDPOINT = 'api/doku/endpoint.ts';
const ONCE = 'requests/once.ts';
const STORE = 'payments/store.ts';
const BEGIN = 'payments/begin.sql';

const FINISH_CALL = `          ...pivot(items, [...MOVE_COLUMNS, ...CONSEQUENCE_COLUMNS]),
        ],
      });`;

export const REQUEST_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'request-id-per-path',
    title: 'A Request-Id is only unique per path',
    says: 'The same Request-Id on another endpoint runs instead of being refused.',
    patches: [
      {
        file: ENDPOINT,
        find: 'requestId: asked.requestId,',
        replace: 'requestId: `${asked.requestId} ${path}`,',
      },
    ],
    catches: ['I3', 'I7'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'replay-from-today',
    title: 'A replay is worded from where things stand now',
    says: 'The repeat of a call gets another body than its first answer.',
    patches: [
      {
        file: ONCE,
        find: `if (row.outcome === 'replay') return replay(doors, call, row);`,
        replace: `if (row.outcome === 'replay') return await run(row, true);`,
      },
      {
        file: ONCE,
        find: 'return (isFirst ? null : await keptReply(doors, call)) ?? { ...answer, replayed: false };',
        replace: 'return { ...answer, replayed: !isFirst };',
      },
    ],
    catches: ['I2'],
    drive: 'codes',
    budgetSeconds: 90,
  },
  {
    id: 'body-not-compared',
    title: 'The body of a repeat is not compared',
    says: 'A changed request under a used Request-Id is answered as if it were the first.',
    patches: [
      {
        file: ENDPOINT,
        find: `bodyHash: hash('sha256', asked.body, 'buffer'),`,
        replace: `bodyHash: hash('sha256', '', 'buffer'),`,
      },
    ],
    catches: ['I3', 'I7', 'I8', 'I9', 'M10'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'claim-not-exclusive',
    title: 'Two calls with one Request-Id both run',
    says: 'A repeat that comes while the first runs is begun as well: two debits.',
    patches: [
      {
        file: ONCE,
        find: `if (row.outcome !== 'running' && !lives) {`,
        replace: `if (row.outcome !== 'nobody') {`,
      },
      {
        file: 'payments/create.ts',
        find: 'if (resumed) return await resume(ctx, call, begun);',
        replace: '',
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'twins',
    budgetSeconds: 90,
  },
  {
    id: 'acknowledged-before-durable',
    title: 'An answer leaves before its commit is on the disk',
    says: 'synchronous_commit is off: what was acknowledged is gone after a power cut.',
    patches: [
      {
        file: 'base/db.ts',
        find: `const SESSION = '-c timezone=UTC';`,
        replace: `const SESSION = '-c timezone=UTC -c synchronous_commit=off';`,
      },
    ],
    catches: ['I7', 'T4'],
    drive: 'power cut',
    budgetSeconds: 120,
  },
  {
    id: 'answer-before-commit',
    title: 'The answer does not wait for its commit',
    says: 'The merchant hears SUCCESS while the commit is under way; a crash takes it back.',
    patches: [
      {
        file: STORE,
        find: 'const rows = await db.rows<{ applied: boolean } & Partial<PaymentRow>>({',
        replace: `const rows = items.map(() => ({ applied: true }));
      void db.rows<{ applied: boolean } & Partial<PaymentRow>>({`,
      },
    ],
    catches: ['I6'],
    drive: 'death before commit',
    budgetSeconds: 90,
  },
  {
    id: 'lost-commit-is-success',
    title: 'A database that is away counts as a commit',
    says: 'The connection breaks during the finish, and the merchant hears SUCCESS all the same.',
    patches: [
      {
        file: STORE,
        find: FINISH_CALL,
        replace: FINISH_CALL.replace(/;$/, '.catch(() => items.map(() => ({ applied: true })));'),
      },
    ],
    catches: ['I6'],
    drive: 'lost commit',
    budgetSeconds: 90,
  },
  {
    id: 'cancelled-commit-is-success',
    title: 'A cancelled statement counts as a commit',
    says: 'The server gives the finish up (57014), and the merchant hears SUCCESS all the same.',
    patches: [
      {
        file: STORE,
        find: FINISH_CALL,
        replace: FINISH_CALL.replace(
          /;$/,
          `.catch((error: { code?: string }) => {
        if (error.code !== '57014') throw error;
        return items.map(() => ({ applied: true }));
      });`,
        ),
      },
    ],
    catches: ['I6'],
    drive: 'cancelled commit',
    budgetSeconds: 90,
  },
  {
    id: 'unsigned-request-runs',
    title: 'A request with a wrong signature runs',
    says: 'Whoever knows a Client-Id can pay in its name.',
    patches: [
      {
        file: 'api/doku/caller.ts',
        find: `if (used === null) throw new Refusal('signature_wrong');`,
        replace: `used ??= validKeys(merchant, edge.ctx.clock.now())[0]?.key ?? null;
  if (used === null) throw new Refusal('signature_wrong');`,
      },
    ],
    catches: ['X1'],
    drive: 'strangers',
    budgetSeconds: 90,
  },
  {
    id: 'answer-signed-over-another-text',
    title: 'An answer is signed over another text than is sent',
    says: 'JSON is written twice, once for the signature: the merchant cannot verify it.',
    patches: [
      {
        file: 'api/doku/answer.ts',
        find: 'const parts = { clientId, requestId, timestamp, target, body: said.body };',
        replace: `const written = Buffer.from(JSON.stringify(JSON.parse(said.body.toString()), null, 1));
    const parts = { clientId, requestId, timestamp, target, body: written };`,
      },
    ],
    catches: ['I2'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
  {
    id: 'status-of-any-merchant',
    title: "A status is found by another merchant's invoice number",
    says: 'A merchant that guesses an invoice number reads a stranger’s payment.',
    patches: [
      {
        file: STORE,
        find: `           (select 2, p.* from payments p
             where p.merchant_id = $1 and p.invoice_number = $2`,
        replace: `           (select 2, p.* from payments p
             where $1::uuid is not null and p.invoice_number = $2`,
      },
    ],
    catches: ['T1'],
    drive: 'strangers',
    budgetSeconds: 90,
  },
  {
    id: 'customer-not-compared',
    title: "Another customer's token pays",
    says: 'A token is taken for whichever customer the request names.',
    sql: [
      {
        file: BEGIN,
        find: `     and t.bank = i.bank and t.customer_key = i.customer_key
   where i.outcome = 'begun'`,
        replace: `     and t.bank = i.bank
   where i.outcome = 'begun'`,
      },
      {
        file: BEGIN,
        find: 'and t.bank = i.bank and t.customer_key = i.customer_key and (t.state',
        replace: 'and t.bank = i.bank and (t.state',
      },
    ],
    catches: ['T2'],
    drive: 'strangers',
    budgetSeconds: 90,
  },
  {
    id: 'deleted-token-pays',
    title: 'A token starts payments after its deletion',
    says: 'The merchant was told that the account is unbound, and it is debited again.',
    sql: [
      {
        file: BEGIN,
        find: `t.token_id = i.token_id and t.state = 'active'`,
        replace: `t.token_id = i.token_id and t.state in ('active', 'deleting', 'deleted')`,
      },
      {
        file: BEGIN,
        find: `(t.state = 'active' or p.payment_id is not null)`,
        replace: `t.state in ('active', 'deleting', 'deleted')`,
      },
    ],
    catches: ['S10'],
    drive: 'strangers',
    budgetSeconds: 90,
  },
  {
    id: 'echo-loses-a-field',
    title: 'An answer does not repeat what was asked',
    says: 'The line items of the request are missing in its answer.',
    patches: [
      {
        file: 'api/doku/order.ts',
        find: 'line_items: details.lineItems?.map((item) => itemWords(item, amount)),',
        replace: 'line_items: details.lineItems?.slice(1).map((item) => itemWords(item, amount)),',
      },
    ],
    catches: ['I9'],
    drive: 'plain payments',
    budgetSeconds: 90,
  },
];
