// What the shop sells.

export interface Good {
  sku: string;
  /** Whole rupiah. */
  price: bigint;
  name: Both;
  /** What is in it, in a few words. */
  about: Both;
  size: Both;
}

interface Both {
  en: string;
  id: string;
}

const both = (en: string, id: string): Both => ({ en, id });

export const GOODS: readonly Good[] = [
  {
    sku: 'tarik',
    price: 68_000n,
    name: both('Kopi Tarik house blend', 'Kopi Tarik racikan rumah'),
    about: both(
      'Dark, thick, made to be pulled with milk',
      'Pekat dan tebal, untuk ditarik dengan susu',
    ),
    size: both('250 g, ground', '250 g, bubuk'),
  },
  {
    sku: 'gayo',
    price: 98_000n,
    name: both('Gayo highlands', 'Gayo, Aceh'),
    about: both(
      'Cedar, dark chocolate, a long finish',
      'Kayu cedar, cokelat hitam, rasa yang panjang',
    ),
    size: both('200 g, beans', '200 g, biji'),
  },
  {
    sku: 'toraja',
    price: 112_000n,
    name: both('Toraja Sapan', 'Toraja Sapan'),
    about: both('Brown sugar, clove, ripe plum', 'Gula merah, cengkih, plum matang'),
    size: both('200 g, beans', '200 g, biji'),
  },
  {
    sku: 'kintamani',
    price: 105_000n,
    name: both('Kintamani natural', 'Kintamani natural'),
    about: both('Orange peel and palm honey', 'Kulit jeruk dan madu aren'),
    size: both('200 g, beans', '200 g, biji'),
  },
  {
    sku: 'melati',
    price: 48_000n,
    name: both('Jasmine tea from Tegal', 'Teh melati Tegal'),
    about: both('Scented nine times, best in a clay pot', 'Sembilan kali wangi, cocok dipoci'),
    size: both('100 g tin', 'Kaleng 100 g'),
  },
  {
    sku: 'cangkir',
    price: 65_000n,
    name: both('Speckled enamel mug', 'Cangkir blirik'),
    about: both('The green one from grandmother’s kitchen', 'Hijau, seperti di dapur nenek'),
    size: both('350 ml', '350 ml'),
  },
  {
    sku: 'saring',
    price: 35_000n,
    name: both('Cloth coffee sock', 'Saringan kopi tarik'),
    about: both('Unbleached cotton, teak handle', 'Katun mentah, gagang jati'),
    size: both('For one litre', 'Untuk satu liter'),
  },
  {
    sku: 'aren',
    price: 42_000n,
    name: both('Palm sugar rounds', 'Gula aren batok'),
    about: both('Smoky, from sugar palms in Lebak', 'Beraroma asap, dari aren Lebak'),
    size: both('2 × 250 g', '2 × 250 g'),
  },
];

export function goodOf(sku: string): Good | undefined {
  return GOODS.find((good) => good.sku === sku);
}
