// What stands around the implementation: the customer, the phone, the clock, as far as the command line names them.
import type { Client } from './client.ts';
import type { Account, Customer, Phone } from './customer.ts';
import type { News } from './news.ts';

/** What stands around the implementation. */
export interface Surroundings {
  client: Client;
  /** The bank's slug in the paths. */
  bank: string;
  /** Account numbers by behaviour; `ordinary` where there is anybody to complete registrations. */
  accounts: Partial<Record<Account, string>>;
  customer?: Customer | undefined;
  /** An account that is bound already. */
  bound?: Bound | undefined;
  phone?: Phone | undefined;
  news?: News | undefined;
  /** Moves the clock of implementation and bank forward. */
  advance?: ((seconds: number) => Promise<void>) | undefined;
  /** How far a sandbox's clock was moved ahead, seconds. */
  ahead?: (() => Promise<number>) | undefined;
  /** How long something that happens by itself may take, seconds. */
  patience: number;
  /** Ends every wait. */
  signal?: AbortSignal | undefined;
}

export interface Bound {
  tokenId: string;
  customerId: string;
  phone: string;
}
