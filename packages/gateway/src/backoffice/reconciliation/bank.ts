// Which bank of those that give statements a call is about.
import type { StatementProfile } from '../../banks/statement-profile.ts';
import type { Context } from '../../context.ts';
import { Denied } from '../denied.ts';

/** Banks whose statements we can read, by their slugs. */
export function banksWithStatements({ banks }: Pick<Context, 'banks'>): string[] {
  return [...banks.values()].flatMap(({ slug, statements }) => (statements === null ? [] : [slug]));
}

/** The bank that a call names, or the first one. Throws `field_invalid`. */
export function bankOf(ctx: Pick<Context, 'banks'>, named: string | undefined): string {
  const known = banksWithStatements(ctx);
  const bank = named ?? known[0];
  if (bank !== undefined && known.includes(bank)) return bank;
  throw new Denied('field_invalid', { field: 'bank', message: 'there is no such bank' });
}

/** How the bank that a call names writes its statements. Throws `field_invalid`. */
export function profileOf(ctx: Pick<Context, 'banks'>, bank: string): StatementProfile {
  const profile = ctx.banks.get(bankOf(ctx, bank))?.statements ?? null;
  if (profile !== null) return profile;
  throw new Denied('field_invalid', { field: 'bank', message: 'there is no such bank' });
}
