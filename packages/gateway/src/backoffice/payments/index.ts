// The routes of payments.
import type { Route } from '../route.ts';
import { getPayment } from './get.ts';
import { exportPayments, listPayments, sumPayments } from './list.ts';
import { refundPayment } from './refund.ts';
import { changePaymentSplit, previewPaymentSplit } from './split.ts';
import { inquirePayment, resolvePayment } from './unclear.ts';

export const PAYMENT_ROUTES: readonly Route[] = [
  listPayments,
  sumPayments,
  exportPayments,
  getPayment,
  refundPayment,
  inquirePayment,
  resolvePayment,
  previewPaymentSplit,
  changePaymentSplit,
];
