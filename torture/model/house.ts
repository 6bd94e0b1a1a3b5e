// What a model run needs of the gateway's own code, in one module: imported twice, it makes two processes, each with its
// own memory of running calls.
export { ENDPOINTS } from '../../packages/gateway/src/api/doku/index.ts';
export { ERRORS } from '../../packages/gateway/src/api/doku/errors.ts';
export { dokuRenderer } from '../../packages/gateway/src/api/doku/notification.ts';
export { ordersStatus } from '../../packages/gateway/src/api/doku/orders-status.ts';
export { createLog } from '../../packages/gateway/src/base/log.ts';
export { createMetrics } from '../../packages/gateway/src/base/metrics.ts';
export { Refusal, REFUSALS } from '../../packages/gateway/src/base/refusal.ts';
export { createWake } from '../../packages/gateway/src/base/wake.ts';
export { deliverDue } from '../../packages/gateway/src/notifications/deliver.ts';
export { receiveCallback } from '../../packages/gateway/src/payments/receive-callback.ts';
export { settleDuePayments } from '../../packages/gateway/src/payments/settle-unclear.ts';
export { returnLateMoney } from '../../packages/gateway/src/refunds/return-late-money.ts';
export { settleDueRefunds } from '../../packages/gateway/src/refunds/settle-unclear.ts';
export { settleDueTokens } from '../../packages/gateway/src/tokens/chores.ts';
export { confirmRegistration } from '../../packages/gateway/src/tokens/confirm.ts';
