// What happens while a page is open: server-sent events, for the visitor that it concerns.
import type { FastifyReply } from 'fastify';

export type LiveEvent = 'order' | 'wire';

export interface Live {
  /** Tells a visitor's open pages; everybody's where there is no visitor. */
  tell(visitorId: string | undefined, event: LiveEvent, what: string): void;
  /** Keeps a visitor's connection until it goes. */
  listen(visitorId: string, reply: FastifyReply): void;
  close(): void;
}

export function openLive(): Live {
  const pages = new Map<FastifyReply, string>();
  return {
    tell(visitorId, event, what) {
      for (const [reply, who] of pages) {
        if (visitorId !== undefined && visitorId !== who) continue;
        reply.raw.write(`event: ${event}\ndata: ${what}\n\n`);
      }
    },
    listen(visitorId, reply) {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      reply.raw.write('retry: 1000\nevent: hello\ndata: hello\n\n');
      pages.set(reply, visitorId);
      reply.raw.on('close', () => pages.delete(reply));
    },
    close() {
      for (const reply of pages.keys()) reply.raw.end();
    },
  };
}
