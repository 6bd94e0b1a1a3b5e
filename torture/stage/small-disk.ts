// A disk of the database's own that can be made full: a tmpfs whose size is taken down to what is used, where the machine
// lets us mount one.
import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

export interface SmallDisk {
  /** From now on there is no room. */
  fill(): Promise<void>;
  /** There is room again. */
  free(): Promise<void>;
  /** Gives the folder back as it was. Everything on the disk is gone. */
  close(): Promise<void>;
}

const run = promisify(execFile);
const ROOMY = '16g';
const LEFT_BYTES = 16 * 1024;

/** Mounts it at a folder that is there; null where we may not. */
export async function openSmallDisk(folder: string): Promise<SmallDisk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY},mode=0711`, 'tmpfs', folder]);
  } catch {
    return null;
  }
  // A controller that is ended by hand closes nothing; the disk would stay, and its memory with it.
  const leave = (): void => void spawnSync('umount', ['-l', folder]);
  process.once('exit', leave);
  const resize = async (size: string): Promise<void> => {
    await run('mount', ['-o', `remount,size=${size}`, folder]);
  };
  return {
    async fill() {
      // Others write meanwhile: a size below what is used by then is refused, and asked for again.
      for (let tries = 1; ; tries += 1) {
        const { blocks, bfree, bsize } = await fs.promises.statfs(folder);
        try {
          await resize(String((blocks - bfree) * bsize + LEFT_BYTES));
          return;
        } catch (error) {
          if (tries >= 20) throw error;
        }
      }
    },
    free: () => resize(ROOMY),
    async close() {
      process.off('exit', leave);
      await run('umount', ['-l', folder]);
    },
  };
}
