// Works through things that come one after the other, a few of them at the same time.

/** Does `work` with each, never more than `atOnce` under way. The first failure ends it, when nothing is under way any more. */
export async function sideBySide<T>(
  atOnce: number,
  source: AsyncIterable<T> | Iterable<T>,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = each(source);
  let failed = false;
  const take = async (): Promise<void> => {
    try {
      for (let next = await left.next(); next.done !== true; next = await left.next()) {
        await work(next.value);
        if (failed) return;
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, take));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** One that several may ask for the next at the same time: each gets another one. */
async function* each<T>(source: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* source;
}
