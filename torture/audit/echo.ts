// I9: what an answer repeats is what was asked, up to the coercions that the guide documents: amounts may be worded as
// numbers or as text, fields that the guide does not name are dropped.
import { at, fingerprint, ordered, rupiah } from './json.ts';

const PERSON = [
  'id',
  'name',
  'email',
  'phone',
  'id_card',
  'country',
  'address',
  'date_of_birth',
  'additional_info',
] as const;

/** What a payment's request asks to be repeated, as a fingerprint: its customer, its order, what was added to it. */
export function echoOf(body: unknown): string {
  const items = at(body, 'order', 'line_items');
  return fingerprint(
    ordered([
      PERSON.map((name) => plain(at(body, 'customer', name))),
      plain(at(body, 'order', 'invoice_number')),
      plain(at(body, 'order', 'session_id')),
      amountText(at(body, 'order', 'amount')),
      Array.isArray(items) ? items.map(itemOf) : null,
      at(body, 'additional_info') ?? null,
    ]),
  );
}

/** What a notification repeats of it. */
export function noticeOf(body: unknown): string {
  return fingerprint(
    ordered([
      plain(at(body, 'customer', 'id')),
      plain(at(body, 'customer', 'name')),
      plain(at(body, 'order', 'invoice_number')),
      amountText(at(body, 'order', 'amount')),
      at(body, 'additional_info') ?? null,
    ]),
  );
}

/** Whether an order's amount is the sum of its items; true where an item does not say what it costs. */
export function sumsUp(body: unknown): boolean {
  const items = at(body, 'order', 'line_items');
  const amount = rupiah(at(body, 'order', 'amount'));
  if (!Array.isArray(items) || items.length === 0 || amount === undefined) return true;
  let sum = 0n;
  for (const item of items) {
    const price = rupiah(at(item, 'price'));
    const quantity = rupiah(at(item, 'quantity'));
    if (price === undefined || quantity === undefined) return true;
    sum += price * quantity;
  }
  return sum === amount;
}

function itemOf(item: unknown): unknown {
  return [plain(at(item, 'name')), amountText(at(item, 'price')), amountText(at(item, 'quantity'))];
}

function plain(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : null;
}

function amountText(value: unknown): string | null {
  return rupiah(value)?.toString() ?? plain(value);
}
