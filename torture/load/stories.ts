// The stories of merchants and their customers: each is one walk through the guide, straight or crooked.
import {
  deleteToken,
  listTokens,
  pay,
  refund,
  register,
  resendOtp,
  status,
  validate,
  type Bound,
} from './calls.ts';
import { lapse, type Answer, type Unsound } from './client.ts';
import {
  challengeOf,
  giveOtp,
  order,
  paid,
  succeeded,
  withAccount,
  type Made,
  type Scene,
} from './scene.ts';

export interface Story {
  /** How often it is told, against the others. */
  share: number;
  tell(scene: Scene): Promise<void>;
}

const paying = (
  share: number,
  kind: 'free' | 'otp' | 'odd' | undefined,
  tell: (scene: Scene, bound: Bound) => Promise<'gone' | void>,
): Story => ({
  share,
  tell: (scene) => withAccount(scene, kind, (bound) => tell(scene, bound)),
});

/** A payment first; what follows is told only when it has succeeded. */
const afterwards = (share: number, tell: (scene: Scene, made: Made) => Promise<void>): Story =>
  paying(share, undefined, async (scene, bound) => {
    const made = await paid(scene, bound);
    if (succeeded(made)) await tell(scene, made);
  });

export const STORIES: Readonly<Record<string, Story>> = {
  pay: paying(30, undefined, async (scene, bound) => void (await paid(scene, bound))),

  'pay without an OTP': paying(20, 'free', async (scene, bound) => void (await paid(scene, bound))),

  'wrong OTP': paying(6, 'otp', async (scene, bound) => {
    const made = await asked(scene, bound);
    const challenge = challengeOf(made);
    if (challenge === null) return;
    const wrong = scene.chance.whole(1, 3);
    for (let n = 0; n < wrong; n += 1) {
      await scene.client.insist(validate(made.call, challenge, '000000'));
    }
    await giveOtp(scene, made);
  }),

  'OTP never entered': paying(3, 'otp', async (scene, bound) => void (await asked(scene, bound))),

  'OTP again': paying(3, 'otp', async (scene, bound) => {
    const made = await asked(scene, bound);
    const challenge = challengeOf(made);
    if (challenge === null) return;
    // Mostly too early for the gateway, as real customers are.
    await scene.client.insist(resendOtp(made.call, challenge), 2);
    await giveOtp(scene, made);
  }),

  'two OTPs at once': paying(4, 'otp', async (scene, bound) => {
    const made = await asked(scene, bound);
    const challenge = challengeOf(made);
    const otp = await scene.bank.otp(bound.person.phone);
    if (challenge === null || otp === null) return;
    const second = scene.chance.pick([otp, '000000']);
    await atOnce([otp, second], (one) => scene.client.insist(validate(made.call, challenge, one)));
  }),

  'refund all': afterwards(6, async (scene, made) => {
    await giveMoneyBack(scene, made, made.order.amount);
  }),

  'refund a part': afterwards(4, async (scene, made) => {
    await giveMoneyBack(scene, made, scene.chance.whole(1, made.order.amount));
    await giveMoneyBack(scene, made, scene.chance.whole(1, made.order.amount));
  }),

  'refund too much': afterwards(2, async (scene, made) => {
    const answer = await giveMoneyBack(scene, made, made.order.amount + 1);
    mustFail(scene, 'a refund of more than was paid', answer, /./);
  }),

  'refunds at once': afterwards(5, async (scene, made) => {
    const share = Math.max(1, Math.floor(made.order.amount * 0.4));
    await atOnce([share, share, share, made.order.amount], (one) =>
      giveMoneyBack(scene, made, one),
    );
  }),

  'unbind while paying': paying(2, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    const [answer] = await Promise.all([
      scene.client.insist(made.call),
      scene.client.insist(deleteToken(bound)),
    ]);
    await giveOtp(scene, { ...made, answer });
    return 'gone';
  }),

  unbind: paying(2, undefined, async (scene, bound) => {
    await paid(scene, bound);
    const gone = await scene.client.insist(deleteToken(bound));
    const late = order(scene, bound);
    const answer = await scene.client.insist(late.call);
    if (gone?.json.debit_card?.status !== 'SUCCESS') return 'gone';
    mustFail(scene, 'a payment with a deleted token', answer, /^token_not_found$/);
    return 'gone';
  }),

  status: paying(3, undefined, async (scene, bound) => {
    const made = await paid(scene, bound);
    await scene.client.insist(status(made.call), 2);
    await scene.client.insist(status(made.call, made.order.invoice), 2);
  }),

  'the same invoice': afterwards(3, async (scene, made) => {
    const again = pay(made.bound, made.order, scene.persons, scene.chance);
    scene.payment(again);
    const answer = await scene.client.insist(again);
    mustFail(scene, 'an invoice that is paid', answer, /^duplicate_invoice_number$/);
  }),

  'another merchant': paying(3, undefined, async (scene, bound) => {
    const stranger = scene.merchants.find(({ clientId }) => clientId !== bound.merchant.clientId);
    if (stranger === undefined) return;
    const isAbsent = /_not_found$/;
    const made = order(scene, bound);
    const stolen = pay(bound, made.order, scene.persons, scene.chance, stranger);
    scene.payment(stolen);
    const answer = await scene.client.insist(stolen);
    mustFail(scene, "another merchant's token", answer, isAbsent);
    const own = await giveOtp(scene, { ...made, answer: await scene.client.insist(made.call) });
    const asks = status(made.call, made.call.requestId, stranger);
    mustFail(scene, "another merchant's payment", await scene.client.insist(asks, 2), isAbsent);
    const back = refund({ ...made.call, merchant: stranger }, own.order, 1, 'theirs');
    mustFail(scene, "another merchant's refund", await scene.client.insist(back), isAbsent);
  }),

  'the same again': paying(5, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    made.answer = await scene.client.insist(made.call);
    await giveOtp(scene, made);
    mustRepeat(scene, made.answer, await scene.client.insist(made.call));
  }),

  'the same id, another body': paying(3, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    const answer = await scene.client.insist(made.call);
    if (answer === null || answer.status >= 300) return;
    const { amount } = made.order;
    const body = made.call.body.replaceAll(`:${amount}`, `:${amount === 1 ? 2 : amount - 1}`);
    const other = await scene.client.insist({ ...made.call, body });
    mustFail(scene, 'another body under the same id', other, /^idempotent_request$/);
    await giveOtp(scene, { ...made, answer });
  }),

  'the same id, another call': afterwards(2, async (scene, made) => {
    const { requestId } = made.call;
    const back = refund(made.call, made.order, 1, 'under an id that is taken');
    const answer = await scene.client.insist({ ...back, requestId });
    mustFail(scene, 'another call under the same id', answer, /^idempotent_request$/);
  }),

  'the same id, another merchant': paying(2, 'free', async (scene, bound) => {
    const other = scene.merchants.find(({ clientId }) => clientId !== bound.merchant.clientId);
    if (other === undefined) return;
    const made = order(scene, bound);
    const answer = await scene.client.insist(made.call);
    await withAccount({ ...scene, merchant: other }, 'free', async (theirs) => {
      const { call } = order(scene, theirs);
      const their = { ...call, requestId: made.call.requestId };
      scene.payment(their);
      const second = await scene.client.insist(their);
      if (answer?.json.error !== undefined || second?.json.error === undefined) return;
      // A bank that has declined was asked: the id was as good as new.
      if (!second.definite || second.json.error.code === 'payment_declined') return;
      scene.surprise(`an id that another merchant has used was answered ${second.text}`);
    });
  }),

  'another customer': paying(2, undefined, async (scene, bound) => {
    const made = order(scene, { ...bound, person: scene.persons.next() });
    const answer = await scene.client.insist(made.call);
    mustFail(scene, "another customer's token", answer, /^token_not_found$/);
  }),

  'a wrong sum': paying(1, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    const { amount } = made.order;
    const wrong = JSON.parse(made.call.body) as { order: object };
    Object.assign(wrong.order, { line_items: [{ name: 'kopi', price: amount + 1, quantity: 1 }] });
    const answer = await scene.client.insist({ ...made.call, body: JSON.stringify(wrong) });
    mustFail(scene, 'a sum that is not the amount', answer, /^amount_mismatch$/);
  }),

  'the same at once': paying(5, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    const [first, second] = await atOnce([1, 2, 3], () => scene.client.insist(made.call));
    mustRepeat(scene, first ?? null, second ?? null);
    await giveOtp(scene, { ...made, answer: first ?? null });
  }),

  'given up and asked again': paying(5, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    await scene.client.attempt(made.call, { withinMs: scene.chance.whole(1, 400) });
    await lapse(scene.chance.whole(0, 500));
    const answer = await scene.client.insist(made.call);
    await giveOtp(scene, { ...made, answer });
  }),

  pipelined: paying(3, 'free', async (scene, bound) => {
    const calls = [order(scene, bound).call, order(scene, bound).call, order(scene, bound).call];
    await atOnce([...calls, ...calls.map((call) => status(call))], (call) =>
      scene.client.attempt(call, { way: 'pipelined' }),
    );
    await atOnce(calls, (call) => scene.client.insist(call));
  }),

  'half a socket': paying(3, undefined, async (scene, bound) => {
    const made = order(scene, bound);
    const way = scene.chance.pick(['half-open', 'half-sent'] as const);
    await scene.client.attempt(made.call, { way });
    const answer = await scene.client.insist(made.call);
    await giveOtp(scene, { ...made, answer });
  }),

  unsound: paying(4, undefined, async (scene, bound) => {
    const unsound = scene.chance.pick<Unsound>(UNSOUND);
    const made = order(scene, bound);
    const answer = await scene.client.attempt(made.call, { unsound });
    mustFail(scene, `a request with ${unsound}`, answer, /./);
    // What was never asked leaves its id free for the real one.
    if (scene.chance.is(0.5)) await paidAs(scene, made);
  }),

  'registration fails': {
    share: 2,
    tell: async (scene) => {
      await scene.pool.bind(scene.chance, scene.merchant, '800000000010');
    },
  },

  'registration is abandoned': {
    share: 1,
    tell: async (scene) => {
      await scene.client.insist(register(scene.merchant, scene.persons.next()));
    },
  },

  'list tokens': paying(2, undefined, async (scene, bound) => {
    await scene.client.insist(listTokens(bound.merchant, bound.person));
  }),
};

