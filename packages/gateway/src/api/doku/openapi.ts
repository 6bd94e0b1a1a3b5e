// What the API reference says about DOKU's flavour: every endpoint of every bank, from the schemas that validate.
import { z } from 'zod';
import { ErrorBody, NotificationBody, StatusResponse } from '@tarik/wire/doku/messages';
import type { RefusalCode, RefusalDetail } from '../../base/refusal.ts';
import { DECLINE_REASONS } from '../../banks/bank.ts';
import type { ApiPart, NamedBank } from '../flavour.ts';
import type { Endpoint } from './endpoint.ts';
import { ERRORS, errorBody } from './errors.ts';
import { collectSchemas, type Schemas } from './json-schema.ts';
import {
  ANSWER_HEADERS,
  CALL_HEADERS,
  headerLinks,
  NOTIFICATION_HEADERS,
  parameterLinks,
} from './openapi-headers.ts';
import { STATUS_PREFIX } from './orders-status.ts';

/** What every call may be refused for. */
const EVERYWHERE: readonly RefusalCode[] = [
  'header_missing',
  'header_malformed',
  'timestamp_malformed',
  'timestamp_out_of_window',
  'client_unknown',
  'signature_wrong',
  'query_not_allowed',
  'merchant_suspended',
  'method_not_allowed',
  'rate_exceeded',
  'internal',
  'overloaded',
  'database_unavailable',
];

/** What a call with a body may be refused for besides. */
const WITH_BODY: readonly RefusalCode[] = [
  'body_unreadable',
  'field_invalid',
  'request_timeout',
  'request_id_reused',
  'request_running',
  'body_too_large',
  'media_type_unsupported',
];

export function describeDoku(endpoints: readonly Endpoint[], banks: readonly NamedBank[]): ApiPart {
  const schemas = collectSchemas();
  const paths: ApiPart['paths'] = {};
  for (const bank of banks) {
    for (const endpoint of endpoints) {
      const path = `/${bank.slug}-direct-debit/v1/${endpoint.path}`;
      paths[path] = { post: operationOf(schemas, bank, endpoint) };
    }
  }
  paths[`${STATUS_PREFIX}{reference}`] = { get: statusOperation(schemas) };
  return {
    tags: [
      ...banks.map((bank) => ({
        name: bank.name,
        description: `Direct debit from accounts at ${bank.name}`,
      })),
      { name: 'Orders', description: 'Payments of all banks' },
    ],
    paths,
    webhooks: { notification: { post: notificationOperation(schemas) } },
    components: {
      schemas: schemas.all,
      parameters: CALL_HEADERS,
      headers: ANSWER_HEADERS,
      examples: examples(endpoints),
    },
  };
}

function operationOf(schemas: Schemas, bank: NamedBank, endpoint: Endpoint): object {
  const { request, response, status, refusals } = endpoint;
  const codes = [...EVERYWHERE, ...WITH_BODY, ...refusals];
  return {
    operationId: `${bank.slug}-${endpoint.path.replace('/', '-')}`,
    summary: endpoint.summary,
    description: request.meta()?.description,
    tags: [bank.name],
    parameters: parameterLinks(),
    requestBody: { required: true, content: json(schemas.ref(request), exampleOf(request)) },
    responses: {
      [status]: good(schemas, response),
      ...errorResponses(schemas, codes, response),
    },
  };
}

function statusOperation(schemas: Schemas): object {
  const reference = {
    name: 'reference',
    in: 'path',
    required: true,
    description:
      "The invoice number, the payment's Request-Id or a refund's Request-Id, percent-encoded; " +
      'the signature is over the path as it is sent.',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
    example: 'INV_NUMBER_D005',
  };
  return {
    operationId: 'orders-status',
    summary: 'Check the status of a payment or a refund',
    description:
      'REFUNDED once the whole amount has been given back. Ask no sooner than 60 s after the OTP.',
    tags: ['Orders'],
    parameters: [reference, ...parameterLinks()],
    responses: {
      200: good(schemas, StatusResponse),
      ...errorResponses(schemas, [...EVERYWHERE, 'transaction_not_found']),
    },
  };
}

