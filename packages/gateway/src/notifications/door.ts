// The one door to merchants. A URL comes from a stranger, so it decides nothing: not where we
// connect (every address is judged, and the judged one is dialled), not how long we wait, and not
// how much we read.
import { networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { Dispatcher } from 'undici';
import type { Clock } from '../base/clock.ts';
import { assertNoTransaction } from '../base/db.ts';
import { createDeadlines } from '../banks/deadlines.ts';
import type { Deadlines } from '../banks/deadlines.ts';
import { ipVerdict, parseRanges } from './address.ts';
import { answerText } from './answer.ts';
import { systemResolve } from './resolve.ts';
import type { Resolve } from './resolve.ts';
import { urlFault } from './target.ts';

/**
 * What was heard. `error` is null when an answer was read to its end, or to where we stop reading.
 */
export interface Heard {
  status: number | null;
  /**
   * Why there was no whole answer: a closed word such as `time_out`, `address_refused`,
   * `econnrefused`.
   */
  error: string | null;
  retryAfter: string | null;
  /** The beginning of the answer, redacted; null when no byte of a body came. */
  answer: string | null;
  durationMs: number;
}

export interface Post {
  url: string;
  /** Names go out with the capitals given here. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface MerchantDoor {
  /**
   * Posts once; never repeats, never follows a redirect, never throws for what a URL or a merchant
   * does.
   */
  post(post: Post): Promise<Heard>;
  /** Closes the connections; what is under way is heard to its end. */
  close(): Promise<void>;
}

export interface DoorLimits {
  /** For resolving, connecting and TLS, ms. */
  connectMs: number;
  /** For everything, ms. */
  totalMs: number;
}

export interface MerchantDoorSettings {
  clock: Clock;
  /** Allows http, any port and loopback. */
  sandbox: boolean;
  /**
   * Addresses and CIDR ranges that may be called although they are not public: a self-hoster's own
   * network.
   */
  allow: readonly string[];
  resolve?: Resolve;
  limits?: DoorLimits;
  /** Certificates (PEM) of authorities that are trusted instead of the system's. */
  trust?: string;
}

export const DOOR_LIMITS: DoorLimits = { connectMs: 3000, totalMs: 10_000 };

const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/** Why a connection was not made; its message is the closed word. */
class NotDialled extends Error {
  override name = 'NotDialled';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Opens the door; one a process. Throws when `allow` names something that is no range. */
export function createMerchantDoor(settings: MerchantDoorSettings): MerchantDoor {
  const { clock, sandbox } = settings;
  const deadlines = createDeadlines(clock);
  const limits = settings.limits ?? DOOR_LIMITS;
  const allowed = parseRanges(settings.allow);
  const own = parseRanges(
    Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map(({ address }) => address),
    ),
  );

  function mayDial(address: string): boolean {
    if (allowed(address)) return true;
    const verdict = ipVerdict(address);
    return verdict === 'loopback' ? sandbox : verdict === 'public' && !own(address);
  }

  // A connection is kept for the next call to the same origin for a moment only: a call that meets
  // a connection which the other side is closing would count as a failed try.
  const agent = new Agent({
    connect: guardedConnect({
      mayDial,
      resolve: settings.resolve ?? systemResolve(),
      deadlines,
      connectMs: limits.connectMs,
      trust: settings.trust,
    }),
    keepAliveTimeout: 1000,
    keepAliveMaxTimeout: 1000,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });

  return {
    async post(post) {
      assertNoTransaction();
      const began = clock.steady();
      const fault = urlFault(post.url, sandbox, mayDial);
      const heard =
        fault === null ? await send(agent, deadlines, limits.totalMs, post) : failed(fault);
      return { ...heard, durationMs: Math.round(clock.steady() - began) };
    },
    close: () => agent.close(),
  };
}

interface Guard {
  mayDial(address: string): boolean;
  resolve: Resolve;
  deadlines: Deadlines;
  connectMs: number;
  trust: string | undefined;
}

// Resolving happens here and nowhere else: what is dialled is the address that was judged, so there
// is no second resolution for a name server to answer differently. The name stays what TLS and the
// Host header speak of.
function guardedConnect(guard: Guard): buildConnector.connector {
  const tls = guard.trust === undefined ? {} : { ca: guard.trust };
  // Our own deadline covers resolving too; the connector's, a little later, ends a socket that
  // still tries.
  const dial = buildConnector({ ...tls, timeout: guard.connectMs + 500, allowH2: false });

  return (options, done) => {
    const { hostname } = options;
    let over = false;
    const cancel = guard.deadlines.set(guard.connectMs, () => {
      finish(new NotDialled('connect_time_out'), null);
    });

    function finish(...[error, socket]: Parameters<buildConnector.Callback>): void {
      if (over) {
        socket?.destroy();
        return;
      }
      over = true;
      cancel();
      if (error === null) done(null, socket);
      else done(error, null);
    }

    function tryNext(addresses: readonly string[]): void {
      const [address, ...others] = addresses;
      if (over || address === undefined) return;
      // An empty server name for a literal address: TLS then checks the certificate against the
      // address itself.
      const servername = isIP(hostname) === 0 ? hostname.replace(/\.$/, '') : '';
      const tlsName = options.protocol === 'https:' ? { servername } : {};
      const { servername: _, ...rest } = options;
      dial({ ...rest, ...tlsName, hostname: address }, (...[error, socket]) => {
        if (error === null) finish(null, socket);
        else if (others.length > 0) tryNext(others);
        else finish(error, null);
      });
    }

    addressesOf(hostname, guard).then(tryNext, (error: unknown) => {
      finish(error instanceof NotDialled ? error : new NotDialled('name_not_resolved'), null);
    });
  };
}

/** The addresses of a host, all of which may be dialled; one that may not be refuses them all. */
async function addressesOf(hostname: string, guard: Guard): Promise<readonly string[]> {
  const addresses = isIP(hostname) === 0 ? await guard.resolve(hostname) : [hostname];
  if (addresses.length === 0) throw new NotDialled('name_not_resolved');
  if (!addresses.every((address) => isIP(address) !== 0 && guard.mayDial(address))) {
    throw new NotDialled('address_refused');
  }
  return addresses;
}

type HeardSoFar = Omit<Heard, 'durationMs'>;

function failed(error: string): HeardSoFar {
  return { status: null, error, retryAfter: null, answer: null };
}

function send(
  agent: Agent,
  deadlines: Deadlines,
  totalMs: number,
  post: Post,
): Promise<HeardSoFar> {
  const { promise, resolve } = Promise.withResolvers<HeardSoFar>();
  let line: Dispatcher.DispatchController | undefined;
  let over = false;
  let status: number | null = null;
  let retryAfter: string | null = null;
  const chunks: Buffer[] = [];
  let size = 0;

  const cancel = deadlines.set(totalMs, () => stop('time_out'));

  function finish(error: string | null): void {
    if (over) return;
    over = true;
    cancel();
    const answer = size === 0 ? null : answerText(Buffer.concat(chunks));
    resolve({ status, error, retryAfter, answer });
  }

  function stop(error: string | null): void {
    finish(error);
    line?.abort(new Error('heard enough'));
  }

  const { origin, pathname, search } = new URL(post.url);
  const { headers, body } = post;
  agent.dispatch(
    { origin, path: pathname + search, method: 'POST', headers, body },
    {
      onRequestStart(controller) {
        // Waited for a connection until after its time-out: it must not go out behind our back.
        if (over) throw new Error('given up before it was sent');
        line = controller;
      },
      onResponseStart(_controller, code, received) {
        if (code < 200) return;
        status = code;
        const later = received['retry-after'];
        retryAfter = typeof later === 'string' ? later.slice(0, 64) : null;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk.subarray(0, MAX_ANSWER_BYTES - size));
        size += chunk.length;
        // The status was said and this much of the body is all that anybody will look at: no
        // failure.
        if (size >= MAX_ANSWER_BYTES) stop(null);
      },
      onResponseEnd() {
        finish(null);
      },
      onResponseError(_controller, error) {
        stop(wordFor(error));
      },
    },
  );
  return promise;
}

// Codes only: messages quote addresses and sometimes what was sent.
function wordFor(error: Error): string {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || code === 'UND_ERR_SOCKET') return 'line_broken';
  return code.toLowerCase().replace(/^und_err_/, '');
}
