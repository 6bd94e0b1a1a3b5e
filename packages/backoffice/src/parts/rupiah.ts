// Whole rupiah as people write them. A sum is digits and stays exact: it never becomes a floating number.

/** `1234567` → `Rp1.234.567`; `-500` → `-Rp500`. What is no sum comes back as it is. */
export function rupiah(digits: string): string {
  if (!/^-?\d{1,24}$/.test(digits)) return digits;
  const sum = BigInt(digits);
  const text = (sum < 0n ? -sum : sum).toString().replace(/\B(?=(\d{3})+$)/g, '.');
  return `${sum < 0n ? '-' : ''}Rp${text}`;
}

const SHORT: readonly (readonly [bigint, 'T' | 'M' | 'jt' | 'rb', 'T' | 'B' | 'M' | 'K'])[] = [
  [1_000_000_000_000n, 'T', 'T'],
  [1_000_000_000n, 'M', 'B'],
  [1_000_000n, 'jt', 'M'],
  [1000n, 'rb', 'K'],
];

/** Three digits and a word, for axes and tiles: `Rp1,23 jt`, `Rp1.23M`. Cut, never rounded up. */
export function shortRupiah(digits: string, locale: 'id' | 'en'): string {
  if (!/^-?\d{1,24}$/.test(digits)) return digits;
  const whole = BigInt(digits);
  const sign = whole < 0n ? '-' : '';
  const sum = whole < 0n ? -whole : whole;
  const step = SHORT.find(([unit]) => sum >= unit);
  if (step === undefined) return `${sign}Rp${sum}`;
  const [unit, inIndonesian, inEnglish] = step;
  const places = sum / unit >= 100n ? 0 : sum / unit >= 10n ? 1 : 2;
  const scale = 10n ** BigInt(places);
  const cut = ((sum * scale) / unit).toString().padStart(places + 1, '0');
  const front = cut.slice(0, cut.length - places).replace(/\B(?=(\d{3})+$)/g, '.');
  const back = cut.slice(cut.length - places).replace(/0+$/, '');
  const [point, space, word] = locale === 'id' ? [',', ' ', inIndonesian] : ['.', '', inEnglish];
  return `${sign}Rp${front}${back === '' ? '' : point + back}${space}${word}`;
}

/** What somebody typed as a sum (`Rp 1.234.567`, `1234567`), as digits; undefined when it is none. */
export function readRupiah(typed: string): string | undefined {
  const bare = typed.trim().replace(/^rp\s?/i, '');
  if (!/^(\d{1,18}|\d{1,3}(\.\d{3}){1,5})$/.test(bare)) return undefined;
  return BigInt(bare.replaceAll('.', '')).toString();
}
