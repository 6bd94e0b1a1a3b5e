// Ports of loopback: whether one is free, and any that is.
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { NotDone } from '../merchants/not-done.ts';

const LOOPBACK = '127.0.0.1';

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const port = await bind(0);
  if (port === null) throw new Error('no port of loopback is free');
  return port;
}

/**
 * The port that a variable asks for, or the usual one; 0 asks for any. Throws {@link NotDone} with the name of the
 * variable when it is taken. `patienceMs`: what an earlier run left may need a moment to let go of it.
 */
export async function askedPort(
  name: string,
  asked: string | undefined,
  usual: number,
  patienceMs: number,
): Promise<number> {
  const port = asked === undefined || asked === '' ? usual : Number(asked);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new NotDone(`${name} must be a port from 0 to 65535`);
  }
  if (port === 0) return await freePort();
  for (let waited = 0; ; waited += 100) {
    if ((await bind(port)) !== null) return port;
    if (waited >= patienceMs) {
      throw new NotDone(`port ${port} is taken: set ${name} to another one, or to 0 for any`);
    }
    await delay(100);
  }
}

/** The port that was bound and is free again, or null when somebody has it. */
async function bind(port: number): Promise<number | null> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return null;
    throw error;
  }
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : null;
}
