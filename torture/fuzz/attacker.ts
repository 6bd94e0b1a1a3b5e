// The attacker as a process of its own, so that its work is not what the honest callers wait for. Its arguments are the
// attack's name and the port; the requests come as a message; it says when every connection stands, and goes on until it
// is ended.
import net from 'node:net';
import { ATTACKS, type SignedRequest } from './attacks.ts';

const [name, port] = process.argv.slice(2);
const attack = ATTACKS.find((one) => one.name === name);
if (attack === undefined) throw new Error(`there is no attack ${name}`);

process.on('disconnect', () => process.exit(0));
process.once('message', (requests) => {
  const sockets = (requests as SignedRequest[]).map((request) => {
    const socket = net.connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    const stands = new Promise<void>((resolve) => {
      socket.once('connect', () => resolve());
      socket.once('close', () => resolve());
    });
    socket.once('connect', () => attack.begin(socket, request));
    return stands;
  });
  void Promise.all(sockets).then(() => process.send?.('begun'));
});
