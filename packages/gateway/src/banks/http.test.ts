// The door out: what it calls sent and not sent, and that no bank can hold or flood it.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dribble,
  hangUp,
  hangUpInTheMiddle,
  silence,
  startScriptedBank,
  text,
} from '../../tests/scripted-bank.ts';
import type { ScriptedBank } from '../../tests/scripted-bank.ts';
import { systemClock } from '../base/clock.ts';
import { createHttpDoor } from './http.ts';
import type { HttpCall, HttpDoor } from './http.ts';

let bank: ScriptedBank;
let door: HttpDoor;
let inTransaction: boolean;

beforeEach(async () => {
  bank = await startScriptedBank();
  inTransaction = false;
  door = open({});
});

afterEach(async () => {
  await bank.close();
  await door.close();
});

function open(limits: { connections?: number; inFlightPerBank?: number }): HttpDoor {
  return createHttpDoor({
    clock: systemClock(),
    connections: limits.connections ?? 8,
    inFlightPerBank: limits.inFlightPerBank ?? 8,
    mustNotBeInTransaction: () => {
      if (inTransaction) throw new Error('in a transaction');
    },
  });
}

function call(changes: Partial<HttpCall> = {}): HttpCall {
  return {
    bank: 'cimb',
    origin: bank.origin,
    path: '/pay',
    headers: { 'X-PARTNER-ID': 'key', 'CHANNEL-ID': '95221' },
    body: Buffer.from('{"a":1}'),
    timeoutMs: 5000,
    ...changes,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('an answered call', () => {
  it('gives status, headers and the exact bytes', async () => {
    bank.on('/pay', text(504, '{ "odd" : 1 }', { 'X-TIMESTAMP': 'now' }));
    const heard = await door.exchange(call());
    expect(heard).toMatchObject({ sent: true, lost: null, http: 504 });
    expect(heard.sent && heard.lost === null && heard.body.toString()).toBe('{ "odd" : 1 }');
    expect(heard.sent && heard.lost === null && heard.headers['x-timestamp']).toBe('now');
    expect(heard.durationMs).toBeGreaterThan(0);
  });

  it('sends the body as it is and keeps the capitals of header names', async () => {
    bank.on('/pay', text(200, ''));
    await door.exchange(call({ body: Buffer.from('{"a": "ç"}') }));
    expect(bank.requests[0]?.body).toBe('{"a": "ç"}');
    expect(bank.requests[0]?.rawHeaders).toEqual(
      expect.arrayContaining(['X-PARTNER-ID', 'CHANNEL-ID']),
    );
  });

  it('is a redirect when the bank redirects: nothing is followed', async () => {
    bank.on('/pay', text(307, '', { Location: `${bank.origin}/elsewhere` }));
    expect(await door.exchange(call())).toMatchObject({ sent: true, http: 307 });
    expect(bank.requests.map((one) => one.path)).toEqual(['/pay']);
  });

  it('uses connections again', async () => {
    bank.on('/pay', text(200, '{}'));
    for (let n = 0; n < 20; n += 1) await door.exchange(call());
    // Two, because the next call may come while the connection of the last one is being checked.
    expect(bank.connections()).toBeLessThanOrEqual(2);
  });

  it('ignores an early hint before the answer', async () => {
    bank.on('/pay', (_request, response) => {
      response.writeProcessing();
      response.writeHead(200).end('{}');
    });
    expect(await door.exchange(call())).toMatchObject({ http: 200 });
  });
});

describe('a call that was not sent', () => {
  it('is one that is refused, and says so', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`;
    expect(await door.exchange(call({ origin }))).toMatchObject({
      sent: false,
      why: 'econnrefused',
    });
  });

  it('is one to a name that does not exist', async () => {
    const origin = 'http://no-such-bank.invalid';
    const heard = await door.exchange(call({ origin, timeoutMs: 1000 }));
    expect(heard).toMatchObject({ sent: false });
  });

  it('is one whose TLS handshake fails', async () => {
    const origin = bank.origin.replace('http:', 'https:');
    expect(await door.exchange(call({ origin }))).toMatchObject({ sent: false });
    expect(bank.requests).toEqual([]);
  });

  it('is one that the peer drops before the TLS handshake is over', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const origin = `https://127.0.0.1:${port}`;
    expect(await door.exchange(call({ origin }))).toMatchObject({ sent: false });
    await new Promise((resolve) => server.close(resolve));
  });

  it('is one that waited in vain for a connection, and it is not sent later either', async () => {
    door = open({ connections: 1 });
    let release = (): void => undefined;
    bank.on('/slow', (_request, response) => {
      release = () => void response.writeHead(200).end('{}');
    });
    bank.on('/pay', text(200, '{}'));
    const first = door.exchange(call({ path: '/slow' }));
    const waiting = await door.exchange(call({ timeoutMs: 100 }));
    expect(waiting).toMatchObject({ sent: false, why: 'time_out' });
    release();
    expect(await first).toMatchObject({ http: 200 });
    expect(await door.exchange(call())).toMatchObject({ http: 200 });
    expect(bank.requests.map((one) => one.path)).toEqual(['/slow', '/pay']);
    expect(bank.connections()).toBe(1);
  });

  it('is one over the bulkhead of its bank, while another bank is served', async () => {
    door = open({ inFlightPerBank: 2 });
    bank.on('/pay', silence);
    const busy = [1, 2].map(() => door.exchange(call({ timeoutMs: 300 })));
    expect(door.inFlight('cimb')).toBe(2);
    expect(await door.exchange(call())).toMatchObject({ sent: false, why: 'bulkhead' });
    bank.on('/other', text(200, '{}'));
    expect(await door.exchange(call({ bank: 'other', path: '/other' }))).toMatchObject({
      http: 200,
    });
    await Promise.all(busy);
    expect(door.inFlight('cimb')).toBe(0);
  });

  it('is one with a header that cannot be sent', async () => {
    const heard = await door.exchange(call({ headers: { 'X-PARTNER-ID': 'a\r\nb' } }));
    expect(heard).toMatchObject({ sent: false });
  });

  it('is one after the door was closed', async () => {
    await door.close();
    expect(await door.exchange(call())).toMatchObject({ sent: false, why: 'closed' });
  });
});

describe('a call that was sent and lost', () => {
  it.each([
    ['the bank says nothing', silence, /time_out/, 200],
    // Which of the two words a cut line gets depends on who notices it first.
    ['the bank hangs up', hangUp, /econnreset|und_err_socket/, 20_000],
    ['the bank hangs up in the middle', hangUpInTheMiddle, /econnreset|und_err_socket/, 20_000],
    ['the bank never ends its answer', dribble, /time_out/, 200],
  ])('when %s', async (_name, script, why, timeoutMs) => {
    bank.on('/pay', script);
    const heard = await door.exchange(call({ timeoutMs }));
    expect(heard).toMatchObject({ sent: true, lost: expect.stringMatching(why) });
    expect(bank.requests).toHaveLength(1);
  });

  it('when the answer is larger than any answer may be', async () => {
    bank.on('/pay', text(200, 'x'.repeat(300 * 1024)));
    expect(await door.exchange(call())).toMatchObject({ sent: true, lost: 'answer_too_large' });
  });

  it('when the bank closes an idle connection under the call: it is never repeated', async () => {
    bank.on('/pay', text(200, '{}'), hangUp, text(200, '{}'));
    await door.exchange(call());
    const lost: unknown = expect.stringMatching(/econnreset|und_err_socket/);
    expect(await door.exchange(call())).toMatchObject({ sent: true, lost });
    expect(bank.requests).toHaveLength(2);
  });

  it('when the bank answers with something else than HTTP', async () => {
    bank.on('/pay', (_request, _response, socket) => void socket.end('SSH-2.0-bank\r\n'));
    expect(await door.exchange(call())).toMatchObject({ sent: true });
  });
});

describe('no call inside a transaction', () => {
  it('throws before anything is sent', async () => {
    inTransaction = true;
    await expect(door.exchange(call())).rejects.toThrow('in a transaction');
    expect(bank.requests).toEqual([]);
    expect(door.inFlight('cimb')).toBe(0);
  });
});
