import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../tests/database.ts';
import { startPostgres } from './embedded-postgres.ts';
import { canReach, clusterFolder } from './postgres/places.ts';
import { copiedPrograms } from './postgres/programs.ts';
import { isAlive } from './processes.ts';

const FILE = path.join(import.meta.dirname, 'embedded-postgres.ts');
const ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

let root: string;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-postgres-'));
  fs.chmodSync(root, 0o755);
});

afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe('an embedded PostgreSQL', () => {
  test('starts, keeps what it was told over a restart, and wants its password', async () => {
    const folder = makeFolder('kept');
    const first = await startPostgres({ folder, password: 'p@ss/word' });
    expect(await sql(first.url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    expect(await sql(first.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    await sql(first.url, 'create table kept (word text)');
    const stranger = new URL(first.url);
    stranger.password = 'wrong';
    await expect(sql(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    await first.stop();
    await first.stop();
    const second = await startPostgres({ folder, password: 'p@ss/word', durable: false });
    expect(await sql(second.url, 'select * from kept')).toEqual([]);
    expect(await sql(second.url, 'show fsync')).toEqual([{ fsync: 'off' }]);
    await second.stop();
  });

  test('recovers from its own sudden death', async () => {
    const folder = makeFolder('killed');
    const first = await startPostgres({ folder, password: 'x' });
    await sql(first.url, 'create table kept (word text)');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await startPostgres({ folder, password: 'x' });
    expect(await sql(second.url, 'select * from kept')).toEqual([]);
    await second.stop();
  });

  test('ends when the process that started it is killed', async () => {
    const folder = makeFolder('orphaned');
    const parent = await startElsewhere(folder);
    process.kill(parent.pid, 'SIGKILL');
    await parent.ended;
    const again = await startPostgres({ folder, password: 'x' });
    expect(again.pid).not.toBe(parent.postgres);
    expect(isAlive(parent.postgres)).toBe(false);
    await again.stop();
  });

  test('stops one of its own that is still alive, and never a stranger with its number', async () => {
    const folder = makeFolder('adopted');
    const first = await startPostgres({ folder, password: 'x' });
    const second = await startPostgres({ folder, password: 'x' });
    await first.ended;
    expect(second.pid).not.toBe(first.pid);
    await second.stop();

    const note = path.join(folder, 'postgres/postmaster.pid');
    fs.writeFileSync(note, `${process.pid}\n`);
    const third = await startPostgres({ folder, password: 'x' });
    expect(await sql(third.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await third.stop();
  });

  test('makes its cluster again when the making was cut short', async () => {
    const folder = makeFolder('cut');
    fs.mkdirSync(path.join(folder, 'postgres.new/cluster'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'postgres.new/cluster/PG_VERSION'), '18\n');
    const made = await startPostgres({ folder, password: 'x', durable: false });
    expect(await sql(made.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await made.stop();
  });

  test('says what its log says when it cannot start', async () => {
    const folder = makeFolder('broken');
    const made = await startPostgres({ folder, password: 'x', durable: false });
    await made.stop();
    fs.appendFileSync(path.join(folder, 'postgres/postgresql.conf'), '\nnonsense = 1\n');
    await expect(startPostgres({ folder, password: 'x' })).rejects.toThrow(
      /did not start:[^]*nonsense/,
    );
  });
});

describe.runIf(ROOT)('started by root', () => {
  test('it runs as nobody', async () => {
    const folder = makeFolder('root');
    const made = await startPostgres({ folder, password: 'x', durable: false });
    expect(fs.statSync(`/proc/${made.pid}`).uid).toBe(NOBODY);
    expect(fs.statSync(path.join(folder, 'postgres')).uid).toBe(NOBODY);
    await made.stop();
  });

  test('it may pass through a data folder that is closed to others', async () => {
    const folder = makeFolder('private');
    fs.chmodSync(folder, 0o700);
    expect(clusterFolder(folder)).toBe(path.join(folder, 'postgres'));
    expect(fs.statSync(folder).mode & 0o777).toBe(0o701);
  });

  test('it lives elsewhere when nobody cannot reach the data folder, and is forgotten with it', async () => {
    const closed = makeFolder('closed');
    fs.chmodSync(closed, 0o700);
    const folder = path.join(closed, 'inside');
    expect(canReach(folder)).toBe(false);
    fs.mkdirSync(folder);
    const first = await startPostgres({ folder, password: 'x', durable: false });
    const where = fs.readFileSync(path.join(folder, 'postgres-is-at'), 'utf8').trim();
    expect(where.startsWith(folder)).toBe(false);
    await sql(first.url, 'create table kept (word text)');
    await first.stop();
    const second = await startPostgres({ folder, password: 'x', durable: false });
    expect(await sql(second.url, 'select * from kept')).toEqual([]);
    await second.stop();

    fs.rmSync(folder, { recursive: true });
    fs.mkdirSync(folder);
    const third = await startPostgres({ folder, password: 'y', durable: false });
    await expect(sql(third.url, 'select * from kept')).rejects.toThrow(/does not exist/);
    await third.stop();

    fs.rmSync(folder, { recursive: true });
    const another = path.join(closed, 'another');
    fs.mkdirSync(another);
    expect(clusterFolder(another)).not.toBe(where);
    expect(fs.existsSync(where)).toBe(false);
  });

  const readable = ROOT && canReach(path.dirname(FILE)) && canReach(process.execPath);
  test.runIf(readable)('another user starts one as themselves', async () => {
    const folder = makeFolder('theirs');
    fs.chownSync(folder, NOBODY, NOBODY);
    const parent = await startElsewhere(folder, { uid: NOBODY, gid: NOBODY });
    expect(fs.statSync(`/proc/${parent.postgres}`).uid).toBe(NOBODY);
    process.kill(parent.pid, 'SIGTERM');
    await parent.ended;
  });

  test('its programs are copied where nobody can run them, once, and again when the copy is broken', () => {
    const first = copiedPrograms();
    const file = path.join(first, 'bin/initdb');
    expect(fs.statSync(file).mode & 0o777).toBe(0o755);
    expect(canReach(first)).toBe(true);
    fs.truncateSync(file, 10);
    expect(copiedPrograms()).toBe(first);
    expect(fs.statSync(file).size).toBeGreaterThan(10);
    const asNobody = { uid: NOBODY, gid: NOBODY, cwd: '/', encoding: 'utf8' as const };
    expect(execFileSync(file, ['--version'], asNobody)).toMatch(/PostgreSQL/);
    fs.rmSync(path.dirname(first), { recursive: true });
  });
});

function makeFolder(name: string): string {
  const folder = path.join(root, name);
  fs.mkdirSync(folder, { mode: 0o755 });
  return folder;
}

/** Starts a PostgreSQL from a process of its own, which waits to be killed. */
async function startElsewhere(folder: string, as: { uid?: number; gid?: number } = {}) {
  const script = `import { startPostgres } from ${JSON.stringify(FILE)};
    const { pid } = await startPostgres({ folder: ${JSON.stringify(folder)}, password: 'x' });
    process.stdout.write(pid + '\\n');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    ...as,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) =>
    createInterface(child.stdout).once('line', resolve),
  );
  return { pid: child.pid!, postgres: Number(line), ended };
}
