// Beginning anew: what a sandbox has kept is removed by name; whatever else lies in the folder is not ours.
import fs from 'node:fs';
import path from 'node:path';
import { NotDone } from '../merchants/not-done.ts';
import { clusterFolder } from './postgres/places.ts';
import { endLeftover } from './postgres/postmaster.ts';

const OURS = [
  'bank',
  'shop',
  'logs',
  'keys.json',
  'partners.json',
  'shop.json',
  'running.json',
  'notifies',
  'postgres.log',
  'postgres-is-at',
];

/** Removes what earlier runs kept. A database of the user's own is not emptied: that is theirs to do. */
export async function emptyFolder(folder: string, databaseUrl: string | undefined): Promise<void> {
  if (databaseUrl) {
    throw new NotDone(
      '--fresh does not empty a database of your own: unset DATABASE_URL, or drop it',
    );
  }
  if (!fs.existsSync(folder)) return;
  const cluster = clusterFolder(folder);
  await endLeftover(cluster);
  for (const at of [cluster, `${cluster}.new`]) fs.rmSync(at, { recursive: true, force: true });
  for (const name of OURS) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}
