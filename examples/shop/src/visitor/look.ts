// How a visitor likes to see the shop: language and theme, from a cookie, else from the browser.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '../words/words.ts';
import { cookieIn, setCookie } from './cookies.ts';

export interface Look {
  language: Language;
  /** `auto` follows the reader's system. */
  theme: Theme;
}

const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const COOKIE = 'toko_look';
const YEAR_S = 365 * 86_400;

export function lookOf(request: FastifyRequest): Look {
  const [language, theme] = cookieIn(request, COOKIE)?.split('.') ?? [];
  return {
    language: LANGUAGES.find((one) => one === language) ?? preferred(request),
    theme: THEMES.find((one) => one === theme) ?? 'auto',
  };
}

/** Remembers what a form asks for, and leaves the rest as it is. */
export function setLook(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: { language?: string | undefined; theme?: string | undefined },
): void {
  const now = lookOf(request);
  const language = LANGUAGES.find((one) => one === asked.language) ?? now.language;
  const theme = THEMES.find((one) => one === asked.theme) ?? now.theme;
  setCookie(reply, COOKIE, `${language}.${theme}`, YEAR_S);
}

/** The first language of `Accept-Language` that the shop speaks; Indonesian is also called `in`. */
function preferred(request: FastifyRequest): Language {
  const asked = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().split(';q=');
      return { tag: tag.toLowerCase().split('-', 1)[0], weight: Number(weight ?? 1) };
    })
    .toSorted((a, b) => b.weight - a.weight);
  for (const { tag } of asked) {
    if (tag === 'en') return 'en';
    if (tag === 'id' || tag === 'in') return 'id';
  }
  return 'en';
}
