// The partner's access token (service 73): one per base URL and Key, kept until shortly before it
// ends.
import { B2bTokenAnswer } from '@tarik/wire/snap/messages';
import type { BankConnection } from '../bank.ts';
import type { SnapLine } from './profile.ts';
import type { Reply } from './reply.ts';
import { tokenCall } from './token-call.ts';

export type TokenResult =
  | { ok: true; token: string }
  /** No token: of the operation that wanted it, nothing has left. */
  | { ok: false; why: string };

export interface AccessTokens {
  /** A live token, from memory or from the bank; callers at the same time share one call. */
  get(connection: BankConnection): Promise<TokenResult>;
  /** Drops a token that the bank has refused, unless a newer one has taken its place. */
  forget(connection: BankConnection, token: string): void;
}

interface Kept {
  token: string;
  /** Business time, ms. */
  renewAt: number;
}

const RENEW_BEFORE_MS = 60_000;
const MAX_KEPT = 10_000;
const TRIES = 3;
const PAUSE_MS = 200;

/**
 * Tokens of one bank, kept in this process. Time is business time, as the bank's is in a sandbox.
 */
export function createAccessTokens(line: SnapLine): AccessTokens {
  const { clock, random, baseUrl } = line.settings;
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<TokenResult>>();

  function placeOf(connection: BankConnection): string {
    return `${baseUrl}\n${connection.credentials.key}`;
  }

  // A token call changes nothing, so that it may be repeated; two processes or more may come back
  // at once, hence the jitter.
  async function ask(connection: BankConnection): Promise<TokenResult> {
    const deadline = clock.steady() + line.profile.timeouts.token;
    for (let attempt = 1; ; attempt += 1) {
      const left = deadline - clock.steady();
      const body = { grantType: 'client_credentials' };
      const reply = await tokenCall(line, {
        operation: 'token',
        connection,
        body,
        timeoutMs: left,
      });
      if (reply.verdict === 'done') return keep(connection, reply);
      const pause = PAUSE_MS * attempt * (0.5 + random.fraction());
      const hopeless = reply.verdict === 'declined' || attempt === TRIES;
      if (hopeless || clock.steady() + pause >= deadline) {
        return { ok: false, why: `no_access_token: ${reply.responseCode ?? reply.why}` };
      }
      await clock.sleep(pause);
    }
  }

  function keep(connection: BankConnection, reply: Reply): TokenResult {
    const answer = B2bTokenAnswer.safeParse(reply.fields);
    if (!answer.success) return { ok: false, why: 'no_access_token: malformed' };
    const { accessToken: token, expiresIn } = answer.data;
    const life = expiresIn * 1000;
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(placeOf(connection), {
      token,
      renewAt: clock.now() + life - Math.min(RENEW_BEFORE_MS, life / 2),
    });
    return { ok: true, token };
  }

  return {
    async get(connection) {
      const place = placeOf(connection);
      const known = kept.get(place);
      if (known !== undefined && clock.now() < known.renewAt)
        return { ok: true, token: known.token };
      let answer = asking.get(place);
      if (answer === undefined) {
        answer = ask(connection).finally(() => asking.delete(place));
        asking.set(place, answer);
      }
      return answer;
    },
    forget(connection, token) {
      const place = placeOf(connection);
      if (kept.get(place)?.token === token) kept.delete(place);
    },
  };
}
