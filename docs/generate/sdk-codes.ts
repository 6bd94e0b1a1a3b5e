// The codes that the SDK itself gives: what happened, and what a merchant's engineer does about it.

export interface SdkCode {
  code: string;
  /** The class that bears it. */
  errorClass: string;
  /** The SDK sends the call again by itself, as often as `retries` says. */
  retried: boolean;
  /** `error.retryable`: the same call, with the same `requestId`, may be sent again. */
  retryable: boolean;
  /** `error.outcomeUnknown` of a call that changes something. */
  outcomeUnknown: boolean;
  /** What an adapter answers to the gateway, for the codes of notifications. */
  answers?: number;
  cause: string;
  todo: string;
  example: string;
}

const call = { retried: false, retryable: true, outcomeUnknown: true };
const notification = {
  errorClass: 'NotificationError',
  retried: false,
  retryable: false,
  outcomeUnknown: false,
};

export const SDK_CODES: readonly SdkCode[] = [
  {
    code: 'invalid_input',
    errorClass: 'InputError',
    retried: false,
    retryable: false,
    outcomeUnknown: false,
    cause:
      'An option of `new Tarik()` or an argument of a call is missing or breaks its rule. Nothing was sent',
    todo: 'Read `error.field`: it names the option or the argument. A secret that is undefined is mostly an environment variable that is not set',
    example: 'amount must be whole rupiah from 1 to 999999999999, as a bigint or an integer number',
  },
  {
    code: 'connection_failed',
    errorClass: 'ConnectionError',
    ...call,
    retried: true,
    cause:
      'No answer came: the name was not found, the connection was refused, or it broke off. What the gateway did by then is not known',
    todo: 'Check `baseUrl` and the way there. Leave the order pending and ask `payments.status`, or repeat the call with the same `requestId`',
    example: 'the connection to the gateway failed: ECONNREFUSED',
  },
  {
    code: 'timeout',
    errorClass: 'TimeoutError',
    ...call,
    retried: true,
    cause: 'No whole answer came within `timeoutMs` of any try',
    todo: 'Leave the order pending and ask `payments.status`, or repeat the call with the same `requestId`. The gateway answers within 20 seconds: a shorter `timeoutMs` gives up too early',
    example: 'no answer came within 30000 ms',
  },
  {
    code: 'aborted',
    errorClass: 'ConnectionError',
    ...call,
    retryable: false,
    cause: 'Your own `signal` gave the call up. What the gateway does with it is not known',
    todo: 'If it was a payment, ask `payments.status` with the `requestId` before anything else',
    example: 'the call was given up',
  },
  {
    code: 'answer_signature_absent',
    errorClass: 'AnswerSignatureError',
    ...call,
    cause:
      "The answer bears no signature, so that it may be anybody's: a proxy's own page, or another server",
    todo: 'Check that `baseUrl` leads to the gateway, and that no proxy removes its headers. The answer proves nothing: ask `payments.status`',
    example: "the answer (200) bears no signature: it may not be the gateway's",
  },
  {
    code: 'answer_signature_wrong',
    errorClass: 'AnswerSignatureError',
    ...call,
    cause:
      'The answer was changed on its way, belongs to another call, or was signed with another Secret Key',
    todo: 'Look for a proxy that rewrites bodies, and check the Secret Key. The answer proves nothing: ask `payments.status`',
    example:
      'the signature of the answer (200) is wrong: it was changed on its way, or signed with another key than this Secret Key',
  },
  {
    code: 'answer_unreadable',
    errorClass: 'AnswerError',
    ...call,
    cause: "The answer is not JSON as the gateway sends it; mostly it is a proxy's page",
    todo: 'Check `baseUrl` and what stands before the gateway. The call may have been done: ask `payments.status`',
    example: "the answer (302, text/html) is not one of the gateway's",
  },
  {
    code: 'answer_too_large',
    errorClass: 'AnswerError',
    ...call,
    retryable: false,
    cause: 'The answer is larger than a megabyte, which no answer of the gateway is',
    todo: 'Check `baseUrl` and what stands before the gateway. The call may have been done: ask `payments.status`',
    example: 'the answer is larger than 1048576 bytes',
  },
  {
    code: 'answer_unexpected',
    errorClass: 'AnswerError',
    ...call,
    cause:
      'The answer is signed and readable, but a field that was promised is missing or of another kind; `error.field` names it',
    todo: 'Update the SDK, or tell the operator which field it is. The call was done: ask `payments.status`',
    example:
      'the answer is not of the promised shape: payment.status is none of PENDING, SUCCESS, FAILED',
  },
  {
    code: 'http_5xx',
    errorClass: 'UnavailableError',
    ...call,
    retried: true,
    cause:
      'The gateway, or a proxy before it, answered 500 to 599 without one of our errors in the body. The code carries the status: `http_502`, `http_503`, …',
    todo: 'Leave the order pending and ask `payments.status`, or repeat the call with the same `requestId`',
    example: 'the gateway, or a proxy before it, answered 502',
  },
  {
    ...notification,
    code: 'notification_header_missing',
    answers: 401,
    cause:
      'One of Client-Id, Request-Id, Request-Timestamp and Signature is missing or came twice; `error.field` names it',
    todo: "Hand over all headers as they came. If they did not come, it is somebody else's call",
    example:
      'the header Signature is missing or came more than once: is this a notification of the gateway, and are these all of its headers?',
  },
  {
    ...notification,
    code: 'notification_client_unknown',
    answers: 401,
    cause: "The notification is for another Client-Id than this client's",
    todo: "Verify with the client of that merchant, or give this merchant's notification URL an address of its own",
    example: 'Client-Id is not that of this client',
  },
  {
    ...notification,
    code: 'notification_signature_wrong',
    answers: 401,
    cause:
      'The signature is not that of these bytes, this path and this Secret Key. The message names the usual mistake where it finds one: another path, a body that was parsed and written again',
    todo: 'Give `verify` the raw bytes and the path of the notification URL as the gateway calls it; check the Secret Key',
    example: 'the body was parsed and written again: give verify() the bytes exactly as they came',
  },
  {
    ...notification,
    code: 'notification_too_old',
    answers: 401,
    cause:
      "Request-Timestamp is further from this machine's time than the tolerance, 300 seconds unless you set it",
    todo: 'Set the clock (NTP). A notification that was caught and sent again by somebody else ends here, too: leave it refused',
    example:
      "Request-Timestamp is more than 300 seconds from this machine's time: is the clock right, or was an old notification sent again by somebody else?",
  },
  {
    ...notification,
    code: 'notification_unreadable',
    answers: 400,
    cause: 'The signature is right, but the body is not JSON, or not a notification',
    todo: 'Update the SDK; a newer gateway may send what this one does not know',
    example: 'the body is no notification: transaction is not an object',
  },
  {
    ...notification,
    code: 'notification_too_large',
    answers: 413,
    cause: 'The body is larger than any notification (256 KiB)',
    todo: "Nothing: it is somebody else's call",
    example: 'the body is larger than any notification',
  },
  {
    ...notification,
    code: 'notification_body_parsed',
    answers: 500,
    cause: '`verify` was given an object: a JSON parser took the body before it',
    todo: 'Use `express.raw({ type: "*/*" })` on this route, `request.text()` in fetch-style handlers, or the adapters of the SDK',
    example:
      'rawBody must be the bytes or the text exactly as they came, but it is a value that was parsed already',
  },
];
