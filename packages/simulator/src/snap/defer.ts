// Calls that were accepted and take effect later. They are in the journal, so that a restart
// loses none.
import { randomUUID } from 'node:crypto';
import type { Bank } from '../bank.ts';
import type { CallDeferred } from '../book/records.ts';
import { partnerBook } from '../book/state.ts';
import type { Operation } from '../faults.ts';
import { SnapRefusal } from './answer.ts';
import { callBack } from './callback.ts';
import type { Call, Endpoint } from './call.ts';

/** The deferred call of an operation on a payment of the partner, if there is one. */
export function deferredCall(
  bank: Bank,
  call: Call,
  operation: Operation,
  partnerReference: string,
): CallDeferred | undefined {
  if (bank.book.state.deferred.size === 0) return undefined;
  for (const entry of bank.book.state.deferred.values()) {
    if (entry.operation !== operation || entry.partner !== call.partner.key) continue;
    if (paymentReferenceOf(entry.body) === partnerReference) return entry;
  }
  return undefined;
}

/** The deferred refunds of a payment that a status inquiry may see. */
export function deferredRefunds(bank: Bank, call: Call, partnerReference: string): CallDeferred[] {
  return [...bank.book.state.deferred.values()].filter(
    (entry) =>
      entry.operation === 'refund' &&
      entry.visible &&
      entry.partner === call.partner.key &&
      paymentReferenceOf(entry.body) === partnerReference,
  );
}

/** Puts a call off until `dueAt` in bank time. */
export function defer(
  bank: Bank,
  endpoint: Endpoint,
  call: Call,
  when: { dueAt: number; visible: boolean },
): void {
  const entry: CallDeferred = {
    kind: 'call_deferred',
    id: randomUUID(),
    operation: endpoint.operation ?? '',
    visible: when.visible,
    partner: call.partner.key,
    linkId: call.link?.linkId ?? null,
    externalId: call.externalId,
    body: call.body,
    at: bank.clock.now(),
    dueAt: when.dueAt,
  };
  bank.book.write(entry);
  waitFor(bank, endpoint, entry);
}

/** Takes up again the calls that were put off before the bank was restarted. */
export function resumeDeferred(bank: Bank, endpoints: readonly Endpoint[]): void {
  for (const entry of bank.book.state.deferred.values()) {
    const endpoint = endpoints.find(({ operation }) => operation === entry.operation);
    if (endpoint !== undefined) waitFor(bank, endpoint, entry);
  }
}

function waitFor(bank: Bank, endpoint: Endpoint, entry: CallDeferred): void {
  bank.due.add(entry.dueAt, entry.partner, () => runDeferred(bank, endpoint, entry));
}

function runDeferred(bank: Bank, endpoint: Endpoint, entry: CallDeferred): void {
  const partner = bank.partners.get(entry.partner);
  if (partner === undefined) return;
  // Out of the way first, or the call would meet itself; its end is written last, so that a crash
  // in between runs it again, which the references make harmless.
  bank.book.state.deferred.delete(entry.id);
  const mine = partnerBook(bank.book.state, entry.partner);
  const link = entry.linkId === null ? null : (bank.book.state.links.get(entry.linkId) ?? null);
  const { externalId, body } = entry;
  try {
    callBack(bank, endpoint.run(bank, { partner, mine, link, externalId, body }));
  } catch (error) {
    // A refusal has no one left to hear it: the call has no effect.
    if (!(error instanceof SnapRefusal)) throw error;
  } finally {
    bank.book.write({ kind: 'deferred_call_run', id: entry.id });
  }
}

function paymentReferenceOf(body: Record<string, unknown>): unknown {
  return body['originalPartnerReferenceNo'] ?? body['partnerReferenceNo'];
}