const UNSOUND = ['other key', 'no signature', 'changed body', 'other id', 'old time'] as const;

async function asked(scene: Scene, bound: Bound): Promise<Made> {
  const made = order(scene, bound);
  return { ...made, answer: await scene.client.insist(made.call) };
}

async function paidAs(scene: Scene, made: Made): Promise<void> {
  await giveOtp(scene, { ...made, answer: await scene.client.insist(made.call) });
}

function giveMoneyBack(scene: Scene, made: Made, amount: number): Promise<Answer | null> {
  return scene.client.insist(
    refund(made.call, made.order, amount, scene.persons.note('out of stock')),
  );
}

function atOnce<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<R[]> {
  return Promise.all(all.map((one) => each(one)));
}

/** An answer that is definite must be this error; one that is not says nothing yet, unless it claims success. */
function mustFail(scene: Scene, what: string, answer: Answer | null, code: RegExp): void {
  if (answer === null || (!answer.definite && answer.status >= 300)) return;
  // Not the HTTP status: an answer that is replayed comes as 409, whatever it was first.
  if (code.test(answer.json.error?.code ?? '')) return;
  scene.surprise(`${what} was answered ${answer.status} ${answer.text}`);
}

function mustRepeat(scene: Scene, first: Answer | null, second: Answer | null): void {
  if (first === null || second === null || first.text === second.text) return;
  scene.surprise(
    `${first.status} ${first.text} was answered again as ${second.status} ${second.text}`,
  );
}
