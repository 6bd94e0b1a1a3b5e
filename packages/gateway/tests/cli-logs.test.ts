// `tarik logs`: calls with their verdicts, past ones and those that come.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPretendSandbox, type PretendSandbox } from './pretend-sandbox.ts';
import { beginTarik, runTarik } from './tarik.ts';

let sandbox: PretendSandbox;
beforeEach(async () => {
  sandbox = await startPretendSandbox();
});
afterEach(() => sandbox.close());

function call(seq: number, over: object = {}) {
  return {
    seq,
    at: `2026-11-23T01:02:0${seq}.250Z`,
    client_id: 'MCH-TEST',
    request_id: `R-${seq}`,
    method: 'POST',
    path: '/cimb-direct-debit/v1/payment',
    status: 201,
    replayed: false,
    signature: 'right',
    duration_ms: 12,
    request: { order: { invoice_number: 'INV-1' } },
    answer: { payment: { status: 'PENDING' } },
    ...over,
  };
}

const WRONG = {
  status: 400,
  code: 'invalid_signature',
  message: 'Invalid Header Signature',
  signature: 'wrong',
  string_to_sign: 'Client-Id:MCH-TEST\nRequest-Id:R-2',
};

test('shows each call on a line, and with a wrong signature what the gateway signed', async () => {
  sandbox.calls.push(call(1), call(2, WRONG), call(3, { status: 409, replayed: true }));
  const { code, out, err } = await runTarik(['logs'], sandbox.env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n')).toEqual([
    '01:02:01.250  POST /cimb-direct-debit/v1/payment  201  12 ms  R-1',
    '01:02:02.250  POST /cimb-direct-debit/v1/payment  400  invalid_signature  12 ms  R-2  ✗ signature wrong',
    '  Invalid Header Signature',
    '  the gateway signed:',
    '    Client-Id:MCH-TEST',
    '    Request-Id:R-2',
    '01:02:03.250  POST /cimb-direct-debit/v1/payment  409  12 ms  R-3  replayed',
    '',
  ]);
});

test('shows those that failed alone, or the last ones, or one merchant’s, with bodies when asked', async () => {
  sandbox.calls.push(call(1), call(2, WRONG), call(3, { client_id: 'MCH-OTHER' }));
  const ids = async (...args: string[]) => {
    const { out } = await runTarik(['logs', '--json', ...args], sandbox.env);
    return out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seq as number);
  };
  expect(await ids('--failed')).toEqual([2]);
  expect(await ids('--last', '1')).toEqual([3]);
  expect(await ids('--client-id', 'MCH-TEST')).toEqual([1, 2]);
  const { out } = await runTarik(['logs', '--verbose', '--last', '1'], sandbox.env);
  expect(out).toMatch(/request\n {4}\{\n {6}"order": \{[^]*answer\n {4}\{/);
});

test('follows: shows what comes, until it is stopped with 0', async () => {
  sandbox.calls.push(call(1));
  const stop = new AbortController();
  const { said, ended } = beginTarik(['logs', '--follow', '--json'], sandbox.env, stop.signal);
  await expect.poll(() => said.err).toContain('waiting for calls');
  sandbox.calls.push(call(2), call(3));
  const seen = () =>
    said.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seq as number);
  await expect.poll(seen).toEqual([1, 2, 3]);
  stop.abort();
  expect((await ended).code).toBe(0);
});

test('without a call says so beside the result, and ends with 0', async () => {
  expect(await runTarik(['logs'], sandbox.env)).toEqual({
    code: 0,
    out: '',
    err: 'tarik: no such calls yet\n',
  });
});

test.each([
  [['--last', '0'], 2, /no number of calls/],
  [['--last', 'all'], 2, /no number of calls/],
  [['--client-id', 'MCH-NOBODY'], 6, /no merchant MCH-NOBODY/],
])('refuses %j', async (args, code, says) => {
  const ended = await runTarik(['logs', ...args], sandbox.env);
  expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(says) });
});
