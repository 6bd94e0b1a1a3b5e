// Names to addresses. Not through the thread pool: a merchant's hanging name server must not hold
// up anybody else.
import { Resolver, lookup } from 'node:dns/promises';
import { isLocalhost } from './address.ts';

/**
 * Every address of a name, in the order in which they should be tried; rejects when there is none.
 */
export type Resolve = (name: string) => Promise<readonly string[]>;

const TIME_OUT_MS = 1200;
const TRIES = 2;

/**
 * Asks the system's name servers, IPv4 first. `localhost` is this machine without asking (RFC
 * 6761), and a name that the name servers do not know may still stand in the machine's own hosts
 * file.
 */
export function systemResolve(): Resolve {
  const resolver = new Resolver({ timeout: TIME_OUT_MS, tries: TRIES });
  return async (name) => {
    if (isLocalhost(name)) return ['127.0.0.1', '::1'];
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    if (![v4, v6].every(saysNo)) throw new Error('no name server answered');
    const listed = await lookup(name, { all: true, order: 'ipv4first' });
    return listed.map(({ address }) => address);
  };
}

function saysNo(answer: PromiseSettledResult<unknown>): boolean {
  if (answer.status === 'fulfilled') return true;
  const { code } = answer.reason as { code?: unknown };
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
