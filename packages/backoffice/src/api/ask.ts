// One call of the API: its answer, or its refusal as an error with a code that the page can word.
import createClient from 'openapi-fetch';
import { hearTime } from './clock.ts';
import type { paths } from './types.gen.ts';

/** The API's "no", or that it could not be reached (`away`). */
export class NotAllowed extends Error {
  override name = 'NotAllowed';
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly retryAfterS: number | undefined;
  /** The open request that stands in the way. */
  readonly approvalId: string | undefined;
  /** Names the call in the gateway's log. */
  readonly requestId: string | undefined;
  /** By this browser's clock, ms. */
  readonly heardAt = Date.now();

  constructor(
    code: string,
    message: string,
    more: {
      status: number;
      field?: string;
      retryAfterS?: number;
      approvalId?: string;
      requestId?: string;
    },
  ) {
    super(message);
    this.code = code;
    this.status = more.status;
    this.field = more.field;
    this.retryAfterS = more.retryAfterS;
    this.approvalId = more.approvalId;
    this.requestId = more.requestId;
  }
}

let csrf = '';

/** The word that proves that a call comes from our page; the session tells it. */
export function setCsrf(word: string): void {
  csrf = word;
}

/** The client, typed by the API's description: `api.GET('/backoffice/api/{workspace}/payments', …)`. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' });

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
  onResponse({ response }) {
    hearTime(response.headers.get('tarik-time'));
  },
});

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer of a call. Throws `NotAllowed`, whatever went wrong. */
export async function ask<T>(call: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new NotAllowed('away', 'the gateway does not answer', { status: 0 });
  }
  const { data, error, response } = answered;
  if (response.ok) return data as T;
  throw refusalOf(error, response);
}

function refusalOf(body: unknown, response: Response): NotAllowed {
  const { status, headers } = response;
  const requestId = headers.get('x-request-id') ?? headers.get('request-id');
  const said = (body as { error?: Record<string, unknown> } | undefined)?.error ?? {};
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : undefined;
  return new NotAllowed(text(said['code']) ?? 'internal', text(said['message']) ?? '', {
    status,
    ...(text(said['field']) === undefined ? {} : { field: text(said['field']) ?? '' }),
    ...(typeof said['retry_after_s'] === 'number' ? { retryAfterS: said['retry_after_s'] } : {}),
    ...(text(said['approval_id']) === undefined
      ? {}
      : { approvalId: text(said['approval_id']) ?? '' }),
    ...(requestId === null ? {} : { requestId }),
  });
}
