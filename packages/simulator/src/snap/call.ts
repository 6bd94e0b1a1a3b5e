// One SNAP call that has passed the gate, and what an endpoint is.
import type { Bank } from '../bank.ts';
import type { Link } from '../book/entries.ts';
import type { PartnerBook } from '../book/state.ts';
import type { Operation } from '../faults.ts';
import type { Partner } from '../partners.ts';
import type { Answer } from './answer.ts';
import type { Fields } from './fields.ts';

export interface Call {
  partner: Partner;
  /** The partner's part of the book. */
  mine: PartnerBook;
  /** The customer's link, from Authorization-Customer; null where the call has none. */
  link: Link | null;
  externalId: string;
  body: Fields;
}

export interface Endpoint {
  /** The name by which faults know it; null where none can be ordered. */
  operation: Operation | null;
  /** The two digits in the response code. */
  code: string;
  /** Below `/v1.0`. */
  path: string;
  /** `token`: RSA over the client key; `partner`: HMAC; `customer`: HMAC and a customer token. */
  access: 'token' | 'partner' | 'customer';
  /** Decides, writes the book, answers. Synchronous, so that no other call can come in between. */
  run: (bank: Bank, call: Call) => Answer;
}
