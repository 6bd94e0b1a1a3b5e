// @tarik/sdk/testing: a sandbox in a merchant's own tests, with every outcome to order.
export { startSandbox } from './start.ts';
export type { StartOptions } from './start.ts';
export { openSandbox } from './open.ts';
export { joinSandbox } from './join.ts';
export type { JoinOptions } from './join.ts';
export type { Sandbox } from './sandbox.ts';
export type {
  BindInput,
  BoundAccount,
  Credentials,
  MerchantOptions,
  PayInput,
  TestMerchant,
} from './merchant.ts';
export type { Fault, FaultName, Operation } from './bank.ts';
export type { Deliveries, Delivery, Waiting, Wanted } from './deliveries.ts';
export type { NotificationHandler } from './receiver.ts';
export type { Duration } from './duration.ts';
export { ACCOUNTS, OTP } from './accounts.ts';
export { SandboxError } from './sandbox-error.ts';
