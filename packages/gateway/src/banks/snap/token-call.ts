// Calls for tokens (services 73 and 74), signed with the gateway's RSA key; their answers are not
// signed.
import { stringifyJson } from '@tarik/wire/json';
import { signToken } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { BankConnection } from '../bank.ts';
import type { SnapLine } from './profile.ts';
import { replyTo } from './reply.ts';
import type { Reply } from './reply.ts';

export interface TokenRequest {
  operation: 'token' | 'customer_token';
  connection: BankConnection;
  body: unknown;
  timeoutMs: number;
}

/** Asks for a token once. Never throws for what the line or the bank does. */
export async function tokenCall(line: SnapLine, request: TokenRequest): Promise<Reply> {
  const { profile, settings } = line;
  const { operation } = request;
  const clientKey = request.connection.credentials.key;
  const timestamp = formatSnapTimestamp(settings.clock.wall());
  const exchange = await settings.http.exchange({
    bank: profile.slug,
    origin: line.origin,
    path: line.prefix + profile.paths[operation],
    headers: {
      'Content-Type': 'application/json',
      'X-CLIENT-KEY': clientKey,
      'X-TIMESTAMP': timestamp,
      'X-SIGNATURE': signToken({ clientKey, timestamp }, line.privateKey),
    },
    body: Buffer.from(stringifyJson(request.body)),
    timeoutMs: request.timeoutMs,
  });
  return replyTo(line, { operation, externalId: null }, exchange, 'not_asked');
}
