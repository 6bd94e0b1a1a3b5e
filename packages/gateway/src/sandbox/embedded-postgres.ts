// A PostgreSQL of our own for the sandbox and the tests: made, started on a free port of loopback, and ended with us.
// It is never the database of a production: it shares a machine, a disk and a life with the process that started it.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './ports.ts';
import { clusterFolder, give, makePrivate, runAs } from './postgres/places.ts';
import { endLeftover, isReady } from './postgres/postmaster.ts';
import { postgresPrograms } from './postgres/programs.ts';

export interface PostgresSettings {
  /** The data folder; the cluster is made in it, or beside it where its user could not reach it. */
  folder: string;
  /** Password of the role `tarik`. A cluster keeps the one that it was made with. */
  password: string;
  /** The port to listen on; a free one when absent. */
  port?: number;
  /** False gives durability up for speed: for tests alone. */
  durable?: boolean;
  /** A folder with `bin/postgres` and `bin/initdb` to use instead of those that npm brought. */
  programs?: string;
}

export interface RunningPostgres {
  /** Connects as the role `tarik` to the database `postgres`. */
  url: string;
  logFile: string;
  pid: number;
  /** Fulfilled when the database has ended, by us or by itself. */
  ended: Promise<void>;
  /** Ends it quickly and cleanly. Idempotent. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL and waits until it takes connections; throws with the end of its log when it does not. */
export async function startPostgres(settings: PostgresSettings): Promise<RunningPostgres> {
  const programs = postgresPrograms(settings.programs);
  const cluster = clusterFolder(path.resolve(settings.folder));
  await endLeftover(cluster);
  if (!fs.existsSync(path.join(cluster, 'PG_VERSION'))) {
    await makeCluster(programs, cluster, settings.password);
  }
  const logFile = path.join(settings.folder, 'postgres.log');
  for (let tries = 1; ; tries += 1) {
    const port = settings.port ?? (await freePort());
    const run = launch(programs, cluster, port, logFile, settings.durable ?? true);
    if (await becomesReady(run, cluster)) {
      const { pid, ended, stop } = run;
      const url = `postgres://tarik:${encodeURIComponent(settings.password)}@127.0.0.1:${port}/postgres`;
      return { url, logFile, pid, ended, stop };
    }
    const log = tail(logFile);
    // Somebody may have taken the port between our look and its start.
    if (tries >= 3 || !/in use/.test(log)) throw new Error(`PostgreSQL did not start:\n${log}`);
  }
}

async function makeCluster(programs: string, cluster: string, password: string): Promise<void> {
  // A making that was cut short leaves only the folder with the other name.
  const fresh = `${cluster}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.rmSync(cluster, { recursive: true, force: true });
  makePrivate(fresh);
  const passwordFile = path.join(fresh, 'password');
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  give(passwordFile);
  const made = path.join(fresh, 'cluster');
  const locale = builtinLocale(programs) ? ['--locale-provider=builtin'] : [];
  await promisify(execFile)(
    path.join(programs, 'bin/initdb'),
    [
      '-D',
      made,
      '-U',
      'tarik',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--no-sync',
    ].concat(['--encoding=UTF8', ...locale, '--locale=C.UTF-8']),
    { ...runAs(), cwd: fresh, env: environment(fresh) },
  ).catch((error: unknown) => {
    const { stderr } = error as { stderr?: string };
    throw new Error(`initdb failed: ${stderr || (error as Error).message}`);
  });
  fs.renameSync(made, cluster);
  fs.rmSync(fresh, { recursive: true, force: true });
}

interface Launched {
  pid: number;
  ended: Promise<void>;
  isEnded(): boolean;
  stop(): Promise<void>;
}

// The shell becomes the postmaster; its other half waits on a pipe from us. Should we die, even by SIGKILL, the pipe
// ends without a word and the postmaster is told to stop. A session of its own keeps Ctrl-C for us.
const WITH_US = '{ read -r word <&3 || kill -INT $$; } >&- 2>&- & exec "$@" 3<&-';

function launch(
  programs: string,
  cluster: string,
  port: number,
  logFile: string,
  durable: boolean,
): Launched {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'log_timezone=UTC'];
  const command = [
    path.join(programs, 'bin/postgres'),
    '-D',
    cluster,
    '-p',
    String(port),
    ...[...settings, ...(durable ? [] : NOT_DURABLE)].flatMap((setting) => ['-c', setting]),
  ];
  const shell =
    process.platform === 'win32' ? command : ['sh', '-c', WITH_US, 'postgres', ...command];
  const log = fs.openSync(logFile, 'w', 0o600);
  const child = spawn(shell[0] ?? '', shell.slice(1), {
    ...runAs(),
    cwd: cluster,
    env: environment(cluster),
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  });
  fs.closeSync(log);
  return watched(child);
}

const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

function watched(child: ChildProcess): Launched {
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  let over = false;
  const end = (): void => {
    over = true;
    const pipe = child.stdio[3];
    if (pipe && 'end' in pipe) pipe.end('ended\n');
    resolve(undefined);
  };
  child.once('exit', end);
  child.once('error', end);
  child.stdio[3]?.on('error', () => undefined);
  return {
    pid: child.pid ?? 0,
    ended,
    isEnded: () => over,
    async stop() {
      if (!over) child.kill('SIGINT');
      const late = AbortSignal.timeout(10_000);
      late.addEventListener('abort', () => over || child.kill('SIGQUIT'));
      await ended;
    },
  };
}

async function becomesReady(run: Launched, cluster: string): Promise<boolean> {
  // After a crash it first repairs itself, which may take a while; it either gets ready or ends.
  while (!run.isEnded()) {
    if (isReady(cluster, run.pid)) return true;
    await delay(10);
  }
  return false;
}

/** PostgreSQL brings its own C.UTF-8 since version 17; before, the system's is used. */
function builtinLocale(programs: string): boolean {
  const version = execFileSync(path.join(programs, 'bin/postgres'), ['--version'], {
    ...runAs(),
    cwd: '/',
    encoding: 'utf8',
  });
  return Number(/ (\d+)/.exec(version)?.[1]) >= 17;
}

// Its settings come from the command line alone: a PG… variable of the user's shell must not reach it.
function environment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C', TZ: 'UTC' };
}

function tail(logFile: string): string {
  return fs.readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n');
}
