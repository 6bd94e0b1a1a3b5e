// Service 73: a partner's B2B access token, 900 seconds of bank time.
import { randomBytes } from 'node:crypto';
import { LIFE } from '../bank.ts';
import type { Bank } from '../bank.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalText } from './fields.ts';

export function issueToken(bank: Bank, call: Call): Answer {
  const grantType =
    optionalText(call.body, 'grantType', 64) ??
    optionalText(call.body, 'granttype', 64) ??
    optionalText(call.body, 'grant_type', 64);
  if (grantType === undefined) throw new SnapRefusal(400, '02', 'grantType');
  if (grantType.toLowerCase() !== 'client_credentials') {
    throw new SnapRefusal(400, '01', 'grantType');
  }
  const token = randomBytes(32).toString('base64url');
  const expiresAt = bank.clock.now() + LIFE.partnerToken;
  bank.book.write({ kind: 'partner_token_issued', partner: call.partner.key, token, expiresAt });
  return success({
    accessToken: token,
    tokenType: 'Bearer',
    expiresIn: String(LIFE.partnerToken / 1000),
  });
}
