// The page that a customer sees after the bank's page, where the merchant gave no URL of its own: one sentence about what
// happened, one about what to do. No scripts, nothing from elsewhere, nothing about the customer.
import { createHash } from 'node:crypto';
import { escapeMarkup } from './escape-markup.ts';

export type Result = 'succeeded' | 'failed' | 'pending' | 'unknown' | 'unavailable';
export type Language = 'id' | 'en';

interface Words {
  title: string;
  text: string;
}

const WORDS: Readonly<Record<Language, Readonly<Record<Result, (bank: string) => Words>>>> = {
  en: {
    succeeded: (bank) => ({
      title: 'Account registered',
      text: `Your ${bank} account is registered. You can close this page and return to the shop.`,
    }),
    failed: (bank) => ({
      title: 'Account not registered',
      text: `Your ${bank} account was not registered. Return to the shop to try again.`,
    }),
    pending: (bank) => ({
      title: 'Still being confirmed',
      text: `${bank} has not confirmed the registration yet. Return to the shop and look again in a few minutes.`,
    }),
    unknown: () => ({
      title: 'This link is not valid',
      text: 'It may be too old or incomplete. Return to the shop to start again.',
    }),
    unavailable: () => ({
      title: 'One moment, please',
      text: 'We cannot finish this right now. Reload this page in a moment.',
    }),
  },
  id: {
    succeeded: (bank) => ({
      title: 'Rekening terdaftar',
      text: `Rekening ${bank} Anda telah terdaftar. Anda dapat menutup halaman ini dan kembali ke toko.`,
    }),
    failed: (bank) => ({
      title: 'Rekening tidak terdaftar',
      text: `Rekening ${bank} Anda tidak terdaftar. Kembalilah ke toko untuk mencoba lagi.`,
    }),
    pending: (bank) => ({
      title: 'Masih menunggu konfirmasi',
      text: `${bank} belum mengonfirmasi pendaftaran ini. Kembalilah ke toko dan periksa lagi beberapa menit lagi.`,
    }),
    unknown: () => ({
      title: 'Tautan ini tidak berlaku',
      text: 'Tautan mungkin sudah kedaluwarsa atau tidak lengkap. Kembalilah ke toko untuk mulai lagi.',
    }),
    unavailable: () => ({
      title: 'Mohon tunggu sebentar',
      text: 'Kami belum dapat menyelesaikannya saat ini. Muat ulang halaman ini sebentar lagi.',
    }),
  },
};

/** A circle with a mark in it, by its path in a field of 24 × 24. */
const MARKS: Readonly<Record<Result, { kind: string; path: string }>> = {
  succeeded: { kind: 'good', path: 'M7 12.5l3.4 3.4L17 9' },
  failed: { kind: 'bad', path: 'M8 8l8 8M16 8l-8 8' },
  pending: { kind: 'open', path: 'M12 7v5.2l3.4 2' },
  unknown: { kind: 'bad', path: 'M12 7v6M12 16.6v.1' },
  unavailable: { kind: 'open', path: 'M12 7v5.2l3.4 2' },
};

const STYLE = `
:root { color-scheme: light dark; --back: #f3f5f7; --card: #fff; --ink: #17202a; --soft: #51606e;
  --good: #0b7a4b; --bad: #b3261e; --open: #8a5a00; }
@media (prefers-color-scheme: dark) {
  :root { --back: #12171c; --card: #1c232a; --ink: #e9eef2; --soft: #a5b2be;
    --good: #4cc38a; --bad: #ff8a80; --open: #f0b849; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  background: var(--back); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 2.5rem 2rem; text-align: center;
  background: var(--card); border-radius: 1rem; box-shadow: 0 1px 3px #0000001f, 0 8px 30px #00000014; }
svg { width: 4rem; height: 4rem; fill: none; stroke: currentcolor; stroke-width: 1.6;
  stroke-linecap: round; stroke-linejoin: round; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
h1 { margin: 1rem 0 .5rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0; color: var(--soft); }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing may run, load or frame this page; its one style sheet is allowed by its hash. */
export const RESULT_POLICY =
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The first of our languages that a browser asks for; Indonesian where it asks for neither. */
export function languageOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').map((wish) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const weight = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
    return { language: tag.split('-')[0], weight: Number(weight ?? 1) };
  });
  const known = wishes.filter(({ language, weight }) => weight > 0 && isLanguage(language));
  const [best] = known.toSorted((a, b) => b.weight - a.weight);
  return best !== undefined && isLanguage(best.language) ? best.language : 'id';
}

export function resultPage(result: Result, language: Language, bankName: string): string {
  const { title, text } = WORDS[language][result](bankName);
  const { kind, path } = MARKS[result];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
<main>
<svg class="${kind}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="${path}"/></svg>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(text)}</p>
</main>
</html>
`;
}

function isLanguage(text: string | undefined): text is Language {
  return text === 'id' || text === 'en';
}
