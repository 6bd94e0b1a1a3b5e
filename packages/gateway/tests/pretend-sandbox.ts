// A sandbox of one file for the tests of the command line: it answers /sandbox/… as gateway and bank do, remembers what it
// was asked, and notifies as it is told. What the real one does with it is for the tests of the real one.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signNotification } from '@tarik/wire/doku/signature';

export interface Asked {
  method: string;
  path: string;
  body: any;
}

export interface PretendSandbox {
  /** Settings under which commands find it. */
  env: { TARIK_DATA: string };
  url: string;
  asked: Asked[];
  merchant: { client_id: string; secret_key: string; name: string; banks: any[] };
  calls: any[];
  /** Sends a notification to the merchant's URL as it is now; answers the status that was heard. */
  notify(event: object, key?: string): Promise<number>;
  close(): Promise<void>;
}

export const FORMER_URL = 'http://127.0.0.1:9/former';

/** Starts it, with one merchant. */
export async function startPretendSandbox(): Promise<PretendSandbox> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-pretend-'));
  const asked: Asked[] = [];
  const calls: any[] = [];
  const merchant = {
    client_id: 'MCH-TEST',
    secret_key: 'SK-test',
    name: 'Toko Uji',
    banks: [{ bank: 'cimb', active: true, notification_url: FORMER_URL as string | null }],
  };
  let ahead = 0;
  const reading = () => ({
    now: new Date(Date.now() + ahead * 1000).toISOString(),
    offset_seconds: ahead,
  });
  const own = `/sandbox/merchants/${merchant.client_id}`;

  async function answer({ method, path: at, body }: Asked, query: URLSearchParams) {
    if (at === '/sandbox/clock') {
      if (method === 'POST') ahead += body.advance_seconds;
      return reading();
    }
    if (at === own) return merchant;
    if (at === `${own}/notification-url` && method === 'PUT') {
      const [bank] = merchant.banks;
      const former = bank!.notification_url;
      bank!.notification_url = body.url;
      return { bank: 'cimb', url: body.url, former_url: former };
    }
    if (at === '/sandbox/notifications/resend') return { resent: 1 };
    if (at === '/sandbox/calls') return await callsAfter(query);
    return null;
  }

  async function callsAfter(query: URLSearchParams) {
    const after = Number(query.get('after') ?? 0);
    const whose = query.get('client_id');
    const until = Date.now() + 1000 * Math.min(Number(query.get('wait_seconds') ?? 0), 1);
    const fits = () =>
      calls.filter((one) => one.seq > after && (whose === null || one.client_id === whose));
    while (fits().length === 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { calls: fits(), next: Math.max(after, ...calls.map((one) => one.seq)), dropped: 0 };
  }

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
      const text = Buffer.concat(chunks).toString();
      const one: Asked = {
        method: request.method ?? '',
        path: pathname,
        body: text === '' ? null : JSON.parse(text),
      };
      asked.push(one);
      void answer(one, searchParams).then((said) => {
        response.writeHead(said === null ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(said ?? { error: 'not_found', message: 'no such thing' }));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const note = { pid: process.pid, gateway: url, bank: url, shop: url, env: {} };
  fs.writeFileSync(path.join(folder, 'running.json'), JSON.stringify(note));

  return {
    env: { TARIK_DATA: folder },
    url,
    asked,
    merchant,
    calls,
    async notify(event, key = merchant.secret_key) {
      const target = merchant.banks[0]!.notification_url as string;
      const body = JSON.stringify(event);
      const parts = {
        clientId: merchant.client_id,
        requestId: crypto.randomUUID(),
        timestamp: formatTimestamp(Date.now()),
        target: new URL(target).pathname,
        body,
      };
      const heard = await fetch(target, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'Tarik',
          'Client-Id': parts.clientId,
          'Request-Id': parts.requestId,
          'Request-Timestamp': parts.timestamp,
          Signature: signNotification(parts, key),
          'webhook-id': parts.requestId,
        },
        body,
      });
      await heard.arrayBuffer();
      return heard.status;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true });
    },
  };
}
