// The bank's days: a statement is taken in and matched, what is missing is found, people decide, a day is closed, a batch is booked,
// payouts are sent, refused and brought back.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Act } from '../../stage/acts.ts';
import { PAID, REFUSED, RETURNED } from '../../stage/make-terms.ts';
import { AMOUNT, insist, paymentBody, type Bound, type Scene } from '../scene.ts';
import type { LastWord, Scenario } from '../scenario.ts';
import { WITHOUT_OTP } from './pay.ts';

const WORK_MS = 20_000;
/** The simulated bank brings a payout back a day later; then its report is asked for within a day. */
const UNTIL_RETURNED_S = 25 * 3_600;
/** A process that was killed is started again meanwhile, real ms. */
const PATIENCE_MS = 20_000;

/** A payment that three accounts share with the default one. */
async function payDivided(scene: Scene, bound: Bound): Promise<void> {
  const { accounts } = scene.merchant;
  const invoice = `INV-${randomUUID().slice(0, 18)}`;
  const settlement = [PAID, RETURNED, REFUSED].map((place) => ({
    bank_account_settlement_id: accounts[place],
    value: 20,
    type: 'PERCENTAGE',
  }));
  const requestId = randomUUID();
  const body = { ...paymentBody(bound, invoice), additional_info: { settlement } };
  await insist(scene, 'payment', body, { requestId, about: requestId });
}

/** Lets another day begin, and everything be done that is due then. */
async function nextDay({ stage }: Scene): Promise<void> {
  await stage.days.toMidnight();
  await stage.days.work(WORK_MS);
}

/** A payment of today whose line the bank's file will not have. */
async function payUnseen(scene: Scene, bound: Bound): Promise<void> {
  await payDivided(scene, bound);
  const day = scene.stage.days.today();
  await scene.stage.sandbox(`/sandbox/statements/${day}/differences`, { kind: 'missing_line' });
  await nextDay(scene);
}

/** A working day with something to settle on it, in the morning; every account may be paid. */
async function settlementMorning(scene: Scene, bound: Bound): Promise<void> {
  const { stage } = scene;
  const held = await stage.rows<{ merchant: string; id: string }>(
    `select p.merchant_id as merchant, p.payout_id as id from payouts p
      where p.state in ('refused', 'returned') and p.released_at is null`,
  );
  for (const { merchant: merchantId, id: payoutId } of held) {
    await decide(scene, { what: 'release', merchantId, payoutId });
  }
  await payDivided(scene, bound);
  do await nextDay(scene);
  while (!(await stage.days.isWorking()));
}

async function noon({ stage }: Scene): Promise<void> {
  await stage.days.toNoon();
  await stage.days.work(WORK_MS);
}

/** People ask again when they are not told what came of it. */
async function decide({ stage }: Scene, act: Act): Promise<string | null> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await delay(100)) {
    const said = await stage.act('worker-1', act);
    if (said !== null && !said.startsWith('failed')) return said;
  }
  return null;
}

/** The oldest payment that is missing at the bank. */
async function missing({
  stage,
}: Scene): Promise<{ merchantId: string; exceptionId: string } | null> {
  const [open] = await stage.rows<{ merchantId: string; exceptionId: string }>(
    `select e.merchant_id as "merchantId", e.exception_id as "exceptionId" from exceptions e
      where e.state = 'open' and e.reason = 'missing_at_bank' and e.subject_kind = 'payment'
      order by e.opened_at desc limit 1`,
  );
  return open ?? null;
}

async function nextToClose({ stage }: Scene): Promise<string> {
  const [next] = await stage.rows<{ day: string }>(
    `select coalesce((select max(c.day) + 1 from closed_days c),
                     (select min(s.day) from statements s where s.state <> 'refused'))::text as day`,
  );
  return next?.day ?? '';
}

const word =
  (text: string): LastWord =>
  () =>
    Promise.resolve(text);

/** `yes` while nothing of this kind is still to come. */
function nothing(scene: Scene, kind: string): LastWord {
  return async () => {
    const later = await scene.stage.days.later();
    return later.some((what) => what.startsWith(kind)) ? `still ${kind}` : 'yes';
  };
}

export const DAYS: readonly Scenario[] = [
  {
    name: 'a statement is taken in',
    account: WITHOUT_OTP,
    calm: 'yes',
    broken: [],
    before: payDivided,
    async play(scene) {
      await nextDay(scene);
      return nothing(scene, 'not shown: debit');
    },
  },
  {
    name: 'a payment is missing',
    account: WITHOUT_OTP,
    calm: 'yes',
    broken: [],
    before: payUnseen,
    async play(scene) {
      await nextDay(scene);
      return nothing(scene, 'not shown: debit');
    },
  },
  {
    name: 'a loss is borne',
    account: WITHOUT_OTP,
    calm: 'resolved',
    broken: [],
    async before(scene, bound) {
      await payUnseen(scene, bound);
      await nextDay(scene);
    },
    async play(scene) {
      const found = await missing(scene);
      if (found === null) return word('nothing is missing');
      const act = { what: 'bear a loss', ...found, approvalId: found.exceptionId } as const;
      return word((await decide(scene, act)) ?? 'nobody answers');
    },
  },
  {
    name: 'a day is closed',
    account: WITHOUT_OTP,
    calm: 'yes',
    broken: [],
    async before(scene, bound) {
      await payDivided(scene, bound);
      await nextDay(scene);
      await nextDay(scene);
    },
    async play(scene) {
      const day = await nextToClose(scene);
      await decide(scene, { what: 'close day', day });
      return async () => ((await nextToClose(scene)) > day ? 'yes' : 'it is open');
    },
  },
  {
    name: 'a batch is settled',
    account: WITHOUT_OTP,
    calm: 'yes',
    broken: [],
    before: settlementMorning,
    async play(scene) {
      await noon(scene);
      return nothing(scene, 'not settled');
    },
  },
  {
    name: 'a payout comes back',
    account: WITHOUT_OTP,
    calm: 'returned',
    broken: [],
    async before(scene, bound) {
      await settlementMorning(scene, bound);
      await noon(scene);
    },
    async play(scene) {
      const { stage, merchant } = scene;
      await stage.advance(UNTIL_RETURNED_S);
      await stage.days.work(WORK_MS);
      await nextDay(scene);
      return async () => {
        const [last] = await stage.rows<{ state: string }>(
          `select p.state from payouts p where p.merchant_id = $1 and p.account = $2 order by p.created_at desc limit 1`,
          [merchant.merchantId, merchant.accounts[RETURNED]],
        );
        return last?.state ?? `no payout of ${AMOUNT}`;
      };
    },
  },
];
