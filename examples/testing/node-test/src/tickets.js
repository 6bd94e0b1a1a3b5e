// Tickets with numbered seats: a seat is held while its payment is open, and free again when that fails.
import { randomUUID } from 'node:crypto';
import { applyNotification, ConflictError, DeclinedError, OtpError, TarikError } from '@tarik/sdk';
import { fetchNotifications } from '@tarik/sdk/fetch';

/** Kept in memory: a real shop has a database here. */
export function openTickets(tarik) {
  /** By seat: who holds it, and what is known of the payment. */
  const seats = new Map();

  /** Holds a seat and asks the bank. Throws when somebody else holds it. */
  async function book(seat, { customer, tokenId }) {
    if (seats.has(seat)) throw new Error(`seat ${seat} is taken`);
    const ticket = { seat, invoiceNumber: `TICKET-${randomUUID()}`, requestId: randomUUID() };
    seats.set(seat, ticket);
    const order = { customer, tokenId, invoiceNumber: ticket.invoiceNumber, amount: 250_000n };
    await attempt(ticket, () => tarik.payments.create(order, { requestId: ticket.requestId }));
    return ticket;
  }

  /** Gives the OTP to the bank; says how many tries are left where it was wrong. */
  async function confirm(ticket, otp) {
    const { challenge } = ticket;
    await attempt(ticket, () => tarik.payments.validate({ challenge, otp }));
    return ticket;
  }

  async function attempt(ticket, call) {
    try {
      const payment = await call();
      ticket.challenge = payment.status === 'PENDING' ? payment.challenge : undefined;
      move(ticket, payment.status);
    } catch (error) {
      if (error instanceof OtpError && error.triesLeft > 0) ticket.triesLeft = error.triesLeft;
      else if (error instanceof OtpError || error instanceof DeclinedError) move(ticket, 'FAILED');
      // Final already: the notification says how, or has said so.
      else if (error instanceof ConflictError) return;
      else if (error instanceof TarikError && error.outcomeUnknown) move(ticket, 'PENDING');
      else throw error;
    }
  }

  function move(ticket, status) {
    ticket.status = status;
    if (status === 'FAILED' && seats.get(ticket.seat) === ticket) seats.delete(ticket.seat);
  }

  function apply(notification) {
    if (notification.kind !== 'payment') return;
    const ticket = [...seats.values()].find(
      (one) => one.invoiceNumber === notification.invoiceNumber,
    );
    if (ticket === undefined) return;
    const after = applyNotification(ticket.known, notification);
    if (after === ticket.known) return;
    ticket.known = after;
    move(ticket, after.status);
  }

  return {
    book,
    confirm,
    isFree: (seat) => !seats.has(seat),
    /** POST /notifications */
    notifications: fetchNotifications(tarik, apply),
  };
}
