// The door out to the identity provider: authorization code with PKCE, state and nonce, and a signature that is verified.
import * as client from 'openid-client';
import { Agent, fetch } from 'undici';
import type { OidcConfig } from '../base/config.ts';
import { assertNoTransaction } from '../base/db.ts';
import type { IdentityProvider } from './identity.ts';

const TIMEOUT_MS = 5000;
/** A discovery document is read anew after so long, ms: keys and addresses change. */
const REMEMBERED_MS = 3_600_000;
const MAX_ANSWER_BYTES = 512 * 1024;

export interface IdentityDoor extends IdentityProvider {
  close(): Promise<void>;
}

/** Opens the door; nothing is asked before somebody signs in. `insecure` allows http, which a sandbox does. */
export function openIdentityDoor(
  config: OidcConfig,
  { insecure, steady }: { insecure: boolean; steady(): number },
): IdentityDoor {
  const agent = new Agent({
    connect: { timeout: TIMEOUT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  let known: { until: number; configuration: Promise<client.Configuration> } | null = null;

  const ask = async (url: string, options: client.CustomFetchOptions): Promise<Response> => {
    assertNoTransaction();
    return await fetch(url, { ...options, redirect: 'error', dispatcher: agent } as object);
  };

  async function discover(): Promise<client.Configuration> {
    const configuration = await client.discovery(
      new URL(config.issuer),
      config.clientId,
      undefined,
      client.ClientSecretPost(config.clientSecret.reveal()),
      {
        [client.customFetch]: ask,
        timeout: TIMEOUT_MS / 1000,
        execute: [
          client.enableNonRepudiationChecks,
          ...(insecure ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    configuration[client.customFetch] = ask;
    return configuration;
  }

  function configured(): Promise<client.Configuration> {
    if (known === null || steady() >= known.until) {
      const configuration = discover();
      known = { until: steady() + REMEMBERED_MS, configuration };
      configuration.catch(() => (known = null));
    }
    return known.configuration;
  }

  return {
    name: config.name,
    async urlOf({ state, nonce, verifier }, redirectUri) {
      const url = client.buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        scope: 'openid email',
        response_type: 'code',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return url.href;
    },
    async identify(cameBackTo, { state, nonce, verifier }) {
      const tokens = await client.authorizationCodeGrant(await configured(), cameBackTo, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the identity provider gave no ID token');
      const { iss, sub, email, email_verified: verified } = claims;
      return {
        subject: `${iss}|${sub}`,
        email: typeof email === 'string' ? email : null,
        emailVerified: verified === true,
      };
    },
    close: () => agent.close(),
  };
}
