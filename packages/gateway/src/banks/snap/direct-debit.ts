// A bank that speaks SNAP BI: its operations, put together from a profile.
import { importPrivateKey, importPublicKey } from '@tarik/wire/snap/signature';
import type { Bank } from '../bank.ts';
import { inquireBeneficiary } from './beneficiary.ts';
import { account, bind, grantAccess, renewAccess, unbind } from './binding.ts';
import { createCaller } from './call.ts';
import { readCallback } from './callback.ts';
import { tryCredentials } from './credentials.ts';
import { inquire, inquireRefund } from './inquiry.ts';
import { pay, resendOtp, verifyOtp } from './payment.ts';
import type { SnapLine, SnapProfile, SnapSettings } from './profile.ts';
import { refund } from './refund.ts';

/** Builds the bank. Throws for a base URL or a key that is none. */
export function createSnapBank(profile: SnapProfile, settings: SnapSettings): Bank {
  const { origin, pathname } = new URL(settings.baseUrl);
  const line: SnapLine = {
    profile,
    settings,
    origin,
    prefix: pathname.replace(/\/$/, ''),
    privateKey: importPrivateKey(settings.privateKey),
    bankPublicKey: importPublicKey(settings.bankPublicKey),
  };
  const speaker = { line, call: createCaller(line) };
  return {
    slug: profile.slug,
    name: profile.name,
    code: profile.code,
    policy: profile.policy,
    statements: profile.statements,
    bind: (connection, input) => bind(speaker, connection, input),
    grantAccess: (connection, input) => grantAccess(speaker, connection, input),
    renewAccess: (connection, access) => renewAccess(speaker, connection, access),
    account: (connection, access) => account(speaker, connection, access),
    pay: (connection, input) => pay(speaker, connection, input),
    verifyOtp: (connection, input) => verifyOtp(speaker, connection, input),
    resendOtp: (connection, input) => resendOtp(speaker, connection, input),
    inquire: (connection, input) => inquire(speaker, connection, input),
    refund: (connection, input) => refund(speaker, connection, input),
    inquireRefund: (connection, input) => inquireRefund(speaker, connection, input),
    unbind: (connection, input) => unbind(speaker, connection, input),
    inquireBeneficiary: (connection, input) => inquireBeneficiary(speaker, connection, input),
    tryCredentials: (connection) => tryCredentials(line, connection),
    readCallback: (connection, raw) => readCallback(line, connection, raw),
  };
}
