// A sandbox as tests hold it, whoever started it.
import type { Program } from './ask.ts';
import { advanceClock } from './bank.ts';
import { secondsOf, type Duration } from './duration.ts';
import { makeMerchant, type MerchantOptions, type TestMerchant } from './merchant.ts';

export interface Sandbox {
  /** Base URL of the gateway. */
  readonly gateway: string;
  /** Base URL of the simulated bank. */
  readonly bank: string;
  /**
   * The variables by which {@link joinSandbox} finds it in another process: give them to
   * `process.env` in the global setup of a test runner.
   */
  readonly env: { readonly TARIK_GATEWAY_URL: string; readonly TARIK_BANK_URL: string };
  /** A merchant of its own: tests with one each do not disturb each other. */
  merchant(options?: MerchantOptions): Promise<TestMerchant>;
  /** Lets time pass for every merchant of the sandbox. Tests that run at once want a merchant's own. */
  advance(duration: Duration): Promise<void>;
  /** Closes what was opened here, and ends the sandbox where it was started here. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The sandbox at these addresses; `end` ends it. */
export function sandboxAt(
  urls: { gateway: string; bank: string },
  end: () => Promise<void>,
): Sandbox {
  const gateway: Program = { name: 'the gateway', url: urls.gateway };
  const bank: Program = { name: 'the bank', url: urls.bank };
  const merchants: TestMerchant[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= leave());

  async function leave(): Promise<void> {
    await Promise.all(merchants.map((merchant) => merchant.close()));
    await end();
  }

  return {
    gateway: gateway.url,
    bank: bank.url,
    env: { TARIK_GATEWAY_URL: gateway.url, TARIK_BANK_URL: bank.url },
    async merchant(options) {
      const merchant = await makeMerchant(gateway, bank, options);
      merchants.push(merchant);
      return merchant;
    },
    advance: async (duration) => advanceClock(bank, secondsOf(duration)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
