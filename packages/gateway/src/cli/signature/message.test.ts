// Messages are read as people capture them: with either line end, from a log's line, and to the byte.
import { describe, expect, test } from 'vitest';
import { readMessage } from './message.ts';

const HEAD = ['Host: pay.example', 'Client-Id:  MCH-1 ', 'Signature: HMACSHA256=abc='];
const raw = (first: string, body: string, end: string) =>
  Buffer.from([first, ...HEAD, '', ''].join(end) + body);

describe('raw HTTP', () => {
  test.each(['\n', '\r\n'])('with line end %j keeps the body to the byte', (end) => {
    const body = '{"a":"é"}\r\n\r\n{"b":1}\n';
    const message = readMessage(raw('POST /a/b?c=d HTTP/1.1', body, end));
    expect(message).toMatchObject({
      kind: 'request',
      method: 'POST',
      target: '/a/b',
      query: '?c=d',
      host: 'pay.example',
    });
    expect(message.headers.get('client-id')).toBe('MCH-1');
    expect(message.body.toString()).toBe(body);
  });

  test('tells an answer by its status line, past a 100 Continue', () => {
    const answer = readMessage(raw('HTTP/1.1 201 Created', '{}', '\r\n'));
    expect(answer).toMatchObject({ kind: 'answer', target: undefined });
    const twice = Buffer.concat([
      Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'),
      raw('HTTP/2 200', '{"x":1}', '\r\n'),
    ]);
    expect(readMessage(twice).body.toString()).toBe('{"x":1}');
  });

  test('tells a notification by who sends it', () => {
    const bytes = Buffer.from('POST /hook HTTP/1.1\nwebhook-id: 1\n\n{}');
    expect(readMessage(bytes).kind).toBe('notification');
    expect(readMessage(bytes, 'request').kind).toBe('request');
  });

  test('without a body is a GET, with a whole URL or without', () => {
    const message = readMessage(
      Buffer.from('GET https://pay.example:8443/orders/v1/status/I HTTP/1.1\nX: y'),
    );
    expect(message).toMatchObject({ target: '/orders/v1/status/I', host: 'pay.example:8443' });
    expect(message.body).toHaveLength(0);
  });

  test.each([
    ['nothing', '', /must begin with a request line/],
    ['a page', '<html>', /must begin with a request line/],
    ['no empty line before the body', 'POST /a HTTP/1.1\nA: b\n{"a":1', /is no header/],
    ['half a JSON text', '{"path":', /not one JSON object/],
    ['a list', '["a"]', /must begin/],
    ['a body that was parsed', '{"path":"/a","headers":{},"body":{"a":1}}', /its bytes are lost/],
  ])('that is %s is refused in words', (_what, text, says) => {
    expect(() => readMessage(Buffer.from(text))).toThrow(says);
  });
});

describe('a line of JSON', () => {
  test('of a notification', () => {
    const line = {
      path: '/hook',
      headers: { 'Client-Id': 'M', 'webhook-id': '1' },
      body: '{"a":1}',
    };
    const message = readMessage(Buffer.from(JSON.stringify(line)));
    expect(message).toMatchObject({ kind: 'notification', method: 'POST', target: '/hook' });
    expect(message.headers.get('client-id')).toBe('M');
    expect(message.body.toString()).toBe('{"a":1}');
  });

  test('of the log is refused: its bodies are masked', () => {
    const line = { seq: 1, method: 'POST', path: '/x', duration_ms: 3, request: { a: 1 } };
    expect(() => readMessage(Buffer.from(JSON.stringify(line)))).toThrow(/masks bodies/);
  });
});
