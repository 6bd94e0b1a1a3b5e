// Calls of the merchant's API: valid bodies by the document's schemas, mutated bodies, and both under a right signature.
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest } from '@tarik/wire/doku/signature';
import type { Case } from './case.ts';
import type { Chance } from './chance.ts';
import { disorderHeaders, disorderTarget, METHODS } from './disorder.ts';
import { mutateBody } from './mutate.ts';
import { validValue, type Document, type Known, type Schema } from './schema.ts';
import type { Shelf, Stock } from './stock.ts';
import { BANK, type Merchant, type World } from './world.ts';

export interface Maker {
  world: World;
  chance: Chance;
  document: Document;
  stock: Stock;
  /** Cases whose effect is known, to be sent again as they are or under another body. */
  earlier: Case[];
}

const STATUS = '/orders/v1/status/';

/** The next call of a merchant; about one in a hundred is as it should be. */
export function apiCase(maker: Maker): Case {
  const { chance, document, earlier } = maker;
  if (earlier.length > 0 && chance.is(0.02)) return repeated(maker);
  const paths = Object.keys(document.paths);
  const path = chance.pick(paths);
  const shelf = chance.pick(maker.stock.shelves);
  const merchant = chance.is(0.04) ? outsider(maker, shelf) : shelf.merchant;
  if (path.startsWith(STATUS)) return statusCase(maker, shelf, merchant);
  const schema = document.paths[path]?.['post']?.requestBody?.content['application/json']?.schema;
  if (schema === undefined) throw new Error(`the document has no body for ${path}`);
  const content = contentOf(maker, shelf, path, schema);
  const roll = chance.fraction();
  if (roll < 0.012)
    return signed(merchant, path, Buffer.from(JSON.stringify(content)), 'valid', chance);
  if (roll < 0.75) {
    const { body, says } = mutateBody(chance, content);
    return signed(merchant, path, body, says, chance);
  }
  // What follows must be refused for its headers or its path: a body that would pass the rest makes it matter.
  const body = Buffer.from(JSON.stringify(content));
  const one = signed(merchant, path, body, 'valid', chance);
  if (roll < 0.9) return disorderHeaders(chance, one);
  if (roll < 0.96) {
    const target = disorderTarget(chance, path);
    return {
      ...signed(merchant, target, body, 'another path', chance),
      broken: /[#]/.test(target),
    };
  }
  const method = chance.pick(METHODS.filter((name) => name !== 'POST'));
  return { ...one, method, says: `by ${method}` };
}

function outsider({ world, chance }: Maker, { merchant }: Shelf): Merchant {
  const { three, suspended } = world.merchants;
  return chance.pick([
    three,
    suspended,
    { ...merchant, secret: 'SK-wrong' },
    { ...merchant, clientId: `MCH-${chance.word(8)}` },
  ]);
}

/** A valid body that names things which exist, most of the time those of the caller. */
function contentOf(
  maker: Maker,
  shelf: Shelf,
  path: string,
  schema: Schema,
): Record<string, unknown> {
  const { chance, document } = maker;
  const endpoint = path.slice(BANK.length + 1);
  const bound = chance.pick(chance.is(0.5) ? shelf.free : shelf.asking);
  const spare = shelf.spare.length > 0 && chance.is(0.02) ? shelf.spare[0] : undefined;
  const paid = chance.pick(chance.is(0.8) ? shelf.paid : shelf.waiting);
  const waiting = chance.pick(chance.is(0.8) ? shelf.waiting : shelf.paid);
  const customer = endpoint === 'token' ? `C-${chance.word(10)}` : bound.customerId;
  const known: Record<string, () => unknown> = {
    'customer.id': () => (endpoint === 'token-delete' ? (spare?.customerId ?? 'nobody') : customer),
    'payment.token_id': () => bound.tokenId,
    'debit_card.token_id': () => spare?.tokenId ?? bound.tokenId,
    'order.invoice_number': () =>
      endpoint === 'payment-refund' || chance.is(0.05) ? paid.invoice : `F-${chance.uuid()}`,
    'order.amount': () => chance.whole(1, 100),
    'refund.amount': () => chance.whole(1, 3),
    'payment.original_request_id': () => paid.requestId,
    'payment.token': () => waiting.token ?? 'unknown',
    additional_info: () => ({ message: chance.word(10) }),
    'debit_card.account_mobile_phone': () => `62812${chance.whole(1_000_000, 9_999_999)}`,
    // A line of an order must come to a sum that it can be: left to its own tests.
    'order.line_items': () => [{ name: chance.word(6), price: 1, quantity: chance.whole(1, 9) }],
  };
  const find: Known = (at) => known[at]?.();
  return validValue(chance, document, schema, find) as Record<string, unknown>;
}

function statusCase({ chance }: Maker, shelf: Shelf, merchant: Merchant): Case {
  const paid = chance.pick(shelf.paid);
  const reference = chance.is(0.3)
    ? chance.pick([paid.invoice, paid.requestId])
    : chance.pick([
        chance.word(12),
        encodeURIComponent(chance.pick(['é', '😀', 'a b', "';--", '<b>', '\u0000', '\u202e'])),
        '%',
        '%ff',
        '%00',
        '%ed%a0%80',
        '..',
        '%2e%2e%2f',
        'a'.repeat(128),
        'a'.repeat(129),
        '',
      ]);
  const one = signed(merchant, STATUS + reference, null, 'a reference', chance);
  return chance.is(0.3) ? disorderHeaders(chance, one) : one;
}

function repeated({ chance, earlier }: Maker): Case {
  const one = chance.pick(earlier);
  return { ...one, says: 'sent again' };
}

function nameOf(target: string): string {
  if (target.startsWith(STATUS)) return 'status';
  const [, name = ''] = /^\/[a-z-]+\/v1\/([a-z/-]+)$/.exec(target) ?? [];
  return ENDPOINTS.has(name) ? name : 'another path';
}

const ENDPOINTS: ReadonlySet<string> = new Set([
  'token',
  'tokens',
  'token-delete',
  'return',
  'payment',
  'payment/validate',
  'payment-otp',
  'payment-refund',
]);

/** Signs what is sent, however wrong it is. */
export function signed(
  { clientId, secret }: Merchant,
  target: string,
  body: Buffer | null,
  says: string,
  chance: Chance,
): Case {
  const requestId = chance.uuid();
  const timestamp = formatTimestamp(Date.now());
  const parts = { clientId, requestId, timestamp, target: target.split('?', 1)[0] ?? '' };
  const signature = signRequest(body === null ? parts : { ...parts, body }, secret);
  return {
    door: 'gateway',
    form: 'doku',
    what: nameOf(target),
    says,
    method: body === null ? 'GET' : 'POST',
    target,
    headers: [
      ['Client-Id', clientId],
      ['Request-Id', requestId],
      ['Request-Timestamp', timestamp],
      ['Signature', signature],
      ...(body === null ? [] : ([['Content-Type', 'application/json']] as [string, string][])),
    ],
    body,
    broken: false,
  };
}
