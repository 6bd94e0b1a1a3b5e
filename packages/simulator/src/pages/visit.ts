// One visit to a registration page: who asks for which registration, in which language, and
// how a view is shown.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bank } from '../bank.ts';
import type { Registration } from '../book/entries.ts';
import { registrationPath } from '../registrations/registration.ts';
import { html } from './html.ts';
import type { View } from './register-views.ts';
import { sendPage } from './shell.ts';
import { languageOf, LANGUAGES, WORDS } from './words.ts';
import type { Language, Words } from './words.ts';

export interface Visit {
  bank: Bank;
  request: FastifyRequest;
  reply: FastifyReply;
  language: Language;
  words: Words;
  query: Record<string, string | undefined>;
}

export function visitOf(bank: Bank, request: FastifyRequest, reply: FastifyReply): Visit {
  bank.due.runDue();
  const query = request.query as Record<string, string | undefined>;
  const { cookie, 'accept-language': accepted } = request.headers;
  const language = languageOf(query['lang'], cookie, accepted);
  if (query['lang'] === language) {
    reply.header('set-cookie', `bank_lang=${language}; Path=/; HttpOnly; SameSite=Lax`);
  }
  return { bank, request, reply, language, words: WORDS[language], query };
}

export function registrationOf(visit: Visit): Registration | undefined {
  const { id } = visit.request.params as { id: string };
  return visit.bank.book.state.registrations.get(id);
}

export function pageOf(registration: Registration): string {
  return registrationPath(registration.id);
}

export function show(visit: Visit, status: number, view: View): FastifyReply {
  const { words, language, reply } = visit;
  const prefix = status === 422 ? words.errorPrefix : '';
  const choices = LANGUAGES.map((other) =>
    other === language
      ? html`<span aria-current="true" lang="${other}">${other.toUpperCase()}</span>`
      : html`<a href="?lang=${other}" lang="${other}" hreflang="${other}"
title="${WORDS[other].languageName}">${other.toUpperCase()}</a>`,
  );
  return sendPage(reply, status, {
    language,
    title: prefix + view.title,
    sandboxMark: words.sandboxMark,
    aside: html`<nav class="languages" aria-label="${words.otherLanguages}">${choices}</nav>`,
    main: view.main,
    layout: 'form',
    footer: html`<p>${words.sandboxNote}</p>`,
  });
}

/** Sends the browser on once the book is on the disk. */
export async function goTo(visit: Visit, path: string): Promise<FastifyReply> {
  await visit.bank.book.settled();
  return visit.reply.redirect(path, 303);
}
