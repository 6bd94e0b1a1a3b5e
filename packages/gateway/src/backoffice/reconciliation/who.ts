// Who brought a file or closed a day: a person by their name, or the way it came.
import { findNames } from '../../operators/store-people.ts';
import type { Context } from '../../context.ts';
import { Id } from '../contract/words.ts';

/** Reads the names behind some `by`; what is no person (`cli`, `sandbox`) is said as it is. */
export async function whoReader(
  { db }: Pick<Context, 'db'>,
  by: readonly (string | null)[],
): Promise<(one: string) => string> {
  const ids = by.filter((one): one is string => one !== null && Id.safeParse(one).success);
  const names = await findNames(db, ids);
  return (one) => {
    const person = names.get(one);
    return person === undefined ? one : person.name === '' ? person.email : person.name;
  };
}
