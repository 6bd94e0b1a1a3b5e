// The codes that the SDK itself gives. What each means and what to do is in docs/errors.md; here are the facts that its
// pages show beside that.
import { readCatalogue } from '../../packages/gateway/src/api/error-catalogue.ts';

interface Facts {
  /** The SDK sends the call again by itself, as often as `retries` says. */
  retried?: boolean;
  /** `error.outcomeUnknown` of a call that changes something. */
  outcomeUnknown?: boolean;
  /** What an adapter answers to the gateway, for the codes of notifications. */
  answers?: number;
  /** What `error.message` says. */
  example: string;
}

export interface SdkCode extends Facts {
  code: string;
  /** The class that bears it. */
  errorClass: string;
  /** `error.retryable`: the same call, with the same `requestId`, may be sent again. */
  retryable: boolean;
  cause: string;
  todo: string;
}

const FACTS: Readonly<Record<string, Facts>> = {
  invalid_input: {
    example: 'amount must be whole rupiah from 1 to 999999999999, as a bigint or an integer number',
  },
  connection_failed: {
    retried: true,
    outcomeUnknown: true,
    example: 'the connection to the gateway (127.0.0.1:8080) failed: ECONNREFUSED',
  },
  timeout: { retried: true, outcomeUnknown: true, example: 'no answer came within 30000 ms' },
  aborted: { outcomeUnknown: true, example: 'the call was given up' },
  answer_signature_absent: {
    outcomeUnknown: true,
    example: "the answer (200) bears no signature: it may not be the gateway's",
  },
  answer_signature_wrong: {
    outcomeUnknown: true,
    example:
      'the signature of the answer (200) is wrong: it was changed on its way, or signed with another key than this Secret Key',
  },
  answer_unreadable: {
    outcomeUnknown: true,
    example: "the answer (302, text/html) is not one of the gateway's",
  },
  answer_too_large: { outcomeUnknown: true, example: 'the answer is larger than 1048576 bytes' },
  answer_unexpected: {
    outcomeUnknown: true,
    example:
      'the answer is not of the promised shape: payment.status is none of PENDING, SUCCESS, FAILED',
  },
  http_5xx: {
    retried: true,
    outcomeUnknown: true,
    example: 'the gateway, or a proxy before it, answered 502',
  },
  notification_header_missing: {
    answers: 401,
    example:
      'the header Signature is missing or came more than once: is this a notification of the gateway, and are these all of its headers?',
  },
  notification_client_unknown: { answers: 401, example: 'Client-Id is not that of this client' },
  notification_signature_wrong: {
    answers: 401,
    example: 'the body was parsed and written again: give verify() the bytes exactly as they came',
  },
  notification_too_old: {
    answers: 401,
    example:
      "Request-Timestamp is more than 300 seconds from this machine's time: is the clock right, or was an old notification sent again by somebody else?",
  },
  notification_unreadable: {
    answers: 400,
    example: 'the body is no notification: transaction is not an object',
  },
  notification_too_large: { answers: 413, example: 'the body is larger than any notification' },
  notification_body_parsed: {
    answers: 500,
    example:
      'rawBody must be the bytes or the text exactly as they came, but it is a value that was parsed already',
  },
};

/** In the order of the page. Throws for a code of the page that has no facts here. */
export const SDK_CODES: readonly SdkCode[] = readCatalogue().flatMap((entry) => {
  const errorClass = new Map(entry.facts).get('Class');
  if (errorClass === undefined) return [];
  const facts = FACTS[entry.code];
  if (facts === undefined) throw new Error(`docs/errors.md: nothing is known of ${entry.code}`);
  const { code, retry: retryable, cause, whatToDo: todo } = entry;
  return [{ code, errorClass: errorClass.replaceAll('`', ''), retryable, cause, todo, ...facts }];
});
