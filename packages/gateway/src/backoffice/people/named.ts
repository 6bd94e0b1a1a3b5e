// People as others see them in rows.
import type { PersonName } from '../../operators/store-people.ts';

/** The person of an id; one who cannot be found is shown by the id. */
export function personOf(names: ReadonlyMap<string, PersonName>, operatorId: string): PersonName {
  return names.get(operatorId) ?? { operator_id: operatorId, name: '', email: '' };
}

/** As {@link personOf}; null stays null. */
export function personOrNull(
  names: ReadonlyMap<string, PersonName>,
  operatorId: string | null,
): PersonName | null {
  return operatorId === null ? null : personOf(names, operatorId);
}
