// Whether the bank takes a merchant's Key and Secret: a token call, which proves the Key, and an inquiry about a payment
// that never was, which proves the Secret. Nothing is kept, and nothing happens at the bank.
import { createSecretKey } from 'node:crypto';
import { stringifyJson } from '@tarik/wire/json';
import { SERVICE } from '@tarik/wire/snap/codes';
import { B2bTokenAnswer } from '@tarik/wire/snap/messages';
import type { BankConnection, CredentialsOutcome } from '../bank.ts';
import { send } from './call.ts';
import type { SnapLine } from './profile.ts';
import type { Reply } from './reply.ts';
import { tokenCall } from './token-call.ts';

/** Asks the bank, past every token that is kept. */
export async function tryCredentials(
  line: SnapLine,
  connection: BankConnection,
): Promise<CredentialsOutcome> {
  const asked = await tokenCall(line, {
    operation: 'token',
    connection,
    body: { grantType: 'client_credentials' },
    timeoutMs: line.profile.timeouts.token,
  });
  if (asked.verdict !== 'done') return unless(asked, 'key');
  const answer = B2bTokenAnswer.safeParse(asked.fields);
  if (!answer.success) return { kind: 'no_answer', why: 'malformed', evidence: asked.evidence };
  return unless(await lookForNothing(line, connection, answer.data.accessToken), 'secret');
}

/** The bank knows no such reference; what counts is that it takes our signature, and we take its own. */
async function lookForNothing(
  line: SnapLine,
  connection: BankConnection,
  token: string,
): Promise<Reply> {
  const body = {
    originalPartnerReferenceNo: line.settings.random.id().replaceAll('-', ''),
    serviceCode: SERVICE.pay,
    merchantId: connection.clientId,
  };
  return await send(line, {
    operation: 'inquire',
    connection,
    body: Buffer.from(stringifyJson(body)),
    key: createSecretKey(connection.credentials.secret, 'utf8'),
    token,
    timeoutMs: line.profile.timeouts.inquire,
  });
}

/**
 * What the answer says about the half that was proved by it. A bank that refuses the Secret signs its refusal with
 * another one than ours, so that here, where nothing hangs on it, the code is believed without its signature.
 */
function unless(reply: Reply, proves: 'key' | 'secret'): CredentialsOutcome {
  const { verdict, why, evidence } = reply;
  if (verdict === 'done' || verdict === 'not_found') return { kind: 'works', evidence };
  if (isRefusal(evidence.code)) return { kind: 'refused', proves, evidence };
  return { kind: 'no_answer', why: why === '' ? verdict : why, evidence };
}

/** 401 in any case, and 403: "who are you" and "you may not". */
function isRefusal(code: string | null): boolean {
  return code !== null && /^40[13]/.test(code);
}
