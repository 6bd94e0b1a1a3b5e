// Registering an account (guide 1): the answer, the limits of its fields, and what the customer's part leads to.
import { from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustBe, mustEqual, mustMatch, mustRefuse } from '../expect.ts';
import type { Body, Kit } from '../kit.ts';
import { REGISTERED, mustHaveNoOther, mustHaveShape, mustRepeat } from '../shapes.ts';

const guide = from('guide', 'guide §1, Register Debit card');
const tarik = from('tarik', 'spec: ours');

/** The customer of the guide's sample, but for the id. */
export const SAMPLE_CUSTOMER: Body = {
  name: 'TEST',
  email: 'wtd@mail.com',
  phone: '6281394130621',
  id_card: '18291829918778',
  country: 'Indonesia',
  address: 'Jl. Menara Mulia',
  date_of_birth: '01-12-2000',
  additional_info: 'None',
};

const SAMPLE_CARD: Body = {
  account_email: 'anton@example.com',
  success_registration_url: 'https://jokul.doku.com/bo/login',
  failed_registration_url: 'https://jokul.doku.com/bo/logixxx',
};

const LIMITS: readonly [field: string, limit: number, filler: string][] = [
  ['id', 128, 'i'],
  ['name', 64, 'n'],
  ['address', 256, 'a'],
  ['id_card', 32, '1'],
  ['additional_info', 256, 'o'],
  ['phone', 32, '6'],
];

const call: readonly Need[] = ['register'];

async function sample(kit: Kit) {
  return await kit.register({ customer: SAMPLE_CUSTOMER, debit_card: SAMPLE_CARD });
}

/** Text of exactly this length that was not used before, where it is an id. */
function ofLength(kit: Kit, field: string, length: number, filler: string): string {
  const head = field === 'id' ? `kit-${Date.now()}-` : '';
  return head.padEnd(length, filler);
}

export const registration: Group = {
  name: 'registration',
  title: 'Registering an account',
  checks: [
    guide('registration.status', "the guide's sample is answered 201", call, async (kit) =>
      mustAnswer((await sample(kit)).answer, 201),
    ),
    guide('registration.fields', 'the answer has the fields of the guide', call, async (kit) =>
      mustHaveShape((await sample(kit)).answer.json, REGISTERED(kit.bank)),
    ),
    guide('registration.echo', 'the customer comes back as sent', call, async (kit) => {
      const { answer, body } = await sample(kit);
      const paths = ['id', ...Object.keys(SAMPLE_CUSTOMER)].map((name) => `customer.${name}`);
      mustRepeat(answer.json, body, paths);
    }),
    guide('registration.pending', 'debit_card.status is PENDING', call, async (kit) =>
      mustEqual('debit_card.status', at((await sample(kit)).answer.json, 'debit_card.status'), 'PENDING'),
    ),
    guide('registration.url', "the bank's page is a web address", call, async (kit) =>
      mustMatch('the registration URL', (await sample(kit)).url, /^https?:\/\/[^/]+\/./),
    ),
    tarik('registration.no-other', 'the answer has no other fields', call, async (kit) =>
      mustHaveNoOther((await sample(kit)).answer.json, REGISTERED(kit.bank)),
    ),
    tarik('registration.url-new', 'every registration has a page of its own', call, async (kit) => {
      const [one, two] = [await kit.register(), await kit.register()];
      mustBe(one.url !== two.url, 'two addresses', one.url);
    }),
    guide('registration.minimal', 'the mandatory fields are enough', call, async (kit) =>
      mustAnswer((await kit.register({ customer: { name: undefined } })).answer, 201),
    ),
    guide('registration.needs-customer', 'without customer.id it is refused', call, async (kit) =>
      mustRefuse((await kit.register({ customer: { id: undefined } })).answer),
    ),
    guide('registration.needs-phone', 'without account_mobile_phone it is refused', call, async (kit) =>
      mustRefuse((await kit.register({ debit_card: { account_mobile_phone: undefined } })).answer),
    ),
    ...LIMITS.map(([field, limit, filler]) =>
      guide(`registration.limit-${field.replace('_', '-')}`, `customer.${field} may have ${limit} characters`, call, async (kit) => {
        const value = ofLength(kit, field, limit, filler);
        const { answer } = await kit.register({ customer: { [field]: value } });
        mustAnswer(answer, 201);
      }),
    ),
    guide('registration.too-long', 'a customer.id of 129 characters is refused', call, async (kit) =>
      mustRefuse((await kit.register({ customer: { id: ofLength(kit, 'id', 129, 'i') } })).answer),
    ),
    guide('registration.phone-too-long', 'an account_mobile_phone of 21 digits is refused', call, async (kit) =>
      mustRefuse((await kit.register({ debit_card: { account_mobile_phone: '6'.repeat(21) } })).answer),
    ),
    guide('registration.date', 'a date of birth that is not dd-MM-yyyy is refused', call, async (kit) =>
      mustRefuse((await kit.register({ customer: { date_of_birth: '2000-12-01' } })).answer),
    ),
    tarik('registration.date-real', 'a date of birth that no calendar has is refused', call, async (kit) =>
      mustRefuse((await kit.register({ customer: { date_of_birth: '31-02-2000' } })).answer, 400, 'invalid_parameter'),
    ),
    tarik('registration.url-scheme', 'a return URL that is no web address is refused', call, async (kit) => {
      const { answer } = await kit.register({ debit_card: { success_registration_url: 'javascript:alert(1)' } });
      mustRefuse(answer, 400, 'invalid_parameter');
    }),
    guide('registration.bound', 'a finished registration is a token in the list', ['register', 'list', 'registration'], async (kit) => {
      const registered = await kit.register();
      await kit.complete(registered);
      const listed = await kit.tokens(registered.customerId);
      mustBe(Array.isArray(listed.json) && listed.json.length === 1, 'a list of one token', listed.json);
    }),
    guide('registration.return-success', 'the browser comes back to success_registration_url', ['register', 'registration', 'accounts'], async (kit) => {
      const { redirectUrl } = await kit.complete(await sample(kit));
      mustBe(redirectUrl?.startsWith(String(SAMPLE_CARD['success_registration_url'])) === true, 'the success URL', redirectUrl);
    }),
    guide('registration.return-failed', 'a refused registration comes back to failed_registration_url', ['register', 'registration', 'accounts'], async (kit) => {
      const { redirectUrl } = await kit.complete(await sample(kit), 'no_registration');
      mustBe(redirectUrl?.startsWith(String(SAMPLE_CARD['failed_registration_url'])) === true, 'the failed URL', redirectUrl);
    }),
    tarik('registration.refused', 'a refused registration is no token', ['register', 'list', 'registration', 'accounts'], async (kit) => {
      const registered = await kit.register();
      await kit.complete(registered, 'no_registration');
      mustEqual('the list', (await kit.tokens(registered.customerId)).json, []);
    }),
  ],
};
