// A world whose bank misbehaves on order, a witness at the merchant's line, and every fault of the bank by what it leaves
// us with.
import { expect } from 'vitest';
import { FAULTS, type FaultName, type Operation } from '../../simulator/src/faults.ts';
import type { Answered, MerchantClient } from './merchant-client.ts';
import { quiet } from './quiet.ts';
import { witness, type Witness } from './witness.ts';
import { BANK, booksOf, startWorld, type World } from './world.ts';

export const WITH_OTP = '800000000001';
export const WITHOUT_OTP = '800000000003';

/** What a fault leaves us with. */
export type Kind =
  /** The bank says no in so many words. */
  | 'refused'
  /** The call comes to its answer, late or at the second try. */
  | 'plain'
  /** No believable word, and the bank has done nothing. */
  | 'nothing'
  /** No believable word, and the bank has done it. */
  | 'done'
  /** No believable word, and the bank does it later. */
  | 'later';

/** Every fault that an operation can have, by name and kind, read from the bank's own list. */
export function faultsOf(operation: Operation): [FaultName, Kind][] {
  const names = Object.keys(FAULTS) as FaultName[];
  const fits = (name: FaultName) => {
    const { on } = FAULTS[name] as { on?: readonly Operation[] };
    return on === undefined || on.includes(operation);
  };
  return names.filter(fits).map((name) => [name, kindOf(name)]);
}

function kindOf(fault: FaultName): Kind {
  const kind = FAULTS[fault];
  if (fault === 'refuse') return 'refused';
  if (fault === 'slow' || fault === 'unauthorized' || 'callback' in kind) return 'plain';
  return ({ none: 'nothing', done: 'done', later: 'later' } as const)[kind.effect];
}

export interface FaultyWorld {
  world: World;
  ear: Witness;
  /** The merchant, with the witness at its line. */
  merchant: MerchantClient;
  /** The next call of the operation misbehaves. */
  order(operation: Operation, fault: FaultName, more?: object): Promise<void>;
  behave(): Promise<void>;
  validate(created: Answered, otp: string): Promise<Answered>;
  statusOf(requestId: string): Promise<string>;
  /** What the bank has moved for a payment: `DEBIT`, `REFUND`. */
  movedFor(requestId: string): Promise<string[]>;
  /** Lets everything come to its end, and then nothing may be wrong. */
  mustHold(): Promise<void>;
}

/** Starts a world whose gateway does not wait long for the bank; `callbacks`: whether each debit is called back. */
export async function startFaultyWorld(
  callbacks: 'never' | 'always' = 'never',
  patienceMs = 300,
): Promise<FaultyWorld> {
  const world = await startWorld({ callbacks }, patienceMs);
  const ear = witness(world, world.one);
  const { merchant } = ear;

  async function behave(): Promise<void> {
    await fetch(`${world.bank.url}/sandbox/faults`, { method: 'DELETE' });
  }

  return {
    world,
    ear,
    merchant,
    async order(operation, fault, more = {}) {
      const body = { operation, fault, count: 1, delay_ms: 30, ...more };
      await world.sandbox('/sandbox/faults', body);
    },
    behave,
    validate: async (created, otp) =>
      await merchant.post(`${BANK}/payment/validate`, {
        payment: { token: created.json.payment.token, otp },
      }),
    async statusOf(requestId) {
      const answer = await merchant.get(`/orders/v1/status/${requestId}`);
      return answer.json.transaction.status as string;
    },
    movedFor: (requestId) => movedFor(world, requestId),
    async mustHold() {
      await behave();
      await quiet(world);
      expect(await ear.faults()).toEqual([]);
      expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
      expect((await world.ctx.metrics.bugs.get()).values[0]?.value ?? 0).toBe(0);
    },
  };
}

async function movedFor(world: World, requestId: string): Promise<string[]> {
  const book = await world.sandbox<{ type: string; partner_reference: string }[]>('/sandbox/book');
  const [row] = await world.db.rows<{ payment: string; refunds: string[] }>({
    name: 'test-references-of',
    text: `select replace(p.payment_id::text, '-', '') as payment,
                  array(select replace(r.refund_id::text, '-', '') from refunds r
                         where r.payment_id = p.payment_id) as refunds
             from payments p where p.request_id = $1 order by p.created_at desc limit 1`,
    values: [requestId],
  });
  const ours = [row?.payment, ...(row?.refunds ?? [])];
  return book.filter((one) => ours.includes(one.partner_reference)).map((one) => one.type);
}

/** What an answer says, in one word: an error's code or a status. */
export function said(answer: Answered): string {
  const { error, payment, refund } = answer.json;
  return (error?.code ?? payment?.status ?? refund?.status) as string;
}
