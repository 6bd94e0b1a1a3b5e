// Who calls: the checks from the time window to the rate, in DOKU's live order, each failure before any effect.
import type { KeyObject } from 'node:crypto';
import { isClientId } from '@tarik/wire/doku/headers';
import { importKey, sameSignature, signRequest } from '@tarik/wire/doku/signature';
import { Refusal } from '../../base/refusal.ts';
import { validKeys, type Merchant, type MerchantKey } from '../../merchants/merchant.ts';
import type { Edge } from '../flavour.ts';
import type { CallHeaders } from './headers.ts';

/** Seconds by which a request's timestamp may differ from our time. */
const WINDOW_SECONDS = 3600;

/** An unknown client costs as much as a known one. */
const NOBODY = importKey('nobody has this key');

export interface Caller {
  merchant: Merchant;
  /** The key that the request used; the answer is signed with it. */
  key: KeyObject;
  keyId: string;
}

/** `target` is the path as sent; `body` is absent for a GET, which signs none. */
export interface SignedRequest {
  headers: CallHeaders;
  target: string;
  body: Buffer | undefined;
}

/** Throws when the request's time is more than an hour away from the wall's time and from the sandbox's. */
export function mustBeInTime({ ctx }: Edge, { sentAt }: CallHeaders): void {
  const sent = Math.floor(sentAt / 1000);
  const near = (now: number): boolean => Math.abs(Math.floor(now / 1000) - sent) <= WINDOW_SECONDS;
  if (!near(ctx.clock.wall()) && !near(ctx.clock.now())) {
    throw new Refusal('timestamp_out_of_window');
  }
}

/** The merchant behind a Client-Id, or null. */
export async function findMerchant(edge: Edge, clientId: string): Promise<Merchant | null> {
  if (!isClientId(clientId)) return null;
  const merchant = await edge.ctx.merchants.find(clientId);
  if (merchant !== null) edge.lastSeen.remember(merchant);
  return merchant;
}

/** Finds the caller by its Client-Id and checks the signature over the raw bytes. */
export async function identify(edge: Edge, request: SignedRequest): Promise<Caller> {
  const merchant = await findMerchant(edge, request.headers.clientId);
  if (merchant === null) {
    isSignedWith(NOBODY, request);
    throw new Refusal('client_unknown');
  }
  let used: MerchantKey | null = null;
  for (const one of validKeys(merchant, edge.ctx.clock.now())) {
    if (isSignedWith(one.key, request)) used ??= one;
  }
  if (used === null) throw new Refusal('signature_wrong');
  return { merchant, key: used.key, keyId: used.keyId };
}

/** Throws for a merchant that may not call, or not so often. */
export function mustBeWelcome({ buckets }: Edge, { merchant }: Caller): void {
  if (merchant.status !== 'active') throw new Refusal('merchant_suspended');
  const { rate } = merchant.settings;
  const wait = rate === null ? 0 : buckets.take(`merchant ${merchant.merchantId}`, rate);
  if (wait > 0) throw new Refusal('rate_exceeded', { retryAfterSeconds: wait });
}

/** Throws when an address calls too often, whoever it says it is. */
export function mustNotFlood({ buckets, perAddress }: Edge, address: string): void {
  const wait = perAddress === null ? 0 : buckets.take(`address ${address}`, perAddress);
  if (wait > 0) throw new Refusal('rate_exceeded', { retryAfterSeconds: wait });
}

function isSignedWith(key: KeyObject, { headers, target, body }: SignedRequest): boolean {
  const { clientId, requestId, timestamp, signature } = headers;
  const expected = signRequest({ clientId, requestId, timestamp, target, body }, key);
  return sameSignature(expected, signature);
}
