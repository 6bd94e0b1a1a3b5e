// The headers of DOKU's wire for the API reference: of a call, of an answer, of a notification.

const clientId = {
  description: "The merchant's Client-Id",
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
  example: 'MCH-0001-10791114622547',
};
const requestId = {
  description: 'Unique per merchant, for ever: the idempotency key',
  schema: { type: 'string', pattern: '^[!-~]{1,128}$' },
  example: 'b6a465ea-bb65-48b2-a22b-3e8fb51cf22e',
};
const instant = { type: 'string', format: 'date-time', pattern: 'Z$' };
const signature = { type: 'string', pattern: '^HMACSHA256=[A-Za-z0-9+/]{43}=$' };
const sampleInstant = '2020-08-11T08:45:42Z';
const sampleSignature = 'HMACSHA256=EgK+QnCOn/ZczO+alYnmMrMz7WpHaif4CtPDEsccRLo=';

/** The four headers of every call, as parameters. */
export const CALL_HEADERS = {
  ClientId: { name: 'Client-Id', in: 'header', required: true, ...clientId },
  RequestId: { name: 'Request-Id', in: 'header', required: true, ...requestId },
  RequestTimestamp: {
    name: 'Request-Timestamp',
    in: 'header',
    required: true,
    description: 'UTC, within an hour of our time',
    schema: instant,
    example: sampleInstant,
  },
  Signature: {
    name: 'Signature',
    in: 'header',
    required: true,
    description:
      'HMAC-SHA256 with the Secret Key over the lines Client-Id, Request-Id, Request-Timestamp, ' +
      'Request-Target and, where there is a body, Digest',
    schema: signature,
    example: sampleSignature,
  },
} as const;

/** The headers of every answer, errors and repeats included. */
export const ANSWER_HEADERS = {
  'Client-Id': { ...clientId, description: 'As in the request' },
  'Request-Id': { ...requestId, description: 'As in the request' },
  'Response-Timestamp': {
    description: 'Our time, UTC',
    schema: instant,
    example: sampleInstant,
  },
  Signature: {
    description: 'Over the same lines with Response-Timestamp and the digest of this body',
    schema: signature,
    example: sampleSignature,
  },
  'Idempotency-Status': {
    description: '`replayed` when this is the answer to an earlier request with this Request-Id',
    schema: { type: 'string', enum: ['created', 'replayed'] },
    example: 'created',
  },
} as const;

/** The headers of a notification, as parameters. */
export const NOTIFICATION_HEADERS = [
  ...Object.values(CALL_HEADERS),
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
    name,
    in: 'header',
    required: true,
    description: 'Standard Webhooks',
    schema: { type: 'string' },
  })),
];

/** References to parameters that are components. */
export function parameterLinks(): object[] {
  return Object.keys(CALL_HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

/** References to headers that are components, by header name. */
export function headerLinks(): Record<string, object> {
  const names = Object.keys(ANSWER_HEADERS);
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
