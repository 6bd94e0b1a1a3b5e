// The load's client as a drive uses it: one attempt at a time, each on the disk before its bytes leave.
import { randomUUID } from 'node:crypto';
import type { Client as LoggedClient } from '../load/client.ts';
import type { CallName } from '../logs.ts';
import type { StageMerchant } from '../stage/types.ts';

/** What of an answer a drive goes on with. */
interface Words {
  order?: { invoice_number?: string };
  payment?: { token?: string };
  debit_card?: { token_id?: string; cimb_registration_url?: string };
}

export interface Answered {
  requestId: string;
  /** Null when no whole answer came. */
  status: number | null;
  text: string;
  /** Empty when the text is no JSON. */
  json: Words;
  /** The same where it is a list. */
  list: readonly Words[];
}

export interface CallOptions {
  /** A new one when absent. */
  requestId?: string;
  /** The Request-Id of the payment that the call is about. */
  about?: string;
  /** True for an attempt that is signed with a key that is not the merchant's. */
  forged?: boolean;
}

export interface Client {
  readonly merchant: StageMerchant;
  /** Calls an endpoint with a body, or asks for a status of what stands in `body`. Never rejects. */
  call(name: CallName, body: object | string, options?: CallOptions): Promise<Answered>;
}

const PREFIX = '/cimb-direct-debit/v1';
const PATIENCE_MS = 30_000;

/** The client of one merchant. */
export function clientOf(logged: LoggedClient, merchant: StageMerchant): Client {
  return {
    merchant,
    async call(name, body, options = {}) {
      const isQuery = typeof body === 'string';
      const requestId = isQuery ? body : (options.requestId ?? randomUUID());
      const asked = {
        merchant,
        call: name,
        requestId,
        path: isQuery ? `/orders/v1/status/${body}` : `${PREFIX}/${name}`,
        body: isQuery ? '' : JSON.stringify(body),
        about: options.about ?? null,
      };
      const how = options.forged === true ? ({ unsound: 'other key' } as const) : {};
      const answer = await logged.attempt(asked, { withinMs: PATIENCE_MS, ...how });
      const text = answer?.text ?? '';
      const json = readJson(text);
      const list = Array.isArray(json) ? (json as Words[]) : [];
      return { requestId, status: answer?.status ?? null, text, json, list };
    },
  };
}

function readJson(text: string): Words {
  try {
    return (JSON.parse(text) ?? {}) as Words;
  } catch {
    return {};
  }
}
