// The bare side: a Fastify route that answers a constant.
import Fastify from 'fastify';

const app = Fastify();
app.get('/', () => ({ hello: 'world' }));
const listening = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ listening })}\n`);
process.on('disconnect', () => process.exit(0));
