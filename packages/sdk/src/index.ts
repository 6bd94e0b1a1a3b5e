// @tarik/sdk: what a merchant's server needs for bank direct debit.
export { Tarik } from './client.ts';
export type { TarikOptions, Clock } from './options.ts';
export type { Exchange } from './exchange.ts';
export type { CallOptions } from './call-options.ts';
export type { Answered, Customer, LineItem, NamedCustomer, Rupiah } from './words.ts';
export type { RegisterInput, Registration, Token, TokenDeletion, Tokens } from './tokens.ts';
export type {
  FailedPayment,
  OtpResent,
  Payment,
  PaymentInput,
  PaymentStatus,
  Payments,
  PendingPayment,
  SplitLine,
  StatusInput,
  SucceededPayment,
} from './payments.ts';
export type { Refund, RefundInput, Refunds } from './refunds.ts';
export type {
  Notification,
  PaymentNotification,
  RefundNotification,
  TokenNotification,
} from './notifications/notification.ts';
export type {
  HeadersLike,
  Notifications,
  TestHeaders,
  VerifyOptions,
} from './notifications/notifications.ts';
export { applyNotification, subjectOf } from './notifications/apply.ts';
export type { Known } from './notifications/apply.ts';
export * from './errors.ts';
