// The OTP of a payment: validating it (guide 3.1) and having a new one sent (guide, additional feature 1).
import { from, Untried, type Group, type Need } from '../check.ts';
import type { Answer } from '../client.ts';
import { at, mustAnswer, mustBe, mustBeOneOf, mustEqual, mustMatch, mustRefuse } from '../expect.ts';
import type { Kit, Payment } from '../kit.ts';
import { RESENT, VALIDATED, mustHaveNoOther, mustHaveShape, mustRepeat } from '../shapes.ts';

const validating = from('guide', 'guide §3.1, Validate payment OTP');
const resending = from('guide', 'guide, Additional Features 1, Resend OTP');
const tarik = from('tarik', 'spec: ours');

const call: readonly Need[] = ['pay', 'validate', 'customer', 'otp'];
const again: readonly Need[] = ['pay', 'resend', 'customer'];

/** The longest that a resend is waited for, seconds. */
const LONGEST_WAIT = 120;

async function validated(kit: Kit): Promise<{ payment: Payment; answer: Answer }> {
  const payment = await kit.pending({
    line_items: [{ name: 'Vitamin C', price: 500, quantity: 2 }],
    session_id: 'SESSION-ID-001',
  });
  return { payment, answer: await kit.validate(payment) };
}

/** Resends as soon as the implementation lets us: some refuse for a while after the first OTP. */
async function resend(kit: Kit, payment: Payment): Promise<Answer> {
  const body = { payment: { token: payment.token } };
  const answer = await kit.post('resend', body);
  const seconds = Number(answer.headers['retry-after']);
  if (answer.status !== 429 || !(seconds <= LONGEST_WAIT)) return answer;
  await kit.wait(seconds + 1);
  return await kit.post('resend', body);
}

export const otp: Group = {
  name: 'otp',
  title: 'Validating the OTP',
  checks: [
    validating('otp.status', 'a right OTP is answered 200', call, async (kit) =>
      mustAnswer((await validated(kit)).answer, 200),
    ),
    validating('otp.success', 'payment.status is SUCCESS', call, async (kit) =>
      mustEqual('payment.status', at((await validated(kit)).answer.json, 'payment.status'), 'SUCCESS'),
    ),
    validating('otp.fields', 'the answer has the fields of the guide, payment_id among them', call, async (kit) =>
      mustHaveShape((await validated(kit)).answer.json, VALIDATED),
    ),
    validating('otp.echo', 'the payment comes back as it was created', call, async (kit) => {
      const { payment, answer } = await validated(kit);
      mustRepeat(answer.json, payment.answer.json, [
        'customer.id',
        'customer.name',
        'order.invoice_number',
        'order.amount',
        'order.line_items.0.name',
        'order.line_items.0.price',
        'order.line_items.0.quantity',
        'payment.token',
      ]);
    }),
    tarik('otp.session', 'order.session_id is there as well', call, async (kit) =>
      mustEqual('order.session_id', at((await validated(kit)).answer.json, 'order.session_id'), 'SESSION-ID-001'),
    ),
    tarik('otp.no-other', 'the answer has no other fields', call, async (kit) =>
      mustHaveNoOther((await validated(kit)).answer.json, VALIDATED, ['additional_info']),
    ),
    tarik('otp.again', 'a payment that succeeded says so again to a new Request-Id', call, async (kit) => {
      const { payment, answer } = await validated(kit);
      const second = await kit.validate(payment);
      mustAnswer(second, 200);
      mustEqual('the body', second.json, answer.json);
    }),
    validating('otp.wrong', 'a wrong OTP does not pay', call, async (kit) => {
      const { json } = await kit.validate(await kit.pending(), kit.wrongOtp);
      mustBe(at(json, 'payment.status') !== 'SUCCESS', 'no SUCCESS', at(json, 'payment.status'));
    }),
    tarik('otp.wrong-code', 'a wrong OTP is 400 invalid_otp and says how many tries are left', call, async (kit) => {
      const answer = await kit.validate(await kit.pending(), kit.wrongOtp);
      mustRefuse(answer, 400, 'invalid_otp');
      mustMatch('error.message', at(answer.json, 'error.message'), /\d/, 'with the tries that are left');
    }),
    tarik('otp.wrong-then-right', 'after a wrong OTP the right one pays', call, async (kit) => {
      const payment = await kit.pending();
      await kit.validate(payment, kit.wrongOtp);
      const { json } = await kit.validate(payment);
      mustEqual('payment.status', at(json, 'payment.status'), 'SUCCESS');
    }),
    tarik('otp.exhausted', 'the third wrong OTP ends the payment: 400 otp_attempts_exceeded', call, async (kit) => {
      const payment = await kit.pending();
      await kit.validate(payment, kit.wrongOtp);
      await kit.validate(payment, kit.wrongOtp);
      mustRefuse(await kit.validate(payment, kit.wrongOtp), 400, 'otp_attempts_exceeded');
      mustRefuse(await kit.validate(payment));
    }),
    tarik('otp.malformed', 'what is no OTP is 400 invalid_parameter and uses no try', call, async (kit) => {
      const payment = await kit.pending();
      for (const text of ['12345', '1234567', '12a456', '']) {
        mustRefuse(await kit.validate(payment, text), 400, 'invalid_parameter');
      }
      mustEqual('payment.status', at((await kit.validate(payment)).json, 'payment.status'), 'SUCCESS');
    }),
    validating('otp.unknown', 'a payment.token that nobody knows is refused', ['validate'], async (kit) =>
      mustRefuse(await kit.post('validate', { payment: { token: 'kit-nothing', otp: '123456' } })),
    ),
    tarik('otp.unknown-code', 'a payment.token that nobody knows is 404 payment_not_found', ['validate'], async (kit) => {
      const body = { payment: { token: 'kit-nothing', otp: '123456' } };
      mustRefuse(await kit.post('validate', body), 404, 'payment_not_found');
    }),
    validating('otp.needs-otp', 'without payment.otp it is refused', ['pay', 'validate', 'customer'], async (kit) => {
      const { token } = await kit.pending();
      mustRefuse(await kit.post('validate', { payment: { token } }));
    }),
    tarik('otp.expired', 'an OTP that is too old is 400 otp_expired', [...call, 'clock'], async (kit) => {
      const payment = await kit.pending();
      await kit.wait(5 * 60 + 1);
      mustBeOneOf('error.code', at((await kit.validate(payment)).json, 'error.code'), ['otp_expired', 'payment_already_final']);
    }),
  ],
};

