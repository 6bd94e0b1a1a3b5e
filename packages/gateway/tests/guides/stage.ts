// What the code of a guide page finds around it: a client, an order, and a shop that notes what it is told to do.
import type { PaymentInput, Tarik } from '../../../sdk/src/index.ts';
import type { TestMerchant } from '../../../sdk/src/testing/index.ts';

/** The reader's own code, as the pages call it. */
export interface Shop {
  customer: { id: string; name: string; phone: string };
  sendBrowserTo(url: string): Promise<void>;
  saveToken(tokenId: string, accountNo: string): Promise<void>;
  saveOrder(order: { invoiceNumber: string; requestId: string; status: string }): Promise<void>;
  saveRefund(refund: { requestId: string; invoiceNumber: string; amount: bigint }): Promise<void>;
  askForOtp(): Promise<string>;
  tell(words: string): Promise<void>;
  deliver(invoiceNumber: string): Promise<void>;
  wait(time: { minutes?: number; seconds?: number }): Promise<void>;
}

export interface Order extends PaymentInput {
  customerId: string;
  /** The Request-Id of its payment. */
  requestId: string;
}

export interface Stage {
  tarik: Tarik;
  shop: Shop;
  order: Order;
}

/** The blocks of the page that forces every outcome, by heading. */
export type Outcomes = Record<string, (merchant: TestMerchant) => Promise<void>>;
