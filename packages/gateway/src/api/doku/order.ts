// A payment in DOKU's words, the part that creating and validating share: customer, order, payment (DOKU guide 3, 3.1).
import type { Merchant } from '../../merchants/merchant.ts';
import type { LineItem, PaymentView } from '../../payments/payment.ts';
import { amountWord, type AmountWord } from './amount.ts';
import { customerWords } from './customer.ts';
import { paymentStatus } from './states.ts';

/** The answer to creating a payment; the bank's id of it is told once it has succeeded (DOKU guide 3). */
export function createdWords(merchant: Merchant, view: PaymentView): unknown {
  const { state, bankPaymentId } = view.payment;
  return paymentWords(merchant, view, state === 'succeeded' ? bankPaymentId : null);
}

/** The answer to validating its OTP (DOKU guide 3.1). */
export function validatedWords(merchant: Merchant, view: PaymentView): unknown {
  return paymentWords(merchant, view, view.payment.bankPaymentId);
}

// Absent fields stay absent: JSON drops undefined.
function paymentWords(
  merchant: Merchant,
  view: PaymentView,
  bankPaymentId: string | null,
): unknown {
  const { payment, details, challenge } = view;
  const amount = amountWord(merchant);
  return {
    customer: customerWords(details.customer),
    additional_info: details.additionalInfo,
    order: {
      invoice_number: payment.invoiceNumber,
      line_items: details.lineItems?.map((item) => itemWords(item, amount)),
      amount: amount(payment.amount),
      session_id: details.sessionId,
    },
    payment: {
      payment_id: bankPaymentId ?? undefined,
      token: challenge,
      status: paymentStatus(payment.state),
    },
  };
}

function itemWords(item: LineItem, amount: AmountWord): unknown {
  return {
    name: item.name,
    price: item.price === undefined ? undefined : amount(item.price),
    quantity: item.quantity === undefined ? undefined : amount(item.quantity),
  };
}
