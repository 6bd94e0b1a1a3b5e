// A merchants' receiver that takes everything and writes it down before it answers.
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';
import type { ReceiverLine } from '../logs.ts';

const { TORTURE_RECEIVER_LOG = '', TORTURE_RECEIVER_SECRETS = '' } = process.env;
const secrets = JSON.parse(fs.readFileSync(TORTURE_RECEIVER_SECRETS, 'utf8')) as Record<
  string,
  string
>;
const log = fs.openSync(TORTURE_RECEIVER_LOG, 'a', 0o600);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const target = request.url ?? '';
    if (target === '/control') return response.end('{}');
    const header = (name: string): string => String(request.headers[name] ?? '');
    const clientId = header('client-id');
    const parts = {
      clientId,
      requestId: header('request-id'),
      timestamp: header('request-timestamp'),
      target,
      body,
    };
    const line: ReceiverLine = {
      at: Date.now(),
      target,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: body.toString(),
      verified: sameSignature(
        signNotification(parts, secrets[clientId] ?? ''),
        header('signature'),
      ),
      answered: 200,
    };
    fs.writeSync(log, `${JSON.stringify(line)}\n`);
    fs.fdatasyncSync(log);
    return response.end('OK');
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${port}` })}\n`);
});
process.on('disconnect', () => process.exit(0));
