// A body as a program may see it: its shape whole, its words only where this list allows them. What nobody has thought
// of stays covered.

/** Shown as they are: of the order, of the money, of our own words. By path, a star for any one name or index. */
const SHOWN = new Set([
  'order.invoice_number',
  'order.amount',
  'order.line_items.*.price',
  'order.line_items.*.quantity',
  'payment.status',
  'payment.original_request_id',
  'payment.otp_expiration_timestamp',
  'refund.amount',
  'refund.status',
  'refund.message',
  'refund.request_id',
  'debit_card.status',
  'debit_card.message',
  'debit_card.account_no', // already masked by us: the last four digits
  '*.debit_card.account_no',
  'service.id',
  'acquirer.id',
  'acquirer.name',
  'channel.id',
  'transaction.status',
  'transaction.date',
  'transaction.original_request_id',
  'transaction.type',
  'transaction.reason',
  'error.code',
  'error.message',
  'error.type',
  'error.bank_code',
  'error.reason',
  'error.tries_left',
]);

/** Shown by their beginning: enough to tell one from another, too little to use. */
const SHORTENED = new Set([
  'payment.token',
  'payment.token_id',
  'payment.payment_id',
  'debit_card.token_id',
  '*.debit_card.token_id',
]);

const COVER = '***';
const KEPT = 8;

/** Our bodies are five levels deep; a body that is deeper is nothing that we have a word for. */
const DEEPEST = 16;

/** The body with everything covered that the list does not allow; null for what is no JSON. */
export function maskBody(bytes: Buffer | null): unknown {
  if (bytes === null || bytes.length === 0) return null;
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString());
  } catch {
    return null; // told to the caller by the call's own verdict
  }
  return mask(body, '', 0);
}

function mask(value: unknown, path: string, depth: number): unknown {
  if (value === null) return null;
  if (typeof value !== 'object') return masked(value, path);
  if (depth > DEEPEST) return COVER;
  if (Array.isArray(value)) return value.map((one) => mask(one, below(path, '*'), depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      plain(name),
      mask(one, below(path, name), depth + 1),
    ]),
  );
}

function masked(value: unknown, path: string): unknown {
  if (SHOWN.has(path)) return value;
  if (SHORTENED.has(path) && typeof value === 'string') return `${value.slice(0, KEPT)}…`;
  return COVER;
}

/** A name of ours is a word; a stranger's may be anything, a phone number too. */
function plain(name: string): string {
  return /^[a-z][a-z_]{0,40}$/.test(name) ? name : COVER;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
