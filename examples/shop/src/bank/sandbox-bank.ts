// The simulated bank, where there is one: what the control panel asks of it. A production shop has
// nothing like this.

export interface OrderedFault {
  operation: string;
  fault: string;
  count: number;
}

export interface SandboxBank {
  url: string;
  /** Does at the bank's page what the customer would do; where the browser would come back to. */
  complete(registrationUrl: string, accountNo: string): Promise<{ status: string }>;
  orderFault(order: object): Promise<void>;
  faults(): Promise<OrderedFault[]>;
  clearFaults(): Promise<void>;
  advanceClock(seconds: number): Promise<void>;
}

const PATIENCE_MS = 15_000;

/** Opens nothing: every call is one of its own. Calls reject when the bank is away or says no. */
export function sandboxBank(url: string): SandboxBank {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(url + path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`the simulated bank answered ${answer.status} to ${path}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  return {
    url,
    complete(registrationUrl, accountNo) {
      const id = new URL(registrationUrl).pathname.split('/').at(-1) ?? '';
      const path = `/sandbox/registrations/${encodeURIComponent(id)}/complete`;
      return ask('POST', path, { account_no: accountNo });
    },
    orderFault: (order) => ask('POST', '/sandbox/faults', order),
    faults: () => ask('GET', '/sandbox/faults'),
    clearFaults: () => ask('DELETE', '/sandbox/faults'),
    advanceClock: (seconds) => ask('POST', '/sandbox/clock', { advance_seconds: seconds }),
  };
}
