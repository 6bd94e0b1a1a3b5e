// The bank's days in a run of chaos: time goes from midnight to noon to midnight while everything breaks, somebody makes statements
// wrong, and people close days, bear losses and release accounts. Whoever is down is asked another time.
import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../../packages/gateway/tests/chance.ts';
import type { ClosedDay } from '../audit/closed-days.ts';
import type { Act } from '../stage/acts.ts';
import type { PartName, Stage } from '../stage/types.ts';

export interface Calendar {
  /** Days as those who closed them were told. */
  readonly closed: readonly ClosedDay[];
  /** Ends it, and makes files right again that are broken as a whole. */
  over(): Promise<void>;
  /** Closes what can be closed. */
  closeAll(): Promise<void>;
}

/** Half a day of the bank takes so long, real ms. */
const HALF_DAY_MS = 7_000;
/** What is planted must be there before the day can be over, whatever moves time meanwhile, ms. */
const WELL_BEFORE_MIDNIGHT_MS = 3 * 3_600_000;
const WIB_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const CALL_MS = 2_000;

const KINDS = ['missing_line', 'wrong_amount', 'duplicate', 'other_day'] as const;
const BROKEN = ['half', 'encoding', 'columns'] as const;

/** Lets the days go by until it is told to end. */
export function keepDays(stage: Stage, chance: Chance, say: (words: string) => void): Calendar {
  const closed: ClosedDay[] = [];
  const broken = new Set<string>();
  const ending = new AbortController();
  const workers = stage.parts
    .map(({ name }) => name)
    .filter((name) => /^(gateway|worker)/.test(name));

  /** Somebody may be down: then it is not done this time. */
  async function perhaps(what: string, work: () => Promise<unknown>): Promise<void> {
    if (ending.signal.aborted) return;
    await work().catch((error: unknown) => say(`${what}: ${String(error)}`));
  }

  async function act(what: Act): Promise<string | null> {
    return await stage.act(chance.pick(workers) satisfies PartName, what);
  }

  /** A bank that is away now must not be told later: the day may be over by then. */
  async function plant(day: string, body: object): Promise<void> {
    const where = `${stage.bankUrl}/sandbox/statements/${day}/differences`;
    await fetch(where, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_MS),
    });
  }

  async function makeWrong(): Promise<void> {
    const day = stage.days.today();
    const untilMidnight = DAY_MS - ((stage.now() + WIB_MS) % DAY_MS);
    if (untilMidnight < WELL_BEFORE_MIDNIGHT_MS) return;
    if (chance.is(0.12)) {
      broken.add(day);
      return await plant(day, { broken: chance.pick(BROKEN) });
    }
    const where = `${stage.bankUrl}/sandbox/statements/${day}?so_far=true`;
    const file = await fetch(where, { signal: AbortSignal.timeout(CALL_MS) });
    const lines = (await file.text())
      .split('\r\n')
      .filter((line) => /,(DEBIT|REFUND|PAYOUT),/.test(line));
    for (let n = chance.whole(0, 4); n > 0 && lines.length > 0; n -= 1) {
      const [line = ''] = lines.splice(chance.whole(0, lines.length - 1), 1);
      const [, , , reference, , amount = '0'] = line.split(',');
      const more = { amount: Number(amount.replace('.00', '')) + chance.pick([1, 1, 10_000]) };
      const kind = chance.pick(KINDS);
      await plant(day, { kind, reference, ...(kind === 'wrong_amount' ? more : {}) });
    }
    if (chance.is(0.3)) await plant(day, extraLine());
  }

  function extraLine(): object {
    const stranger = chance.is(0.2) ? 'KEY-STRANGER' : undefined;
    return {
      kind: 'extra_line',
      amount: chance.whole(1, 1_000_000),
      type: chance.pick(['DEBIT', 'DEBIT', 'REFUND']),
      partner_key: stranger ?? chance.pick(stage.merchants).partnerKey,
    };
  }

  async function makeRight(): Promise<void> {
    for (const day of broken) {
      const where = `${stage.bankUrl}/sandbox/statements/${day}/differences`;
      const answer = await fetch(where, { method: 'DELETE', signal: AbortSignal.timeout(CALL_MS) });
      if (answer.ok) broken.delete(day);
    }
  }

  async function closeNext(): Promise<boolean> {
    const [next] = await stage.rows<{ day: string | null }>(
      `select coalesce((select max(c.day) + 1 from closed_days c),
                       (select min(s.day) from statements s where s.state <> 'refused'))::text as day`,
    );
    if (next?.day == null) return false;
    const said = await act({ what: 'close day', day: next.day });
    if (said === null || !/^[0-9a-f]{64}$/.test(said)) return false;
    closed.push({ day: next.day, headsHash: said });
    return true;
  }

  async function bearLoss(): Promise<void> {
    const [open] = await stage.rows<{ merchant: string; id: string }>(
      `select e.merchant_id as merchant, e.exception_id as id from exceptions e
        where e.state = 'open' and e.reason = 'missing_at_bank' and e.subject_kind = 'payment'
          and not exists (select from late_money n where n.merchant_id = e.merchant_id and n.payment_id = e.subject_id)
        order by e.opened_at limit 1`,
    );
    if (open === undefined) return;
    const { merchant: merchantId, id: exceptionId } = open;
    await act({ what: 'bear a loss', merchantId, exceptionId, approvalId: exceptionId });
  }

  async function release(): Promise<void> {
    const [held] = await stage.rows<{ merchant: string; id: string }>(
      `select p.merchant_id as merchant, p.payout_id as id from payouts p
        where p.state in ('refused', 'returned') and p.released_at is null order by p.changed_at limit 1`,
    );
    if (held !== undefined)
      await act({ what: 'release', merchantId: held.merchant, payoutId: held.id });
  }

  async function keep(): Promise<void> {
    while (!ending.signal.aborted) {
      await delay(HALF_DAY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
      await perhaps('statements are made right', makeRight);
      await perhaps('statements are made wrong', makeWrong);
      await perhaps('midnight', () => stage.days.toMidnight());
      await delay(HALF_DAY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
      if (chance.is(0.7)) await perhaps('a day is closed', closeNext);
      if (chance.is(0.4)) await perhaps('a loss is borne', bearLoss);
      if (chance.is(0.4)) await perhaps('an account is released', release);
      await perhaps('noon', () => stage.days.toNoon());
    }
  }

  const keeping = keep();
  return {
    closed,
    async over() {
      ending.abort();
      await keeping;
      await makeRight();
    },
    async closeAll() {
      while (await closeNext());
    },
  };
}
