// Creating a payment (guide 3): the answer, what is mandatory, and what is refused.
import { from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustBe, mustBeOneOf, mustEqual, mustMatch, mustRefuse } from '../expect.ts';
import { newInvoice, type Body, type Kit } from '../kit.ts';
import type { Bound } from '../surroundings.ts';
import { CREATED, mustHaveNoOther, mustHaveShape, mustRepeat } from '../shapes.ts';
import { SAMPLE_CUSTOMER } from './registration.ts';

const guide = from('guide', 'guide §3, Create payment using the token');
const tarik = from('tarik', 'spec: ours');

const call: readonly Need[] = ['pay', 'customer'];
const silent: readonly Need[] = ['pay', 'registration', 'accounts'];

/** A payment with every field that the guide names. */
function whole(kit: Kit, bound: Bound): Body {
  const body = kit.order(bound, {
    line_items: [
      { name: 'Vitamin C', price: 400, quantity: 1 },
      { name: 'Pensil Warna', price: 300, quantity: 2 },
    ],
    session_id: 'SESSION-ID-001',
  });
  const { additional_info: _, ...sample } = SAMPLE_CUSTOMER;
  return {
    ...body,
    customer: { id: bound.customerId, ...sample },
    additional_info: { message: 'no additional info', test: 'test' },
    payment: { token_id: bound.tokenId, otp_expiration_timestamp: 360_010 },
  };
}

/** Creates one, and hands back what was sent and what came. */
async function create(kit: Kit) {
  const body = whole(kit, await kit.bound());
  return { body, answer: await kit.post('pay', body) };
}

async function mustNeed(kit: Kit, part: 'customer' | 'order' | 'payment', field: string): Promise<void> {
  const body = kit.order(await kit.bound());
  const { [field]: _, ...rest } = body[part] as Body;
  mustRefuse(await kit.post('pay', { ...body, [part]: rest }));
}

const MANDATORY = [
  ['customer', 'id'],
  ['order', 'invoice_number'],
  ['order', 'amount'],
  ['payment', 'token_id'],
] as const;

export const payments: Group = {
  name: 'payments',
  title: 'Creating a payment',
  checks: [
    guide('payments.status', 'a payment is answered 201', call, async (kit) =>
      mustAnswer((await create(kit)).answer, 201),
    ),
    guide('payments.fields', 'the answer has the fields of the guide', call, async (kit) =>
      mustHaveShape((await create(kit)).answer.json, CREATED),
    ),
    guide('payments.echo', 'customer and order come back as sent', call, async (kit) => {
      const { body, answer } = await create(kit);
      const items = ['0', '1'].flatMap((n) => ['name', 'price', 'quantity'].map((name) => `${n}.${name}`));
      mustRepeat(answer.json, body, [
        ...Object.keys(body['customer'] as Body).map((name) => `customer.${name}`),
        ...['invoice_number', 'amount', 'session_id'].map((name) => `order.${name}`),
        ...items.map((item) => `order.line_items.${item}`),
      ]);
    }),
    guide('payments.pending', 'payment.status is PENDING, or SUCCESS where no OTP is needed', call, async (kit) =>
      mustBeOneOf('payment.status', at((await create(kit)).answer.json, 'payment.status'), ['PENDING', 'SUCCESS']),
    ),
    guide('payments.minimal', 'the mandatory fields are enough', call, async (kit) =>
      mustAnswer(await kit.post('pay', kit.order(await kit.bound())), 201),
    ),
    ...MANDATORY.map(([part, field]) =>
      guide(`payments.needs-${field.replace('_', '-')}`, `without ${part}.${field} it is refused`, call, (kit) =>
        mustNeed(kit, part, field),
      ),
    ),
    guide('payments.phone-number', 'customer.phone may be a number, as in the table', call, async (kit) => {
      const bound = await kit.bound();
      const body = { ...kit.order(bound), customer: { id: bound.customerId, phone: 6_281_122_334_455 } };
      mustAnswer(await kit.post('pay', body), 201);
    }),
    tarik('payments.additional-info', 'additional_info comes back as sent', call, async (kit) => {
      const { body, answer } = await create(kit);
      mustEqual('additional_info', at(answer.json, 'additional_info'), body['additional_info']);
    }),
    tarik('payments.no-other', 'the answer has no other fields', call, async (kit) => {
      const { json } = (await create(kit)).answer;
      mustHaveNoOther(json, [...CREATED, { path: 'payment.payment_id', type: 'text' }], ['additional_info']);
    }),
    tarik('payments.token-form', 'every payment has a token of its own, 256 characters at the most', call, async (kit) => {
      const [one, two] = [await kit.pending(), await kit.pending()];
      mustMatch('payment.token', one.token, /^.{16,256}$/);
      mustBe(one.token !== two.token, 'two tokens', one.token);
    }),
    guide('payments.unknown-token', 'a token_id that nobody knows is refused', call, async (kit) => {
      const bound = await kit.bound();
      mustRefuse(await kit.post('pay', kit.order({ ...bound, tokenId: '0'.repeat(32) })));
    }),
    tarik('payments.unknown-token-code', 'a token_id that nobody knows is 404 token_not_found', call, async (kit) => {
      const bound = await kit.bound();
      const body = kit.order({ ...bound, tokenId: '0'.repeat(32) });
      mustRefuse(await kit.post('pay', body), 404, 'token_not_found');
    }),
    tarik('payments.other-customer', "another customer's token is 404 token_not_found", call, async (kit) => {
      const bound = await kit.bound();
      const body = kit.order({ ...bound, customerId: 'kit-nobody' });
      mustRefuse(await kit.post('pay', body), 404, 'token_not_found');
    }),
    tarik('payments.invoice-taken', 'an invoice number that is pending is 409 duplicate_invoice_number', call, async (kit) => {
      const { bound, invoice } = await kit.pending();
      const body = kit.order(bound, { invoice_number: invoice });
      mustRefuse(await kit.post('pay', body), 409, 'duplicate_invoice_number');
    }),
    guide('payments.no-otp', 'where the bank needs no OTP, status is SUCCESS at once', silent, async (kit) => {
      const answer = await kit.post('pay', kit.order(await kit.bound('no_otp')));
      mustAnswer(answer, 201);
      mustEqual('payment.status', at(answer.json, 'payment.status'), 'SUCCESS');
    }),
    tarik('payments.no-otp-id', 'where the bank needs no OTP, the answer has payment_id and token', silent, async (kit) => {
      const { json } = await kit.post('pay', kit.order(await kit.bound('no_otp')));
      mustMatch('payment.payment_id', at(json, 'payment.payment_id'), /./, 'present');
      mustMatch('payment.token', at(json, 'payment.token'), /./, 'present');
    }),
    tarik('payments.invoice-shared', 'of payments at once for one invoice one is made', call, async (kit) => {
      const bound = await kit.bound();
      const body = kit.order(bound, { invoice_number: newInvoice() });
      const answers = await Promise.all(Array.from({ length: 6 }, () => kit.post('pay', body)));
      const made = answers.filter(({ status }) => status === 201).length;
      mustEqual('payments made of six', made, 1);
    }),
  ],
};
