// An identity provider over HTTP, as small as OpenID Connect allows: it signs ID tokens, keeps to PKCE, and lies when told to.
import {
  createHash,
  createSign,
  generateKeyPairSync,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Provider {
  issuer: string;
  /** Who is signed in over there. */
  claims: Record<string, unknown>;
  /** What the next ID token says otherwise, and whether a stranger signs it. */
  lie: { claims?: Record<string, unknown>; signedByStranger?: boolean };
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'tarik', clientSecret: 'the-secret-between-us' };

/** Starts one on a free port. */
export async function startProvider(): Promise<Provider> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, URLSearchParams>();
  const attend = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const send = (status: number, body: unknown): void => {
      answer.writeHead(status, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(body));
    };
    if (url.pathname === '/.well-known/openid-configuration') {
      send(200, discovery(provider.issuer));
    } else if (url.pathname === '/keys') {
      const jwk = own.publicKey.export({ format: 'jwk' });
      send(200, { keys: [{ ...jwk, kid: 'one', alg: 'RS256', use: 'sig' }] });
    } else if (url.pathname === '/authorize') {
      const code = randomUUID();
      codes.set(code, url.searchParams);
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      answer.writeHead(302, { location: back.href });
      answer.end();
    } else if (url.pathname === '/token') {
      const form = new URLSearchParams(await bodyOf(request));
      const asked = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      if (asked === undefined || !isProved(asked, form)) {
        send(400, { error: 'invalid_grant' });
        return;
      }
      const { lie } = provider;
      provider.lie = {};
      const key = lie.signedByStranger === true ? stranger.privateKey : own.privateKey;
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: provider.issuer,
        aud: CLIENT.clientId,
        iat: now,
        exp: now + 60,
        nonce: asked.get('nonce'),
        ...provider.claims,
        ...lie.claims,
      };
      send(200, { access_token: randomUUID(), token_type: 'bearer', id_token: jwt(claims, key) });
    } else {
      send(404, {});
    }
  };
  const server = createServer((request, answer) => void attend(request, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: Provider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    claims: {},
    lie: {},
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  };
}

function isProved(asked: URLSearchParams, form: URLSearchParams): boolean {
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  return (
    challenge === asked.get('code_challenge') &&
    form.get('client_secret') === CLIENT.clientSecret &&
    form.get('redirect_uri') === asked.get('redirect_uri')
  );
}

function jwt(claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