function notificationOperation(schemas: Schemas): object {
  return {
    operationId: 'notification',
    summary: 'We tell the merchant',
    description:
      "Posted to the merchant's notification URL when a payment is final; signed like a request, " +
      'with the path of that URL as Request-Target. Any 2xx acknowledges it; everything else is sent again.',
    tags: ['Orders'],
    parameters: NOTIFICATION_HEADERS,
    requestBody: {
      required: true,
      content: json(schemas.ref(NotificationBody), exampleOf(NotificationBody)),
    },
    responses: { 200: { description: 'Received' } },
  };
}

function good(schemas: Schemas, response: z.ZodType): object {
  return {
    description: response.meta()?.description ?? 'Done',
    headers: headerLinks(),
    content: json(schemas.ref(response), exampleOf(response)),
  };
}

/** One response per HTTP status, with an example per code. */
function errorResponses(
  schemas: Schemas,
  codes: readonly RefusalCode[],
  repeated?: z.ZodType,
): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].http);
  const responses: Record<string, object> = {};
  for (const [status, refusals] of [...byStatus].toSorted(([a], [b]) => a - b)) {
    const names = [...new Set(refusals.map((refusal) => `\`${ERRORS[refusal].code}\``))];
    const isRepeat = status === 409 && repeated !== undefined;
    const error = schemas.ref(TarikError);
    responses[status] = {
      description:
        names.join(', ') + (isRepeat ? ', or the first answer again for a repeated request' : ''),
      headers: headerLinks(),
      content: {
        'application/json': {
          schema: isRepeat ? { anyOf: [error, schemas.ref(repeated)] } : error,
          examples: Object.fromEntries(
            refusals.map((refusal) => [refusal, { $ref: `#/components/examples/${refusal}` }]),
          ),
        },
      },
    };
  }
  return responses;
}

/** An example of every refusal that some endpoint names. */
function examples(endpoints: readonly Endpoint[]): Record<string, object> {
  const own = endpoints.flatMap((endpoint) => endpoint.refusals);
  const named = new Set([...EVERYWHERE, ...WITH_BODY, ...own, 'transaction_not_found'] as const);
  return Object.fromEntries([...named].toSorted().map((code) => [code, exampleError(code)]));
}

/** The error envelope with what we add to it. */
const TarikError = z
  .object({
    error: ErrorBody.shape.error.extend({
      reason: z.enum(DECLINE_REASONS).optional(),
      tries_left: z.number().int().min(0).optional(),
    }),
  })
  .meta({ id: 'Error', description: 'Why a call was refused, and what to do about it' });

const SAMPLE_FIELD = {
  field: 'order.amount',
  rule: 'must be a whole rupiah amount from 1 to 999999999999',
};
const SAMPLES: Partial<Record<RefusalCode, RefusalDetail>> = {
  header_missing: { header: 'Client-Id' },
  header_malformed: { header: 'Request-Id' },
  method_not_allowed: { allow: 'POST' },
  field_invalid: SAMPLE_FIELD,
  payment_declined: { reason: 'insufficient_funds', bankCode: '4035414' },
  registration_declined: { reason: 'not_permitted', bankCode: '4030715' },
  otp_wrong: { triesLeft: 2 },
  payment_final: { state: 'succeeded' },
  payment_not_refundable: { state: 'failed' },
};

function exampleError(code: RefusalCode): object {
  const body = errorBody({ code, detail: SAMPLES[code] ?? {} });
  return { value: JSON.parse(body.toString()) as unknown };
}

function json(schema: object, example: unknown): object {
  return { 'application/json': { schema, ...(example === undefined ? {} : { example }) } };
}

function exampleOf(schema: z.ZodType): unknown {
  return schema.meta()?.['example'];
}
