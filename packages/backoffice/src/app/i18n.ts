// The language of the page: resources are loaded one language at a time, and typed by the English ones.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { en } from '../words/en/index.ts';

export type Locale = 'id' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'parts';
    resources: typeof en;
    returnNull: false;
  }
}

const KEPT = 'tarik.locale';
const LOADERS: Readonly<Record<Locale, () => Promise<object>>> = {
  id: async () => (await import('../words/id/index.ts')).id,
  en: async () => (await import('../words/en/index.ts')).en,
};

/** Before anybody is signed in: what was chosen here last, else the browser's language. */
export function guessLocale(): Locale {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'id' || kept === 'en') return kept;
  return navigator.languages.some((one) => /^id\b/i.test(one)) ? 'id' : 'en';
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'none',
    fallbackLng: false,
    defaultNS: 'parts',
    interpolation: { escapeValue: false }, // React escapes
    resources: {},
  });
  await speak(guessLocale());
}

/** Changes the language of everything, at once. */
export async function speak(locale: Locale): Promise<void> {
  const words = await LOADERS[locale]();
  for (const [area, resource] of Object.entries(words)) {
    i18next.addResourceBundle(locale, area, resource);
  }
  await i18next.changeLanguage(locale);
  localStorage.setItem(KEPT, locale);
  document.documentElement.lang = locale;
}

/** The language in force, for `Intl`. */
export function spoken(): 'id-ID' | 'en-GB' {
  return i18next.language === 'id' ? 'id-ID' : 'en-GB';
}
