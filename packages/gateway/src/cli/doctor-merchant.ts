// What the doctor looks at for a merchant's engineer: the sandbox, whether its parts answer, the clocks, and the signature.
import { SANDBOX_MERCHANTS } from '../sandbox/merchants.ts';
import { askedPort } from '../sandbox/ports.ts';
import type { RunningNote } from '../sandbox/running.ts';
import { call } from '../sandbox/walk/call.ts';
import { systemClock } from '../base/clock.ts';
import type { Cli } from './cli.ts';
import { findSandbox } from './running-sandbox.ts';

export interface Finding {
  check: string;
  ok: boolean;
  /** What was found; for a failure, what to do. */
  says: string[];
}

/** Beyond this a signed request is refused. */
const MOST_SKEW_S = 3600;
const LEAST_NODE = [22, 19] as const;

export function examineNode(): Finding {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [least, leastMinor] = LEAST_NODE;
  const ok = major > least || (major === least && minor >= leastMinor);
  return {
    check: 'node',
    ok,
    says: [`Node ${node}`, ...(ok ? [] : [`use ${LEAST_NODE.join('.')} or newer`])],
  };
}

/** The sandbox that runs here, part by part; where none does, whether one could. */
export async function examineSandbox(cli: Cli): Promise<Finding[]> {
  const running = findSandbox(cli);
  return running === null ? [await couldRun(cli)] : await examineRunning(running);
}

async function couldRun(cli: Cli): Promise<Finding> {
  const says = [
    'none runs here: tarik sandbox (npm start) starts one, TARIK_DATA names the folder of another',
  ];
  const ports = { TARIK_PORT: 8080, TARIK_BANK_PORT: 8090, TARIK_SHOP_PORT: 8070 };
  for (const [name, usual] of Object.entries(ports)) {
    if (cli.env()[name] === 'off') continue; // a sandbox without a shop
    const taken = await askedPort(name, cli.env()[name], usual, 0).then(
      () => [],
      (error: unknown) => [error instanceof Error ? error.message : `${name} cannot be used`],
    );
    says.push(...taken);
  }
  return { check: 'sandbox', ok: false, says };
}

async function examineRunning({ pid, gateway, bank, shop }: RunningNote): Promise<Finding[]> {
  const [merchant] = SANDBOX_MERCHANTS;
  return [
    { check: 'sandbox', ok: true, says: [`runs as process ${pid}`] },
    ...(await examineGateway(gateway)),
    await answering('bank', `${bank}/readyz`),
    ...(shop === null ? [] : [await answering('shop', `${shop}/readyz`)]),
    ...(merchant === undefined ? [] : [await examineKey({ gateway, ...merchant })]),
  ];
}

/** Whether a gateway answers, and how far our clock is from its. */
export async function examineGateway(gateway: string): Promise<Finding[]> {
  const clock = systemClock();
  try {
    const answer = await fetch(`${gateway}/readyz`, { signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    const found = {
      check: 'gateway',
      ok: answer.ok,
      says: [`${gateway} answers (HTTP ${answer.status})`],
    };
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(theirs) ? [found] : [found, clockFinding((clock.wall() - theirs) / 1000)];
  } catch {
    return [
      {
        check: 'gateway',
        ok: false,
        says: [`${gateway} does not answer: network, TLS or a wrong URL`],
      },
    ];
  }
}

/** The header Date has whole seconds, so that a second's difference is none. */
function clockFinding(skew: number): Finding {
  const seconds = Math.round(Math.abs(skew));
  if (seconds <= 2)
    return { check: 'clock', ok: true, says: ['this machine and the gateway agree'] };
  const words = `this machine is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} the gateway`;
  const ok = seconds < MOST_SKEW_S;
  const why = `a Request-Timestamp may be ${MOST_SKEW_S} s away: set the clock by NTP`;
  return { check: 'clock', ok, says: ok ? [words] : [words, why] };
}

/** Whether a merchant's Secret Key is the gateway's: a signed question after an order that does not exist. */
export async function examineKey(merchant: {
  gateway: string;
  clientId: string;
  secret: string;
}): Promise<Finding> {
  const check = 'signature';
  try {
    const { status, answer, verified } = await call(merchant, '/orders/v1/status/tarik-doctor');
    const { error } = (answer ?? {}) as { error?: { code?: string; message?: string } };
    const ok = verified && status === 404;
    if (ok)
      return { check, ok, says: [`${merchant.clientId} signs rightly, and so does the gateway`] };
    const says = [
      `${merchant.clientId} is answered ${status} ${error?.code ?? ''}: ${error?.message ?? ''}`,
    ];
    return {
      check,
      ok,
      says: verified ? says : [...says, "the answer's signature is wrong: another Secret Key?"],
    };
  } catch {
    return {
      check,
      ok: false,
      says: [`${merchant.gateway} did not answer a signed call with JSON`],
    };
  }
}

async function answering(check: string, url: string): Promise<Finding> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    return {
      check,
      ok: answer.ok,
      says: [`${new URL(url).origin} answers (HTTP ${answer.status})`],
    };
  } catch {
    return {
      check,
      ok: false,
      says: [`${new URL(url).origin} does not answer: see logs/ in the data folder`],
    };
  }
}
