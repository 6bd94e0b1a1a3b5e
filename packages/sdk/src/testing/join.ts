// joinSandbox: a sandbox that runs already.
import { refuse } from '../settings.ts';
import { sandboxAt, type Sandbox } from './sandbox.ts';
import { sandboxError } from './sandbox-error.ts';

export interface JoinOptions {
  /** Base URL of the gateway. Default: TARIK_GATEWAY_URL, else http://127.0.0.1:8080. */
  gateway?: string;
  /** Base URL of the simulated bank. Default: TARIK_BANK_URL, else http://127.0.0.1:8090. */
  bank?: string;
}

/** Joins a running sandbox. Throws a `SandboxError` that says what to do when none answers. */
export async function joinSandbox(options: JoinOptions = {}): Promise<Sandbox> {
  const { TARIK_GATEWAY_URL, TARIK_BANK_URL } = process.env;
  const urls = {
    gateway: originOf('gateway', options.gateway ?? TARIK_GATEWAY_URL ?? 'http://127.0.0.1:8080'),
    bank: originOf('bank', options.bank ?? TARIK_BANK_URL ?? 'http://127.0.0.1:8090'),
  };
  for (const [name, url] of Object.entries(urls)) {
    if (await isReady(url)) continue;
    throw sandboxError(
      'sandbox_not_running',
      `no sandbox: its ${name} does not answer at ${url}. Start one (npm start in a clone of ` +
        'Tarik, or tarik sandbox), name it (TARIK_GATEWAY_URL and TARIK_BANK_URL, or ' +
        'joinSandbox({ gateway, bank })), or let startSandbox() start one for these tests',
    );
  }
  return sandboxAt(urls, async () => undefined);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

function originOf(field: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw refuse(field, 'must be an http or https URL, such as http://127.0.0.1:8080');
}
