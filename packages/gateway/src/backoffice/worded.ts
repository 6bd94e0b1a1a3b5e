// A route whose flow says no by `Barred`: the same word, as the Back Office's API says it.
import { Barred } from '../operators/barred.ts';
import { Denied } from './denied.ts';
import { route, type Route, type Shape } from './route.ts';

/** As {@link route}, for what the room of operators serves. */
export const worded: typeof route = <S extends Shape>(
  of: S,
  serve: Parameters<typeof route<S>>[1],
): Route =>
  route<S>(of, async (call) => {
    try {
      return await serve(call);
    } catch (error) {
      throw error instanceof Barred ? denied(error) : error;
    }
  });

/** The same no in the words of this API. */
export function denied({ code, message, field, retryAfterSeconds, approvalId }: Barred): Denied {
  const isOwn = message !== code.replaceAll('_', ' ');
  return new Denied(code, {
    ...(isOwn ? { message } : {}),
    ...(field === undefined ? {} : { field }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(approvalId === undefined ? {} : { approvalId }),
  });
}
