// A merchant's receiver of notifications: verifies, writes to its log, and only then answers, well or badly as it is told.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';
import type { ReceiverLine } from '../logs.ts';
import { openLineLog } from './line-log.ts';
import { answer, mannersOf, statusOf, type Manner } from './misbehave.ts';

export interface ReceiverOptions {
  /** The log; lines are appended. */
  log: string;
  /** A JSON file `{clientId: {secret, path}}`; read again when it does not know a client. */
  secrets: string;
  /** 0 for a free one. */
  port: number;
}

interface Merchant {
  /** One key, or several while they are rotated. */
  secret: string | string[];
  path: string;
}

/** What it was told at /control; kept beside the log, so that it is not forgotten in a crash. */
interface Told {
  misbehave: number;
  seed: number;
}

/** Starts it and answers its URL. */
export async function startReceiver(options: ReceiverOptions): Promise<string> {
  const log = await openLineLog(options.log);
  const memory = `${options.log}.control`;
  let told = recall(memory);
  // After a crash the same draws would crash it again: each start draws its own.
  if (told.misbehave > 0) remember(memory, (told = { ...told, seed: told.seed + 1 }));
  let manners = mannersOf(told.misbehave, told.seed);
  let merchants = readMerchants(options.secrets);

  function merchantOf(clientId: string): Merchant | undefined {
    if (merchants[clientId] === undefined) merchants = readMerchants(options.secrets);
    return merchants[clientId];
  }

  function control(body: Buffer, response: ServerResponse): void {
    const asked = JSON.parse(body.toString()) as Partial<Told> & { behave?: boolean };
    told =
      asked.behave === true
        ? { misbehave: 0, seed: told.seed }
        : { misbehave: asked.misbehave ?? 0, seed: asked.seed ?? 1 };
    remember(memory, told);
    manners = mannersOf(told.misbehave, told.seed);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(told));
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await whole(request);
    const { url: target = '' } = request;
    if (request.method === 'POST' && target === '/control') return control(body, response);
    const manner: Manner = target.startsWith('/elsewhere') ? 'good' : manners.next();
    if (manner === 'crash before') process.exit(1);
    const headers = headersOf(request);
    const line: ReceiverLine = {
      at: Date.now(),
      target,
      headers,
      body: body.toString(),
      verified: isVerified(merchantOf(headers['client-id'] ?? ''), headers, body),
      answered: statusOf(manner),
    };
    await log.append(line);
    answer(manner, response);
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => request.socket.destroy());
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Whether one of the header's signatures is that of one of the merchant's keys over its configured path. */
function isVerified(
  merchant: Merchant | undefined,
  headers: Record<string, string>,
  body: Buffer,
): boolean {
  if (merchant === undefined) return false;
  const parts = {
    clientId: headers['client-id'] ?? '',
    requestId: headers['request-id'] ?? '',
    timestamp: headers['request-timestamp'] ?? '',
    target: merchant.path,
    body,
  };
  const received = (headers['signature'] ?? '').split(/[\s,]+/);
  return [merchant.secret]
    .flat()
    .map((secret) => signNotification(parts, secret))
    .some((expected) => received.some((one) => sameSignature(expected, one)));
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readMerchants(file: string): Record<string, Merchant> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Merchant>;
}

function recall(file: string): Told {
  if (!existsSync(file)) return { misbehave: 0, seed: 1 };
  return JSON.parse(readFileSync(file, 'utf8')) as Told;
}

function remember(file: string, told: Told): void {
  writeFileSync(`${file}.new`, JSON.stringify(told));
  renameSync(`${file}.new`, file);
}
