// The route of the signature debugger.
import { judge, type Known } from './judge.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { debugSignature } from '../contract/merchant.ts';
import { route, type Route } from '../route.ts';

const debugged = route(debugSignature, async (call) => {
  const { body } = call;
  const merchant = await call.merchant();
  const pasted = {
    method: body.method,
    target: body.target,
    clientId: body.client_id,
    requestId: body.request_id,
    timestamp: body.timestamp,
    signature: body.signature,
    body: body.body,
    ...(body.signed_string === undefined ? {} : { signedString: body.signed_string }),
  };
  const judgement = await judge(pasted, knownOf(merchant), {
    now: call.ctx.clock.now(),
    wall: call.ctx.clock.wall(),
  });
  return {
    right: judgement.right,
    key_id: judgement.keyId,
    string_to_sign: judgement.stringToSign,
    digest: judgement.digest,
    findings: judgement.findings,
  };
});

function knownOf(merchant: Merchant): Known {
  const ofBanks = [...merchant.banks.values()].flatMap(({ credentials }) => [
    ['bank_secret', credentials.secret] as const,
    ['bank_key', credentials.key] as const,
  ]);
  return {
    clientId: merchant.clientId,
    keys: merchant.keys.map(({ keyId, key, validFrom, validUntil }) => ({
      keyId,
      secret: key.export().toString(),
      validFrom,
      validUntil,
    })),
    strangers: [...ofBanks, ['client_id', merchant.clientId]],
  };
}

export const SIGNATURE_ROUTES: readonly Route[] = [debugged];
