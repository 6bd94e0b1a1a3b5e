// The orders of a small shop, and what a payment does to them. Kept in memory: a real shop has a database here.
import { randomUUID } from 'node:crypto';
import {
  applyNotification,
  DeclinedError,
  OtpError,
  subjectOf,
  TarikError,
  type Customer,
  type Known,
  type Notification,
  type Payment,
  type Tarik,
} from '@tarik/sdk';
import { fetchNotifications } from '@tarik/sdk/fetch';

export interface Order {
  invoiceNumber: string;
  /** Drawn before the call, so that a crash between call and answer cannot pay twice. */
  requestId: string;
  amount: number;
  status: 'awaiting_otp' | 'pending' | 'paid' | 'failed' | 'refunded';
  challenge?: string;
  /** What the customer reads. */
  message?: string;
  /** How often the goods were sent: once, or something is very wrong. */
  shipped: number;
}

export interface Cart {
  customer: Customer;
  tokenId: string;
  amount: number;
}

export function openOrders(tarik: Tarik) {
  const orders = new Map<string, Order>();
  const known = new Map<string, Known>();

  /** Pays a cart. The order is kept before the bank is asked. */
  async function create({ customer, tokenId, amount }: Cart): Promise<Order> {
    const invoiceNumber = `ORDER-${randomUUID()}`;
    const order: Order = {
      invoiceNumber,
      requestId: randomUUID(),
      amount,
      status: 'pending',
      shipped: 0,
    };
    orders.set(invoiceNumber, order);
    try {
      const payment = await tarik.payments.create(
        { customer, tokenId, invoiceNumber, amount },
        { requestId: order.requestId },
      );
      settle(order, payment);
      if (payment.status === 'PENDING') {
        order.status = 'awaiting_otp';
        order.challenge = payment.challenge;
      }
    } catch (error) {
      if (error instanceof DeclinedError) fail(order, `Your bank declined: ${error.reason}`);
      else if (error instanceof TarikError && error.outcomeUnknown) order.status = 'pending';
      else throw error;
    }
    return order;
  }

  /** Gives the customer's OTP to the bank. */
  async function confirm(order: Order, otp: string): Promise<Order> {
    try {
      const { challenge = '' } = order;
      settle(order, await tarik.payments.validate({ challenge, otp }));
    } catch (error) {
      if (error instanceof DeclinedError) fail(order, `Your bank declined: ${error.reason}`);
      else if (error instanceof OtpError && (error.triesLeft ?? 0) > 0) {
        order.message = `Wrong code, ${error.triesLeft} tries left`;
      } else if (error instanceof OtpError) fail(order, 'The code is no longer good');
      else if (error instanceof TarikError && error.outcomeUnknown) order.status = 'pending';
      else throw error;
    }
    return order;
  }

  async function refund(order: Order): Promise<Order> {
    const { invoiceNumber, requestId, amount } = order;
    const { status } = await tarik.refunds.create({
      invoiceNumber,
      originalRequestId: requestId,
      amount,
    });
    if (status === 'SUCCESS') order.status = 'refunded';
    return order;
  }

  /** Believes only what is newer than what is known: news may come twice, and in any order. */
  function apply(notification: Notification): void {
    const subject = subjectOf(notification);
    const before = known.get(subject);
    const after = applyNotification(before, notification);
    if (after === before || notification.kind !== 'payment') return;
    known.set(subject, after);
    const order = orders.get(notification.invoiceNumber);
    if (order === undefined) return;
    if (after.status === 'SUCCESS') ship(order);
    else fail(order, 'The payment did not go through');
  }

  return {
    create,
    confirm,
    refund,
    find: (invoiceNumber: string) => orders.get(invoiceNumber),
    /** POST /notifications */
    notifications: fetchNotifications(tarik, apply),
  };
}

/** An answer that is final. Goods leave when the notification comes, not before. */
function settle(order: Order, payment: Payment): void {
  if (payment.status === 'SUCCESS') order.status = 'paid';
  else if (payment.status === 'FAILED') fail(order, 'The payment did not go through');
  else order.status = 'pending';
}

function ship(order: Order): void {
  order.status = 'paid';
  order.shipped += 1;
}

function fail(order: Order, message: string): void {
  order.status = 'failed';
  order.message = message;
}
