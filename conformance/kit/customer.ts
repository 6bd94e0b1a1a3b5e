// The customer's part: choosing an account on the bank's page, and reading the OTP on the phone. Somebody or something
// outside the implementation does both.
import { createInterface } from 'node:readline/promises';
import { Untried } from './check.ts';

/** Accounts by what they do at a payment; a sandbox has one of each, the world outside has `ordinary`. */
export type Account =
  | 'ordinary'
  | 'no_otp'
  | 'poor'
  | 'blocked'
  | 'debits_silently'
  | 'fails_silently'
  | 'no_refund'
  | 'no_unbind'
  | 'no_registration'
  | 'calls_back_twice';

/** The accounts of Tarik's simulated bank. */
export const SANDBOX_ACCOUNTS: Readonly<Record<Account, string>> = {
  ordinary: '800000000001',
  no_otp: '800000000003',
  poor: '800000000002',
  blocked: '800000000007',
  debits_silently: '800000000004',
  fails_silently: '800000000005',
  no_refund: '800000000008',
  no_unbind: '800000000009',
  no_registration: '800000000010',
  calls_back_twice: '800000000011',
};

/** Where the bank sent the customer's browser afterwards, where that is known. */
export interface Completed {
  redirectUrl: string | undefined;
}

export interface Customer {
  /** Does what the customer does on the page of a registration. */
  complete(registrationUrl: string, account: string): Promise<Completed>;
}

export interface Phone {
  /** Whether every OTP that was sent can be read, and not only one that always works. */
  readonly reads: boolean;
  /** The newest OTP that the bank sent to a number. */
  otp(phone: string): Promise<string>;
}

/** A customer at Tarik's simulated bank. */
export function sandboxCustomer(bank: string): Customer {
  return {
    async complete(registrationUrl, account) {
      const id = new URL(registrationUrl).pathname.split('/').at(-1) ?? '';
      const where = `${bank}/sandbox/registrations/${encodeURIComponent(id)}/complete`;
      const done = (await askSandbox(where, { account_no: account })) as {
        redirect_url?: string;
      };
      return { redirectUrl: done.redirect_url };
    },
  };
}

/** A person who opens the page in a browser and comes back to press Enter. */
export function manualCustomer(): Customer {
  return {
    async complete(registrationUrl) {
      await ask(`\nFinish this registration in a browser, then press Enter:\n  ${registrationUrl}\n`);
      return { redirectUrl: undefined };
    },
  };
}

/** An OTP that the bank always accepts. */
export function fixedPhone(otp: string): Phone {
  return { reads: false, otp: () => Promise.resolve(otp) };
}

/** The SMS inbox of Tarik's simulated bank. */
export function sandboxPhone(bank: string): Phone {
  return {
    reads: true,
    async otp(phone) {
      const where = `${bank}/sandbox/sms?phone=${encodeURIComponent(phone)}`;
      const [newest] = (await askSandbox(where)) as { otp: string }[];
      if (newest === undefined) throw new Untried(`the bank sent no OTP to ${phone}`);
      return newest.otp;
    },
  };
}

/** A person who reads the OTP from a phone. */
export function manualPhone(): Phone {
  return { reads: true, otp: async (phone) => (await ask(`OTP sent to ${phone}: `)).trim() };
}

/** Asks Tarik's simulated bank what programs may ask it. Throws an Untried where it does not help. */
export async function askSandbox(url: string, body?: unknown): Promise<unknown> {
  const asked =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        };
  const response = await fetch(url, asked).catch(() => undefined);
  if (response === undefined) throw new Untried(`nothing answers at ${new URL(url).origin}`);
  if (!response.ok) throw new Untried(`${new URL(url).pathname} answered ${response.status}`);
  return await response.json().catch(() => {
    throw new Untried(`${new URL(url).pathname} answered no JSON`);
  });
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
