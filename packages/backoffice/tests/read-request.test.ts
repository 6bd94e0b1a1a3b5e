// A pasted request, raw or as a curl command, is taken apart into what was signed.
import { describe, expect, it } from 'vitest';
import { readRequest } from '../src/pages/developers/read-request.ts';

const HEADERS = [
  'Client-Id: MCH-1',
  'request-id:  r-1 ',
  'Request-Timestamp: 2026-01-15T09:30:00Z',
  'Signature: HMACSHA256=abc=',
];
const READ = {
  method: 'POST',
  target: '/cimb-direct-debit/v1/payment',
  client_id: 'MCH-1',
  request_id: 'r-1',
  timestamp: '2026-01-15T09:30:00Z',
  signature: 'HMACSHA256=abc=',
};

describe('a pasted request', () => {
  it('is read as HTTP, with its body byte for byte', () => {
    const body = '{\n  "a": "x: y",\n\n  "b": 1 }\n';
    const text = ['POST /cimb-direct-debit/v1/payment HTTP/1.1', ...HEADERS, '', body].join('\n');
    expect(readRequest(text)).toEqual({ ...READ, body });
  });

  it('is read with the line ends of the wire', () => {
    const text = ['POST /cimb-direct-debit/v1/payment HTTP/1.1', ...HEADERS, '', '{"a":1}'];
    expect(readRequest(text.join('\r\n'))).toEqual({ ...READ, body: '{"a":1}' });
  });

  it('is read as a curl command, with both kinds of quotes', () => {
    const text = [
      `curl -sS -X POST 'https://pay.example/cimb-direct-debit/v1/payment'`,
      ...HEADERS.map((line, at) => (at % 2 === 0 ? `  -H '${line}'` : `  -H "${line}"`)),
      `  --data-binary '{"name":"O'\\''Neil"}'`,
    ].join(' \\\n');
    expect(readRequest(text)).toEqual({ ...READ, body: `{"name":"O'Neil"}` });
  });

  it('keeps empty what is missing, and has no body when it is a GET', () => {
    expect(readRequest('GET /orders/v1/status/INV-1\nClient-Id: MCH-1')).toEqual({
      method: 'GET',
      target: '/orders/v1/status/INV-1',
      client_id: 'MCH-1',
      request_id: '',
      timestamp: '',
      signature: '',
      body: '',
    });
  });

  it.each(['', 'hello', '{"a":1}', 'DELETE /x HTTP/1.1', 'curl --help'])(
    'is nothing when it is %j',
    (text) => {
      expect(readRequest(text)).toBeUndefined();
    },
  );
});
