// The guide's response tables as data: which fields an answer has, of which type, and which it repeats from the request.
import { Difference } from './check.ts';
import { at, shown } from './expect.ts';

/** `amount` is a number as in the guide's tables, or digits in quotes as in its samples. */
type Type = 'text' | 'amount' | 'object' | 'list';

export interface Field {
  /** `[]` stands for every entry of a list. */
  path: string;
  type: Type;
  mandatory?: true;
}

const must = (path: string, type: Type = 'text'): Field => ({ path, type, mandatory: true });
const may = (path: string, type: Type = 'text'): Field => ({ path, type });

const CUSTOMER: readonly Field[] = [
  must('customer.id'),
  ...['name', 'email', 'phone', 'address', 'country', 'id_card', 'date_of_birth'].map((name) =>
    may(`customer.${name}`),
  ),
  may('customer.additional_info'),
];

const ORDER: readonly Field[] = [
  must('order.invoice_number'),
  may('order.line_items', 'list'),
  may('order.line_items[].name'),
  may('order.line_items[].price', 'amount'),
  may('order.line_items[].quantity', 'amount'),
  must('order.amount', 'amount'),
  may('order.session_id'),
];

export const REGISTERED = (bank: string): readonly Field[] => [
  ...CUSTOMER,
  must(`debit_card.${bank}_registration_url`),
  must('debit_card.status'),
  must('debit_card.message'),
];

export const LISTED: readonly Field[] = [
  must('customer.id'),
  may('customer.name'),
  must('debit_card.token_id'),
  must('debit_card.account_no'),
];

export const CREATED: readonly Field[] = [
  ...CUSTOMER,
  ...ORDER,
  must('payment.token'),
  must('payment.status'),
];

export const VALIDATED: readonly Field[] = [...CREATED, must('payment.payment_id')];

export const RESENT: readonly Field[] = [must('payment.token')];

export const DELETED: readonly Field[] = [
  must('customer.id'),
  may('customer.name'),
  must('debit_card.token_id'),
  must('debit_card.status'),
  must('debit_card.message'),
];

export const REFUNDED: readonly Field[] = [
  must('order.invoice_number'),
  must('payment.original_request_id'),
  may('payment.payment_id'),
  must('refund.amount', 'amount'),
  may('refund.reason'),
  may('refund.status'),
  may('refund.message'),
];

/** DOKU, "Check Status": close to the notification. */
export const STATUS: readonly Field[] = [
  must('order.invoice_number'),
  must('order.amount', 'amount'),
  must('transaction.status'),
  must('transaction.date'),
  must('transaction.original_request_id'),
  may('transaction.type'),
  must('service.id'),
  must('acquirer.id'),
  may('acquirer.name'),
  must('channel.id'),
];

/** DOKU, "HTTP Notification": what the bodies of all services have in common. */
export const NOTIFIED: readonly Field[] = STATUS.filter(
  ({ path }) => path !== 'transaction.type' && path !== 'acquirer.name',
);

/** Every field that is mandatory must be there, and every field that is there must have its type. */
export function mustHaveShape(json: unknown, fields: readonly Field[]): void {
  const faults = fields.flatMap(({ path, type, mandatory }) =>
    valuesAt(json, path).flatMap((value) => {
      if (value === undefined) return mandatory === true ? [`${path} is missing`] : [];
      return isOf(type, value) ? [] : [`${path} is ${shown(value)}, which is no ${type}`];
    }),
  );
  if (faults.length > 0) throw new Difference("the guide's fields", faults.join('; '));
}

/** No field may be there that is not in the list; `free` names objects whose contents are the merchant's. */
export function mustHaveNoOther(
  json: unknown,
  fields: readonly Field[],
  free: readonly string[] = [],
): void {
  const known = new Set([...fields.map(({ path }) => path), ...free]);
  const strange = leaves(json, '', free).filter((path) => !known.has(path));
  if (strange.length > 0) {
    throw new Difference("no field but the guide's", [...new Set(strange)].join(', '));
  }
}

/** Every one of these paths must hold in the answer what it holds in the request. */
export function mustRepeat(json: unknown, request: unknown, paths: readonly string[]): void {
  const faults = paths.flatMap((path) => {
    const [sent, came] = [at(request, path), at(json, path)];
    return same(sent, came) ? [] : [`${path} is ${shown(came)} and not ${shown(sent)}`];
  });
  if (faults.length > 0) throw new Difference('the same as the request', faults.join('; '));
}

/** Numbers may come back as digits, digits as numbers. */
function same(sent: unknown, came: unknown): boolean {
  return came !== undefined && came !== null && asText(sent) === asText(came);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value.replace(/^(\d+)\.00?$/, '$1') : JSON.stringify(value);
}

function valuesAt(json: unknown, path: string): unknown[] {
  const [list, rest] = path.split('[].');
  if (rest === undefined) return [at(json, path)];
  const entries = at(json, list ?? '');
  return Array.isArray(entries) ? entries.map((entry: unknown) => at(entry, rest)) : [];
}

function isOf(type: Type, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'amount':
      return Number.isSafeInteger(value) || /^\d+(\.00?)?$/.test(String(value));
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null;
  }
}

function leaves(value: unknown, path: string, free: readonly string[]): string[] {
  if (free.includes(path)) return [];
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((entry) => leaves(entry, `${path}[]`, free))].filter(Boolean);
  }
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === '' ? name : `${path}.${name}`, free),
  );
}
