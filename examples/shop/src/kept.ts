// What every action and page of the shop is given.
import type { Tarik } from '@tarik/sdk';
import type { SandboxBank } from './bank/sandbox-bank.ts';
import type { Live } from './live.ts';
import type { OrderBook } from './orders/order-book.ts';
import type { Inbox } from './received.ts';
import type { ShopTime } from './shop-time.ts';
import type { Said } from './visit.ts';
import type { Visitors } from './visitor/visitor.ts';
import type { WireLog } from './wire/wire-log.ts';

export interface Kept {
  tarik: Tarik;
  orders: OrderBook;
  visitors: Visitors;
  inbox: Inbox;
  wire: WireLog;
  live: Live;
  time: ShopTime;
  /** What each visitor is still to be told. */
  said: Map<string, Said>;
  /** The simulated bank; absent where the bank is a real one. */
  bank: SandboxBank | undefined;
  /** The gateway's address, for links and for what the pages' policy allows. */
  gatewayUrl: string;
  /** Names of merchants by Client-Id: the sandbox has more than this shop. */
  merchantNames: ReadonlyMap<string, string>;
}