export const resends: Group = {
  name: 'resend',
  title: 'Having a new OTP sent',
  checks: [
    resending('resend.answer', 'a resend is 200 with the same payment.token, and signed', again, async (kit) => {
      const payment = await kit.pending();
      const answer = await resend(kit, payment);
      mustAnswer(answer, 200);
      mustHaveShape(answer.json, RESENT);
      mustEqual('payment.token', at(answer.json, 'payment.token'), payment.token);
      mustEqual('the signature', answer.signature, 'right');
    }),
    resending('resend.pays', 'the new OTP pays', [...again, ...call], async (kit) => {
      const payment = await kit.pending();
      mustAnswer(await resend(kit, payment), 200);
      mustEqual('payment.status', at((await kit.validate(payment)).json, 'payment.status'), 'SUCCESS');
    }),
    tarik('resend.old', 'the old OTP is dead', [...again, ...call, 'inbox'], async (kit) => {
      const payment = await kit.pending();
      const old = await kit.otp(payment.bound);
      mustAnswer(await resend(kit, payment), 200);
      if ((await kit.otp(payment.bound)) === old) throw new Untried('chance sent the same OTP twice');
      mustRefuse(await kit.validate(payment, old), 400, 'invalid_otp');
    }),
    tarik('resend.too-soon', 'within 30 s it is 429 with Retry-After', again, async (kit) => {
      const payment = await kit.pending();
      const answer = await kit.post('resend', { payment: { token: payment.token } });
      mustRefuse(answer, 429, 'too_many_requests');
      mustMatch('Retry-After', answer.headers['retry-after'], /^\d+$/, 'in seconds');
    }),
    resending('resend.unknown', 'for a payment.token that nobody knows it is refused', ['resend'], async (kit) =>
      mustRefuse(await kit.post('resend', { payment: { token: 'kit-nothing' } })),
    ),
    tarik('resend.paid', 'for a payment that succeeded it is refused', [...again, ...call], async (kit) => {
      const payment = await kit.pending();
      await kit.validate(payment);
      mustRefuse(await kit.post('resend', { payment: { token: payment.token } }), 400, 'payment_already_final');
    }),
  ],
};
