// Drives in which the commit of an answer goes wrong: the line breaks, the server gives up, the power goes.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ACCOUNTS, paymentOf, type Play } from '../play.ts';

/** Longer than a call holds its Request-Id, s. */
const LEASE_SECONDS = 41;

const FINISH = { door: 'db', name: 'db payments-finish', hit: 1, phase: 'before' } as const;

/** The line to the database breaks when the answer is to be committed. */
export async function lostCommit(play: Play): Promise<void> {
  const { one, stage } = play;
  const bound = await play.bind(one, ACCOUNTS.pays);
  const { database } = stage.links;
  let lift: () => void = () => undefined;
  const cut = async (): Promise<void> => {
    lift = database.order({ kind: 'refuse' }, { connections: 10_000 });
    database.resetAll();
  };
  const body = paymentOf(bound);
  const paid = await play.armed(FINISH, cut, () => one.call('payment', body));
  lift();
  await one.call('status', paid.requestId);
  await stage.advance(LEASE_SECONDS);
  await one.call('payment', body, { requestId: paid.requestId });
  await one.call('status', paid.requestId);
}

/** The statement that commits the answer waits for a lock, and is cancelled. */
export async function cancelledCommit(play: Play): Promise<void> {
  const { one, stage } = play;
  const bound = await play.bind(one, ACCOUNTS.pays);
  const holder = new pg.Client({ connectionString: stage.databaseUrl });
  await holder.connect();
  const over = new AbortController();
  const cancelling = (async () => {
    while (!over.signal.aborted) {
      await play.rows(
        `select pg_cancel_backend(pid) from pg_stat_activity
          where wait_event_type = 'Lock' and query like '%finish_payments%' and pid <> pg_backend_pid()`,
      );
      await delay(20);
    }
  })();
  const hold = async (): Promise<void> => {
    await holder.query('begin');
    await holder.query('select 1 from payments for update');
  };
  const body = paymentOf(bound);
  const paid = await play.armed(FINISH, hold, () => one.call('payment', body));
  over.abort();
  await cancelling;
  await holder.query('rollback');
  await holder.end();
  await one.call('status', paid.requestId);
  await stage.advance(LEASE_SECONDS);
  await one.call('payment', body, { requestId: paid.requestId });
}

/** The power goes right after an answer was heard. */
export async function powerCut(play: Play): Promise<void> {
  const { one, stage } = play;
  const bound = await play.bind(one, ACCOUNTS.pays);
  for (let n = 0; n < 3; n += 1) {
    const paid = await play.pay(bound);
    await stage.part('postgres').kill();
    await stage.part('postgres').start();
    await one.call('status', paid.requestId);
  }
}
