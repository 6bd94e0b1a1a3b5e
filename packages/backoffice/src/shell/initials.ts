// A name as a mark: the first letters of its first words.

/** `Toko Sinar` → `TS`; letters of any script. */
export function initials(name: string, most = 2): string {
  return Array.from(name.matchAll(/[\p{L}\d]+/gu), ([word]) => /./u.exec(word)?.[0] ?? '')
    .slice(0, most)
    .join('')
    .toUpperCase();
}
