// The end of a run: faults stop, everything that is due happens, and then every answer, every notification, our books and
// the bank's book must tell one story.
import { checkBooks } from '../../packages/gateway/src/checks/check.ts';
import { refundedOf } from './bank.ts';
import { choresOf, statusOf } from './commands.ts';
import type { World } from './world.ts';

/** Far more than any story needs. */
const MOST_JUMPS = 300;

/** Lets a run come to its end and answers with everything that does not hold; nothing is the promise. */
export async function endOf(world: World): Promise<string[]> {
  await world.finish();
  world.bank.forget();
  for (const faults of world.dbFaults) faults.length = 0;
  world.answers.length = 0;
  world.stage.open();
  await comeToRest(world);
  await askEverythingAgain(world);
  await comeToRest(world);
  await compare(world);
  return [...new Set([...world.model.findings, ...world.bank.outrages, ...world.bugs])];
}

async function comeToRest(world: World): Promise<void> {
  for (let jumps = 0; ; jumps += 1) {
    for (let done = 1; done > 0;) done = await choresOf(world, world.processes[0]);
    const [row] = await world.ground.db.rows<{ next: number | null }>({
      name: 'model-next-due',
      text: `select min(greatest(due_at, lease_until)) as next from (
               select due_at, lease_until from payments union all
               select due_at, lease_until from refunds union all
               select due_at, lease_until from tokens union all
               select due_at, lease_until from notifications union all
               select due_at, null from late_money) d where due_at is not null`,
      values: [],
    });
    if (row?.next == null) return;
    if (jumps === MOST_JUMPS) throw new Error('a run does not come to rest');
    world.stage.advance(Math.max(row.next - world.stage.now(), 0) + 1);
  }
}

/** Whatever was ever asked is asked once more: what was kept is said again, what broke off comes to its answer. */
async function askEverythingAgain(world: World): Promise<void> {
  world.advance(60_000);
  for (const asked of world.model.asked.filter(({ endpoint }) => endpoint !== 'token')) {
    world.send(1, asked);
    while (world.underWay.size > 0) await Promise.all(world.underWay.keys());
  }
}

async function compare(world: World): Promise<void> {
  const { model, bank } = world;
  const { findings } = model;
  for (const finding of await checkBooks(world.ground.db)) {
    findings.push(`the books: ${JSON.stringify(finding)}`);
  }
  const late = await ourMoney(world);
  for (const payment of model.payments) {
    const status = await statusOf(world, world.processes[0], payment);
    const books = [...bank.payments.values()].filter((one) => one.amount === payment.amount);
    const paid = books.filter((one) => one.state === 'paid');
    const what = `payment ${payment.amount}`;
    if (books.length > 1) findings.push(`${what}: asked of the bank ${books.length} times`);
    if (status === null) {
      if (books.length > 0) findings.push(`${what}: the bank has it, and we do not`);
      continue;
    }
    model.status(payment, model.certain(payment), status);
    if (status === 'PENDING') findings.push(`${what}: PENDING for ever`);
    const ok = status === 'SUCCESS' || status === 'REFUNDED';
    const [book] = paid;
    if (book !== undefined && !ok && !bank.brokenFor.has(`${payment.amount}`)) {
      findings.push(`${what} is ${status}, though the bank took the money in time`);
    }
    if (book !== undefined && !ok && !late.has(book.reference)) {
      findings.push(`${what} is ${status}, and the bank has taken the money`);
    }
    if (book !== undefined && !ok && refundedOf(bank, book.reference) !== book.amount) {
      findings.push(`${what} is ${status}, and the money is not back`);
    }
    if (ok && paid.length !== 1) findings.push(`${what} is ${status} without a debit`);
    mustBeTold(world, payment.requestId, `${payment.amount}`, ok, books.length > 0);
  }
  for (const refund of model.refunds) {
    const book = [...bank.refunds.values()].filter((one) => one.tag === refund.tag);
    const [world1] = refund.worlds;
    if (book.length > 1) findings.push(`refund ${refund.tag} was booked ${book.length} times`);
    if (book.length === 1 && !refund.worlds.has('succeeded')) {
      findings.push(`refund ${refund.tag} is ${world1}, and the bank has given it back`);
    }
  }
  mustHaveOnePaymentEach(world);
}

/** Our succeeded payments and refunds against the bank's book, both ways; answers with the late debits. */
async function ourMoney(world: World): Promise<Set<string>> {
  const { bank, model, run } = world;
  const prefix = run.toString(16).padStart(8, '0');
  const rows = await world.ground.db.rows<{ kind: string; reference: string; amount: bigint }>({
    name: 'model-our-money',
    text: `select 'paid' as kind, replace(p.payment_id::text, '-', '') as reference, p.amount
             from payments p where p.state = 'succeeded'
           union all select 'late', replace(l.payment_id::text, '-', ''), l.amount from late_money l
           union all select 'refunded', replace(r.refund_id::text, '-', ''), r.amount from refunds r
                      where r.state = 'succeeded'
           union all select 'untold', n.notification_id::text, 0 from notifications n
                      where n.state <> 'delivered'`,
    values: [],
  });
  const own = rows.filter((row) => row.reference.startsWith(prefix));
  const ours = own
    .filter(({ kind }) => kind !== 'untold')
    .map(
      ({ kind, reference, amount }) =>
        `${kind === 'refunded' ? 'REFUND' : 'DEBIT'} ${reference} ${amount}`,
    );
  const theirs = [
    ...[...bank.payments.values()]
      .filter(({ state }) => state === 'paid')
      .map(({ reference, amount }) => `DEBIT ${reference} ${amount}`),
    ...[...bank.refunds.values()].map(({ reference, amount }) => `REFUND ${reference} ${amount}`),
  ];
  for (const one of ours) if (!theirs.includes(one)) model.findings.push(`only ours: ${one}`);
  for (const one of theirs) if (!ours.includes(one)) model.findings.push(`only the bank's: ${one}`);
  for (const { kind, reference } of own) {
    if (kind === 'untold') model.findings.push(`notification ${reference} was never delivered`);
  }
  return new Set(own.filter(({ kind }) => kind === 'late').map(({ reference }) => reference));
}

/** A payment that came to its end was told; one that never reached the bank was answered at once. */
function mustBeTold(
  { delivered, model }: World,
  requestId: string,
  amount: string,
  ok: boolean,
  atBank: boolean,
): void {
  const status = ok ? 'SUCCESS' : 'FAILED';
  const told = [...delivered].some((body) => {
    const news = JSON.parse(body) as {
      order: { amount?: unknown };
      refund?: unknown;
      transaction: { status: string; original_request_id: string };
    };
    return (
      news.refund === undefined &&
      String(news.order.amount) === amount &&
      news.transaction.original_request_id === requestId &&
      news.transaction.status === status
    );
  });
  if (!told && atBank)
    model.findings.push(`payment ${amount} became ${status} and nobody was told`);
}

function mustHaveOnePaymentEach({ model }: World): void {
  const paid = model.payments.filter((one) => model.certain(one) === 'succeeded');
  for (const [invoice, own] of Map.groupBy(paid, (one) => one.invoice)) {
    if (own.length > 1) model.findings.push(`invoice ${invoice} was paid ${own.length} times`);
  }
}
