// Builds the stage: a durable PostgreSQL, the bank, the merchants' receiver, gateways and workers, each a process, with a
// proxy on every link; and takes it down again.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../packages/gateway/src/base/migrate.ts';
import { createBusinessTime } from './business-time.ts';
import { createDays } from './days.ts';
import { fixedPort } from './fixed-port.ts';
import { nextDeferred } from './journal.ts';
import { makeMerchants } from './make-merchants.ts';
import { openLinks } from './links.ts';
import { clockFile, createParts, type Crew, type Plan } from './parts.ts';
import { createPointsDesk } from './points-desk.ts';
import { assertOwn } from './postgres-part.ts';
import { askBank, tellReceiver } from './ask-parts.ts';
import { setWrongClock } from './clock-library.ts';
import { canariesOf, drawSecrets } from './secrets.ts';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';
import { openMoneyLeft } from './money-left.ts';
import { openStraight } from './straight.ts';
import type { Armed, PartName, Stage, StageOptions } from './types.ts';

/** Builds everything and resolves when every part serves; what was started is ended again when something fails. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'tarik-torture-'));
  const undo: (() => Promise<unknown> | void)[] = [];
  if (options.folder === undefined) {
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
  }
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return await build(options, folder, undo, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  options: StageOptions,
  folder: string,
  undo: (() => Promise<unknown> | void)[],
  close: () => Promise<void>,
): Promise<Stage> {
  const say = options.say ?? (() => undefined);
  const secrets = drawSecrets(options.merchants);
  const databaseFolder = path.join(folder, 'database');
  mkdirSync(databaseFolder, { recursive: true });
  // The database's user must be able to pass through to a disk that is mounted here.
  chmodSync(folder, 0o711);
  const small = options.smallDisk === true ? await openSmallDisk(databaseFolder) : null;
  undo.push(() => small?.close());
  const cluster = {
    folder: databaseFolder,
    port: await fixedPort(),
    password: secrets.databasePassword,
  };
  const databaseUrlAt = (port: number): string =>
    `postgres://tarik:${cluster.password}@127.0.0.1:${port}/postgres`;
  const databaseUrl = databaseUrlAt(cluster.port);
  const bankPort = await fixedPort();
  const bankUrl = `http://127.0.0.1:${bankPort}`;
  const links = await openLinks();
  undo.push(() => Promise.all(links.all.map((link) => link.close())));
  links.database.setTargets([{ host: '127.0.0.1', port: cluster.port }]);
  links.bank.setTargets([{ host: '127.0.0.1', port: bankPort }]);

  const plan: Plan = {
    options,
    folder,
    secrets,
    cluster,
    bankPort,
    databaseUrl: databaseUrlAt(links.database.port),
    links,
    files: {
      bankJournal: path.join(folder, 'bank', 'journal.jsonl'),
      receiverLog: path.join(folder, 'receiver.jsonl'),
    },
    merchants: [],
    bankKey: '',
  };
  const desk = createPointsDesk();
  const crew = createParts(plan, desk);
  undo.push(() => Promise.all(crew.parts.map((part) => part.kill())));
  // A frozen part would outlive a controller that ends without closing.
  const endAll = (): void => {
    for (const part of crew.parts) void part.kill();
  };
  process.once('exit', endAll);
  undo.push(() => void process.off('exit', endAll));
  const straight = openStraight(databaseUrl);
  undo.push(() => straight.close());

  say('database and bank');
  writePrivately(path.join(folder, 'partners.json'), secrets.partners);
  await Promise.all([crew.part('postgres').start(), crew.part('bank').start()]);
  await assertOwn(cluster, databaseUrl);
  await migrate(databaseUrl);
  if (options.sql !== undefined) await runSql(databaseUrl, options.sql);
  plan.merchants = await makeMerchants(databaseUrl, secrets, links.receiver.url);
  plan.bankKey = await askBank(bankUrl, '/sandbox/public-key');
  const known = plan.merchants.map(
    ({ clientId, secret, notificationPath }) =>
      [clientId, { secret, path: notificationPath }] as const,
  );
  writePrivately(path.join(folder, 'receiver-secrets.json'), Object.fromEntries(known));
  say('receiver, gateways and workers');
  await Promise.all(crew.parts.map((part) => part.start()));

  const sandbox = async <T>(where: string, body?: unknown): Promise<T> =>
    JSON.parse(await askBank(bankUrl, where, body)) as T;
  const time = createBusinessTime({
    straight,
    sandbox,
    tell: (offsetMs) => desk.tellAll({ kind: 'clock', offsetMs }),
    nextOfBank: () => nextDeferred(plan.files.bankJournal),
  });

  const days = createDays(time, openMoneyLeft(straight));

  const skew =
    options.clockLibrary === undefined
      ? null
      : (name: PartName, seconds: number) => setWrongClock(clockFile(folder, name), seconds);
  const disk = small === null ? null : fullDisk(small, crew);

  async function heal(): Promise<void> {
    for (const link of links.all) link.heal();
    for (const part of crew.parts) part.thaw();
    for (const { name } of crew.parts) skew?.(name, 0);
    await disk?.free();
    await crew.part('postgres').start();
    await Promise.all(crew.parts.map((part) => part.start()));
    await askBank(bankUrl, '/sandbox/faults', undefined, 'DELETE');
    await tellReceiver(crew.receiverUrl, { behave: true });
  }

  /** What is due comes to its end, then what the bank's days ask for, and again, until there is neither. */
  async function settle(withinMs: number): Promise<string[]> {
    const until = Date.now() + withinMs;
    for (;;) {
      const left = await time.settle(until - Date.now());
      if (left.length > 0) return left;
      const before = time.now();
      const money = await days.work(until - Date.now());
      if (money.length > 0) return money;
      // Nothing was left to be done by then.
      if (time.now() - before < 1000) return [];
    }
  }

  return {
    folder,
    databaseUrl,
    gatewayUrl: links.client.url,
    bankUrl,
    merchants: plan.merchants,
    links,
    part: crew.part,
    parts: crew.parts,
    unexpected: crew.unexpected,
    canaries: canariesOf(secrets, plan.merchants),
    files: { ...plan.files, processLogs: crew.processLogs },
    sandbox,
    misbehave: (share, seed) => tellReceiver(crew.receiverUrl, { misbehave: share, seed }),
    now: time.now,
    advance: time.advance,
    rows: straight.rows,
    days,
    act: (name, act) => desk.channel(name).act(act),
    skew,
    disk,
    record: desk.record,
    arm: (name, armed, onReached) =>
      desk.arm(name, {
        armed,
        links,
        straight,
        otherEnd: () => crew.part(otherEndOf(armed, name)).pid,
        onReached,
      }),
    heal,
    settle,
    close,
  };
}

/** A database whose log finds no room ends itself: that is its way, and it is started again when there is room. */
function fullDisk({ fill, free }: SmallDisk, crew: Crew): NonNullable<Stage['disk']> {
  let full = false;
  return {
    async fill() {
      full = true;
      await fill();
    },
    async free() {
      await free();
      if (!full) return;
      full = false;
      const own = crew.unexpected.filter(({ part }) => part === 'postgres');
      for (const one of own) crew.unexpected.splice(crew.unexpected.indexOf(one), 1);
      await crew.part('postgres').start();
    },
  };
}

/** Whose bytes are on their way when a call through this door was sent: who answers it, or, for an answer, who sent it. */
function otherEndOf({ door, name }: Armed, own: PartName): PartName {
  if (door === 'db') return 'postgres';
  if (door === 'http') return name === 'http notify' ? 'receiver' : 'bank';
  return own;
}

function writePrivately(file: string, content: unknown): void {
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
}

async function runSql(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
