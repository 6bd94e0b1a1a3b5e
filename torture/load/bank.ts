// What a customer does at the bank: finishes a registration, reads a text message. The bank may be down.
import { request } from 'undici';

export interface CustomersBank {
  /** Finishes the registration with an account; false when the bank did not do it, or did not say so. */
  complete(registration: string, account: string): Promise<boolean>;
  /** The newest OTP that came to a phone; null when there is none, or the bank is down. */
  otp(phone: string): Promise<string | null>;
}

const PATIENCE_MS = 20_000;
const TRIES = 3;

export function customersBank(url: string): CustomersBank {
  async function ask(path: string, body?: object): Promise<unknown> {
    for (let tried = 0; tried < TRIES; tried += 1) {
      try {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        const headers = { 'Content-Type': 'application/json' };
        const what = body === undefined ? {} : { headers, body: JSON.stringify(body) };
        const method = body === undefined ? 'GET' : 'POST';
        const answer = await request(url + path, { method, signal, ...what });
        const text = await answer.body.text();
        if (answer.statusCode < 300) return JSON.parse(text) as unknown;
      } catch {
        // The bank is down or slow: once more.
      }
    }
    return null;
  }

  return {
    async complete(registration, account) {
      const done = await ask(`/sandbox/registrations/${registration}/complete`, {
        account_no: account,
      });
      return (done as { status?: string } | null)?.status === 'SUCCESS';
    },
    async otp(phone) {
      const texts = (await ask(`/sandbox/sms?phone=${phone}`)) as { otp: string }[] | null;
      return texts?.[0]?.otp ?? null;
    },
  };
}
