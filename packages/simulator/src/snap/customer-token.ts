// Service 74: a customer token, for the auth code that came back with the customer or for a
// refresh token.
import { randomBytes } from 'node:crypto';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { LIFE } from '../bank.ts';
import type { Bank } from '../bank.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { text } from './fields.ts';

export function issueCustomerToken(bank: Bank, call: Call): Answer {
  const grantType = text(call.body, 'grantType', 64).toUpperCase();
  if (grantType === 'AUTHORIZATION_CODE') {
    const authCode = text(call.body, 'authCode', 256);
    return issue(bank, linkOfAuthCode(bank, call, authCode), authCode);
  }
  if (grantType === 'REFRESH_TOKEN') {
    return issue(bank, linkOfRefreshToken(bank, call, text(call.body, 'refreshToken', 512)), null);
  }
  throw new SnapRefusal(400, '01', 'grantType');
}

/** An auth code works once, within its life, for the partner that the customer came from. */
function linkOfAuthCode(bank: Bank, call: Call, authCode: string): string {
  const registration = bank.book.state.authCodes.get(authCode);
  if (registration === undefined || registration.partner !== call.partner.key) {
    throw new SnapRefusal(401, '00', 'authCode is unknown');
  }
  if (registration.authCodeUsed) throw new SnapRefusal(401, '00', 'authCode was already used');
  if (registration.authCodeExpiresAt <= bank.clock.now()) {
    throw new SnapRefusal(401, '00', 'authCode has expired');
  }
  return registration.linkId;
}

function linkOfRefreshToken(bank: Bank, call: Call, refreshToken: string): string {
  const known = bank.book.state.refreshTokens.get(refreshToken);
  if (known === undefined || known.link.partner !== call.partner.key) {
    throw new SnapRefusal(401, '04');
  }
  if (known.expiresAt <= bank.clock.now()) throw new SnapRefusal(401, '02');
  if (!known.link.active) throw new SnapRefusal(403, '18');
  return known.link.linkId;
}

function issue(bank: Bank, linkId: string, authCode: string | null): Answer {
  const now = bank.clock.now();
  const token = randomBytes(32).toString('base64url');
  const refreshToken = randomBytes(32).toString('base64url');
  const expiresAt = now + LIFE.customerToken;
  const refreshExpiresAt = now + LIFE.refreshToken;
  const life = { token, expiresAt, refreshToken, refreshExpiresAt };
  bank.book.write({ kind: 'customer_token_issued', linkId, authCode, ...life });
  return success({
    accessToken: token,
    tokenType: 'Bearer',
    accessTokenExpiryTime: formatSnapTimestamp(expiresAt),
    refreshToken,
    refreshTokenExpiryTime: formatSnapTimestamp(refreshExpiresAt),
    expiresIn: LIFE.customerToken / 1000,
  });
}
