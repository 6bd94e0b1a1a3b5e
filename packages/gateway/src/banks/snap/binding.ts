// A customer's account: bind it (07), get and renew access to it (74), look at it (08), let it go
// (09).
import {
  BindAnswer,
  CustomerTokenAnswer,
  InquiryAnswer,
  UnbindAnswer,
} from '@tarik/wire/snap/messages';
import { parseSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type {
  AccessOutcome,
  AccountOutcome,
  Bank,
  BankConnection,
  BindOutcome,
  CustomerAccess,
  UnbindOutcome,
} from '../bank.ts';
import { noted, otherwise, unclear } from './reply.ts';
import type { Speaker } from './speaker.ts';
import { tokenCall } from './token-call.ts';

type Input<Operation extends keyof Bank> = Bank[Operation] extends (
  connection: BankConnection,
  input: infer I,
) => unknown
  ? I
  : never;

/** Opens a registration at the bank; the customer finishes it on the bank's page. */
export async function bind(
  { line, call }: Speaker,
  connection: BankConnection,
  input: Input<'bind'>,
): Promise<BindOutcome> {
  const reply = await call({
    operation: 'bind',
    connection,
    body: {
      partnerReferenceNo: input.reference,
      merchantId: connection.clientId,
      phoneNo: input.phone,
      redirectUrl: input.returnUrl,
      additionalInfo: {
        custIdMerchant: input.customerId,
        customerName: input.customerName,
        email: input.email,
      },
    },
    expected: { texts: { partnerReferenceNo: input.reference } },
  });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = BindAnswer.safeParse(reply.fields);
  if (!success || answer.linkId === undefined) return unclear(reply, 'a malformed answer');
  if (!isPage(answer.redirectUrl, line.origin)) return unclear(reply, 'no address of a page');
  const evidence = noted(reply, answer.referenceNo);
  return { kind: 'registration_open', url: answer.redirectUrl, linkId: answer.linkId, evidence };
}

/** Trades the code of a finished registration for access to the account. */
export function grantAccess(
  speaker: Speaker,
  connection: BankConnection,
  input: { authCode: string; linkId: string; bindingReference: string },
): Promise<AccessOutcome> {
  const body = { grantType: 'AUTHORIZATION_CODE', authCode: input.authCode };
  return access(speaker, connection, body, { ...input, refreshToken: '', refreshExpiresAt: 0 });
}

/** New access from the refresh token of the old. */
export function renewAccess(
  speaker: Speaker,
  connection: BankConnection,
  old: CustomerAccess,
): Promise<AccessOutcome> {
  const body = { grantType: 'REFRESH_TOKEN', refreshToken: old.refreshToken };
  return access(speaker, connection, body, old);
}

type Before = Omit<CustomerAccess, 'accessToken' | 'accessExpiresAt'>;

async function access(
  { line }: Speaker,
  connection: BankConnection,
  body: unknown,
  before: Before,
): Promise<AccessOutcome> {
  const timeoutMs = line.profile.timeouts.customer_token;
  const reply = await tokenCall(line, { operation: 'customer_token', connection, body, timeoutMs });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = CustomerTokenAnswer.safeParse(reply.fields);
  if (!success) return unclear(reply, 'a malformed answer');
  // A bank may leave the refresh token as it was.
  const refreshToken = answer.refreshToken ?? before.refreshToken;
  if (refreshToken === '') return unclear(reply, 'no refresh token');
  return {
    kind: 'access_granted',
    access: {
      accessToken: answer.accessToken,
      accessExpiresAt: parseSnapTimestamp(answer.accessTokenExpiryTime) ?? 0,
      refreshToken,
      refreshExpiresAt:
        answer.refreshTokenExpiryTime === undefined
          ? before.refreshExpiresAt
          : (parseSnapTimestamp(answer.refreshTokenExpiryTime) ?? 0),
      linkId: before.linkId,
      bindingReference: before.bindingReference,
    },
    evidence: reply.evidence,
  };
}

/**
 * Which account was bound, and whether it still is. Of its number only the last four digits are
 * read.
 */
export async function account(
  { line, call }: Speaker,
  connection: BankConnection,
  customer: CustomerAccess,
): Promise<AccountOutcome> {
  const reply = await call({
    operation: 'account',
    connection,
    body: { partnerReferenceNo: customer.bindingReference },
    customerToken: customer.accessToken,
  });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = InquiryAnswer.safeParse(reply.fields);
  if (!success) return unclear(reply, 'a malformed answer');
  const { linkId, status } = answer.additionalInfo;
  const named = reply.fields['partnerReferenceNo'] ?? customer.bindingReference;
  const isOurs =
    (linkId ?? customer.linkId) === customer.linkId && named === customer.bindingReference;
  if (!isOurs) return unclear(reply, 'another binding');
  const lastFour = /\d{4}$/.exec(answer.accountNo)?.[0];
  if (lastFour === undefined) return unclear(reply, 'no account number');
  if (status !== 'ACTIVE' && status !== 'UNLINKED') return unclear(reply, 'an unknown status');
  const evidence = noted(reply, status);
  return { kind: 'account', lastFour, linked: status === 'ACTIVE', evidence };
}

/** Ends the binding at the bank. */
export async function unbind(
  { line, call }: Speaker,
  connection: BankConnection,
  input: { reference: string; access: CustomerAccess },
): Promise<UnbindOutcome> {
  const reply = await call({
    operation: 'unbind',
    connection,
    body: {
      partnerReferenceNo: input.reference,
      merchantId: connection.clientId,
      linkId: input.access.linkId,
    },
    customerToken: input.access.accessToken,
    expected: { texts: { partnerReferenceNo: input.reference, linkId: input.access.linkId } },
  });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = UnbindAnswer.safeParse(reply.fields);
  if (!success || answer.unlinkResult.toLowerCase() !== 'success') {
    return unclear(reply, 'the bank did not say that the binding has ended');
  }
  return { kind: 'unbound', evidence: noted(reply, answer.referenceNo ?? answer.unlinkResult) };
}

// The page is opened in a customer's browser. Where the bank's API is https, its page must be too.
function isPage(text: string, origin: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && origin.startsWith('http:'));
}
