// One request of a visitor: who it is, in which words, and the ways to answer it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Html } from './html.ts';
import type { Kept } from './kept.ts';
import { shell } from './pages/shell.ts';
import { lookOf, type Look } from './visitor/look.ts';
import type { Visitor } from './visitor/visitor.ts';
import { WORDS, type Words } from './words/words.ts';

/** Something to tell the visitor on the next page, once. */
export interface Said {
  tone: 'good' | 'bad' | 'note';
  text: string;
}

export interface Visit {
  kept: Kept;
  request: FastifyRequest;
  reply: FastifyReply;
  visitor: Visitor;
  look: Look;
  w: Words;
  /** The shop's own address as the browser knows it. */
  home: string;
}

/** A page before it is put into the shell. */
export interface Page {
  title: string;
  main: Html;
  /** The entry of the menu that it belongs to. */
  current?: 'goods' | 'orders' | 'accounts' | 'bank' | 'basket' | 'wire';
  /** Changes when there is something new to show: open pages then show it. */
  version?: string;
  status?: number;
}

export function visitOf(kept: Kept, request: FastifyRequest, reply: FastifyReply): Visit {
  const look = lookOf(request);
  return {
    kept,
    request,
    reply,
    visitor: kept.visitors.of(request, reply),
    look,
    w: WORDS[look.language],
    home: `${request.protocol}://${request.host}`,
  };
}

/** Keeps something to be told on the next page. */
export function say(visit: Visit, tone: Said['tone'], text: string): void {
  visit.kept.said.set(visit.visitor.id, { tone, text });
}

/** Answers with a page. */
export function show(visit: Visit, page: Page): FastifyReply {
  const { said } = visit.kept;
  // A page that only looks whether there is news must not take the words from the next one.
  const looking = visit.request.headers['toko-looking'] !== undefined;
  const words = looking ? undefined : said.get(visit.visitor.id);
  if (!looking) said.delete(visit.visitor.id);
  return visit.reply
    .code(page.status ?? 200)
    .headers({
      'content-security-policy': policyOf(visit.kept),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'Accept-Language, Cookie',
    })
    .type('text/html; charset=utf-8')
    .send(shell(visit, page, words).markup);
}

/** Goes on to another page of the shop, or to the bank's. */
export function goTo(visit: Visit, where: string): FastifyReply {
  return visit.reply.redirect(where, 303);
}

/** A field of a form that was sent. */
export function field(visit: Visit, name: string): string {
  const { body } = visit.request;
  return body instanceof URLSearchParams ? (body.get(name) ?? '').trim() : '';
}

/** Binding an account is a form that ends at the bank: a browser must allow that too. */
function policyOf({ bank, gatewayUrl }: Kept): string {
  const beyond = bank === undefined ? 'https:' : `${gatewayUrl} ${bank.url}`;
  return (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; " +
    `img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${beyond}`
  );
}
