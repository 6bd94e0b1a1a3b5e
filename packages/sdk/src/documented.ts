// Every error that leaves the client bears the address of the page about its code.
import { TarikError } from './errors.ts';
import type { Settings } from './settings.ts';

type Method = (...args: unknown[]) => unknown;

/** The same methods; what they throw, at once or later, is linked to its page. */
export function documented<T extends object>(settings: Settings, methods: T): T {
  const linked = (error: unknown): never => {
    const { docsUrl } = settings;
    if (error instanceof TarikError && docsUrl !== undefined) {
      error.docsUrl ??= docsUrl + pageOf(error.code);
    }
    throw error;
  };
  const wrap = (method: Method): Method => {
    return (...args) => {
      try {
        const result = method(...args);
        return result instanceof Promise ? result.catch(linked) : result;
      } catch (error) {
        return linked(error);
      }
    };
  };
  return Object.fromEntries(
    Object.entries(methods as Record<string, Method>).map(([name, method]) => [name, wrap(method)]),
  ) as T;
}

/** What a proxy answers for itself has one page, whatever its status. */
function pageOf(code: string): string {
  return code.startsWith('http_') ? 'http_5xx' : code;
}
