// Writes an answer to the socket with header names exactly as given: merchants' libraries look them up by their capitals,
// which the framework would turn into lower case.
import type { FastifyReply } from 'fastify';

export interface Outgoing {
  status: number;
  /** Name, value, name, value … */
  headers: string[];
  body: Buffer;
  /** Ends the connection: the request was not read to its end. */
  close?: boolean;
}

/** Sends and takes the reply out of the framework's hands. */
export function send(reply: FastifyReply, out: Outgoing): void {
  reply.hijack();
  const { raw } = reply;
  if (raw.headersSent || raw.destroyed) return;
  const headers = [...out.headers, 'Content-Length', `${out.body.length}`];
  if (out.close === true) headers.push('Connection', 'close');
  raw.writeHead(out.status, headers);
  raw.end(raw.req.method === 'HEAD' ? undefined : out.body);
}
