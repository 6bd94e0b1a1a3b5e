// Where the embedded PostgreSQL may live. It never runs as root: started by root, it runs as "nobody", who must be able
// to reach its programs and its cluster. What he cannot reach gets a folder of our own that he can.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The user that every system has, by number where not by name. */
const NOBODY = 65534;

/** Whose process the database is: nobody's when root starts it, ours otherwise. */
export function runAs(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** Whether the database's user can enter every folder down to this one, or to where it will be made. */
export function canReach(folder: string): boolean {
  if (process.getuid?.() !== 0) return true;
  for (let at = existing(path.resolve(folder)); ; at = path.dirname(at)) {
    const { mode, uid } = fs.statSync(at);
    if ((mode & (uid === NOBODY ? 0o100 : 0o001)) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Makes a folder that belongs to the database's user alone. */
export function makePrivate(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  give(folder);
}

/** Gives a file or folder to the database's user. */
export function give(file: string): void {
  const { uid, gid } = runAs();
  if (uid !== undefined && gid !== undefined) fs.chownSync(file, uid, gid);
}

/**
 * Where the cluster of a data folder rests: `postgres` inside it, or, where nobody cannot reach that, a folder of our
 * own that is named after it. A note in the data folder says where; without the note what lies there is forgotten,
 * because somebody has removed the data folder it belonged to.
 */
export function clusterFolder(folder: string): string {
  letPass(folder);
  const inside = path.join(folder, 'postgres');
  if (canReach(inside)) return inside;
  const own = ownFolder();
  removeAbandoned(own);
  const name = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16);
  const outside = path.join(own, `cluster-${name}`);
  const note = path.join(folder, 'postgres-is-at');
  if (!fs.existsSync(note)) {
    fs.rmSync(outside, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(`${outside}.of`, `${path.resolve(folder)}\n`);
    fs.writeFileSync(note, `${outside}\n`);
  }
  return outside;
}

/** A data folder of ours that is closed to others is opened for passing through, not for looking around. */
function letPass(folder: string): void {
  if (process.getuid?.() !== 0 || !fs.existsSync(folder)) return;
  const { uid, mode } = fs.statSync(folder);
  if (uid === 0 && (mode & 0o001) === 0) fs.chmodSync(folder, (mode & 0o777) | 0o001);
}

/** Clusters whose data folder is gone, unless their database still runs. */
function removeAbandoned(own: string): void {
  for (const name of fs.readdirSync(own).filter((file) => file.endsWith('.of'))) {
    const note = path.join(own, name);
    const cluster = note.slice(0, -'.of'.length);
    if (fs.existsSync(fs.readFileSync(note, 'utf8').trim())) continue;
    if (fs.existsSync(path.join(cluster, 'postmaster.pid'))) continue;
    fs.rmSync(cluster, { recursive: true, force: true });
    fs.rmSync(note);
  }
}

/** A folder of our own that everybody can enter and only we can write: below /var/lib, or the temporary folder. */
export function ownFolder(): string {
  const mine = process.getuid?.() ?? 0;
  const candidates = [
    ...(mine === 0 ? [path.join('/var/lib', 'tarik')] : []),
    path.join(os.tmpdir(), `tarik-${mine}`),
  ];
  for (const folder of candidates) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = fs.lstatSync(folder);
      // In a temporary folder somebody else may have been here first.
      const ours = fs.lstatSync(folder).isDirectory() && uid === mine && (mode & 0o022) === 0;
      if (ours && canReach(folder)) return folder;
    } catch {
      // Read-only or forbidden: the next one.
    }
  }
  throw new Error(
    `no folder for the embedded PostgreSQL: ${candidates.join(' and ')} cannot be used. ` +
      'Set DATABASE_URL to use a PostgreSQL of your own, or TARIK_DATA to a folder that all can enter.',
  );
}

function existing(folder: string): string {
  return fs.existsSync(folder) ? folder : existing(path.dirname(folder));
}
