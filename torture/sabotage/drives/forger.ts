// Somebody who sits between the gateway and its bank: lets calls through, and answers payments in the bank's place.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ACCOUNTS, type Play } from '../play.ts';

/** What is said instead of asking the bank; the call itself never gets there. */
type Forge = (asked: Asked) => object;

/** What of a payment's call is repeated in its answer. */
interface Asked {
  partnerReferenceNo: string;
  amount: unknown;
}

/** An answer that nobody has signed says that the payment was made. */
export async function forgedAnswers(play: Play): Promise<void> {
  await withForger(play, async (forge) => {
    const bound = await play.bind(play.one, ACCOUNTS.pays);
    forge((asked) => success(asked, {}));
    const paid = await play.pay(bound);
    await play.one.call('status', paid.requestId);
  });
}

/** Where answers are not signed: a success about another amount, and one about another payment. */
export async function answersAboutOthers(play: Play): Promise<void> {
  await withForger(play, async (forge) => {
    const bound = await play.bind(play.one, ACCOUNTS.pays);
    const lies = [
      { amount: { value: '1.00', currency: 'IDR' } },
      { partnerReferenceNo: '0123456789abcdef0123456789abcdef' },
    ];
    for (const lie of lies) {
      forge((asked) => success(asked, lie));
      const paid = await play.pay(bound);
      await play.one.call('status', paid.requestId);
    }
  });
}

function success(asked: Asked, lie: object): object {
  return {
    responseCode: '2005400',
    responseMessage: 'Successful',
    referenceNo: '100000000099',
    partnerReferenceNo: asked.partnerReferenceNo,
    amount: asked.amount,
    additionalInfo: { otpStatus: 'NO' },
    ...lie,
  };
}

async function withForger(
  { stage }: Play,
  run: (forge: (next: Forge) => void) => Promise<void>,
): Promise<void> {
  const bank = new URL(stage.bankUrl);
  let next: Forge | null = null;
  const server = createServer((asked, answer) => {
    take(asked, answer).catch(() => asked.socket.destroy());
  });

  async function take(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const forge = asked.url?.endsWith('/debit/payment-host-to-host') === true ? next : null;
    if (forge !== null) {
      next = null;
      const said = forge(JSON.parse(body.toString()) as Asked);
      answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
      return;
    }
    const { method, headers, url: path } = asked;
    const options = { host: bank.hostname, port: bank.port, method, path, headers, agent: false };
    const onward = request(options, (true_) => {
      answer.writeHead(true_.statusCode ?? 502, true_.rawHeaders);
      true_.pipe(answer);
    });
    onward.on('error', () => asked.socket.destroy());
    onward.end(body);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  stage.links.bank.setTargets([{ host: '127.0.0.1', port }]);
  stage.links.bank.resetAll();
  try {
    await run((forge) => (next = forge));
  } finally {
    stage.links.bank.setTargets([{ host: bank.hostname, port: Number(bank.port) }]);
    stage.links.bank.resetAll();
    server.closeAllConnections();
    server.close();
  }
}
