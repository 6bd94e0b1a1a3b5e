// The merchant's line in a scenario: signs, logs what it is about to ask before the first byte leaves, and what it hears.
import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse } from '@tarik/wire/doku/signature';
import type { ClientLine } from '../logs.ts';
import type { Stage, StageMerchant } from '../stage/types.ts';
import type { Answer, Line, Sent } from './scene.ts';

/** Longer than a gateway takes for any call, ms. */
const TIMEOUT_MS = 40_000;

/** Opens a line of one merchant to the stage's gateway, with its log. */
export async function openLine(
  stage: Stage,
  merchant: StageMerchant,
  logFile: string,
): Promise<Line & { close(): Promise<void> }> {
  const log = await open(logFile, 'a');
  let attempts = 0;
  const note = async (line: ClientLine): Promise<void> => {
    await log.appendFile(`${JSON.stringify(line)}\n`);
    await log.datasync();
  };
  return {
    async send(sent) {
      attempts += 1;
      const attempt = attempts;
      const { call, requestId, about } = sent;
      const target =
        call === 'status' ? `/orders/v1/status/${requestId}` : `/cimb-direct-debit/v1/${call}`;
      const body = sent.body === undefined ? '' : JSON.stringify(sent.body);
      const at = Date.now();
      const { clientId } = merchant;
      const asked = { attempt, clientId, requestId, call, target, body, about, sound: true };
      await note({ kind: 'asked', at, ...asked });
      try {
        const { answer, ...heard } = await exchange(stage.gatewayUrl, merchant, target, sent, body);
        await note({ kind: 'heard', at: Date.now(), attempt, ...heard });
        return answer;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        await note({ kind: 'lost', at: Date.now(), attempt, why });
        return null;
      }
    },
    close: () => log.close(),
  };
}

interface Exchanged {
  answer: Answer;
  status: number;
  text: string;
  verified: boolean;
  retryAfter: boolean;
}

/** One connection for one call: an attempt never suffers from what befell another. */
function exchange(
  url: string,
  { clientId, secret }: StageMerchant,
  target: string,
  { requestId }: Sent,
  body: string,
): Promise<Exchanged> {
  const timestamp = formatTimestamp(Date.now());
  const parts = { clientId, requestId, timestamp, target };
  const signature = signRequest(body === '' ? parts : { ...parts, body }, secret);
  return new Promise((resolve, reject) => {
    const asked = request(
      url + target,
      {
        method: body === '' ? 'GET' : 'POST',
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'Client-Id': clientId,
          'Request-Id': requestId,
          'Request-Timestamp': timestamp,
          Signature: signature,
          ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          if (!response.complete) return reject(new Error('cut short'));
          const text = Buffer.concat(chunks).toString();
          const header = (name: string) => String(response.headers[name] ?? '');
          const signed = {
            clientId,
            requestId: header('request-id'),
            timestamp: header('response-timestamp'),
            target,
            body: text,
          };
          const after = header('retry-after');
          resolve({
            answer: {
              status: response.statusCode ?? 0,
              json: parsed(text),
              retryAfterSeconds: after === '' ? null : Number(after),
            },
            status: response.statusCode ?? 0,
            text,
            verified: sameSignature(signResponse(signed, secret), header('signature')),
            retryAfter: after !== '',
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body === '' ? undefined : body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
