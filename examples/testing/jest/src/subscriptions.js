// Subscriptions that are charged every month without the customer: what a charge does to them, and the server that hears of it.
const { randomUUID } = require('node:crypto');
const { createServer } = require('node:http');
const {
  applyNotification,
  DeclinedError,
  NotificationError,
  subjectOf,
  TarikError,
} = require('@tarik/sdk');

/** Kept in memory: a real shop has a database here. */
exports.openSubscriptions = (tarik) => {
  const charges = new Map();
  const known = new Map();

  /** Charges one month. `unclear` is left alone until the notification says what became of it. */
  async function charge(subscription) {
    const invoiceNumber = `SUB-${randomUUID()}`;
    // Kept before the bank is asked, so that a crash between call and answer cannot charge twice.
    const made = { invoiceNumber, requestId: randomUUID(), status: 'unclear', subscription };
    charges.set(invoiceNumber, made);
    const { customer, tokenId, amount } = subscription;
    try {
      const payment = await tarik.payments.create(
        { customer, tokenId, invoiceNumber, amount },
        { requestId: made.requestId },
      );
      if (payment.status === 'SUCCESS') made.status = 'paid';
    } catch (error) {
      if (error instanceof DeclinedError) {
        made.status = 'declined';
        made.reason = error.reason;
      } else if (!(error instanceof TarikError && error.outcomeUnknown)) {
        throw error;
      }
    }
    return made;
  }

  /** Gives a month back. */
  async function giveBack(made) {
    const refund = await tarik.refunds.create({
      invoiceNumber: made.invoiceNumber,
      originalRequestId: made.requestId,
      amount: made.subscription.amount,
    });
    if (refund.status === 'SUCCESS') made.status = 'given back';
    return refund;
  }

  /** A month is added once, whatever comes twice or late. */
  function apply(notification) {
    const subject = subjectOf(notification);
    const after = applyNotification(known.get(subject), notification);
    const made = charges.get(notification.invoiceNumber);
    if (after === known.get(subject) || notification.kind !== 'payment' || !made) return;
    known.set(subject, after);
    if (after.status === 'SUCCESS') {
      made.status = 'paid';
      made.subscription.months += 1;
    } else {
      made.status = 'declined';
      made.reason = notification.reason;
    }
  }

  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const path = '/webhooks/tarik';
      apply(tarik.notifications.verify(Buffer.concat(chunks), request.headers, { path }));
      response.writeHead(200).end();
    } catch (error) {
      response.writeHead(error instanceof NotificationError ? error.httpStatus : 500).end();
    }
  });

  return { charge, giveBack, server };
};
