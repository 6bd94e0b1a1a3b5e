// The control panel's routes: they exist where the bank is the simulated one.
import { DeclinedError } from '@tarik/sdk';
import type { FastifyInstance } from 'fastify';
import { bindAccount } from '../actions/bind-account.ts';
import {
  ACCOUNTS,
  FAULTS,
  STEPS,
  type AccountMood,
  type FaultMood,
  type Step,
} from '../bank/moods.ts';
import type { SandboxBank } from '../bank/sandbox-bank.ts';
import type { Kept } from '../kept.ts';
import { bankPage } from '../pages/bank.ts';
import { field, goTo, say, show, visitOf, type Visit } from '../visit.ts';

export function bankRoutes(site: FastifyInstance, kept: Kept): void {
  const { bank } = kept;
  if (bank === undefined) return;
  site.get('/bank', async (request, reply) => {
    const visit = visitOf(kept, request, reply);
    const [faults] = await Promise.all([bank.faults().catch(() => []), kept.time.refresh()]);
    return show(visit, bankPage(visit, faults));
  });
  const post = (path: string, act: (visit: Visit) => Promise<void>): void => {
    site.post(path, async (request, reply) => {
      const visit = visitOf(kept, request, reply);
      await act(visit);
      return goTo(visit, '/bank');
    });
  };
  post('/bank/accounts', (visit) => linkAtOnce(visit, bank));
  post('/bank/faults', async (visit) => {
    const mood = field(visit, 'fault');
    if (!isKey<FaultMood>(FAULTS, mood)) return;
    await told(visit, bank.orderFault({ ...FAULTS[mood], count: 1 }), ({ w }) =>
      w.faultIsSet(w.faults[mood].title),
    );
  });
  post('/bank/faults/clear', (visit) =>
    told(visit, bank.clearFaults(), ({ w }) => w.faultsCleared),
  );
  post('/bank/clock', async (visit) => {
    const step = field(visit, 'step');
    if (!isKey<Step>(STEPS, step)) return;
    await told(visit, bank.advanceClock(STEPS[step]), ({ w }) => w.clockMoved);
  });
}

/** Registers, and does at the bank what the customer would do there. */
async function linkAtOnce(visit: Visit, bank: SandboxBank): Promise<void> {
  const { kept, w, home } = visit;
  const mood = field(visit, 'mood');
  if (!isKey<AccountMood>(ACCOUNTS, mood)) return;
  const visitor = kept.visitors.change(visit.visitor, {});
  try {
    const { registrationUrl } = await bindAccount(kept, visitor, { home, after: 'accounts' });
    const { status } = await bank.complete(registrationUrl, ACCOUNTS[mood]);
    if (status === 'SUCCESS') say(visit, 'good', w.moodLinked(w.moods[mood].title));
    else say(visit, 'note', w.moodNotLinked);
  } catch (error) {
    if (!(error instanceof DeclinedError)) throw error;
    say(visit, 'note', w.moodNotLinked);
  }
}

async function told(
  visit: Visit,
  done: Promise<unknown>,
  words: (visit: Visit) => string,
): Promise<void> {
  try {
    await done;
    say(visit, 'good', words(visit));
  } catch {
    say(visit, 'bad', visit.w.bankAway);
  }
}

function isKey<K extends string>(table: Readonly<Record<K, unknown>>, key: string): key is K {
  return Object.hasOwn(table, key);
}
