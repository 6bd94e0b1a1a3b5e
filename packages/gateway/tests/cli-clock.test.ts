// `tarik clock`: the sandbox's time as people say it.
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPretendSandbox, type PretendSandbox } from './pretend-sandbox.ts';
import { runTarik } from './tarik.ts';

let sandbox: PretendSandbox;
beforeEach(async () => {
  sandbox = await startPretendSandbox();
});
afterEach(() => sandbox.close());

test.each([
  ['900', 900, '15 m ahead'],
  ['15m', 900, '15 m ahead'],
  ['3d', 259_200, '3 d ahead'],
  ['1h30m', 5400, '1 h 30 m ahead'],
])('advances by %s', async (time, seconds, says) => {
  const { code, out, err } = await runTarik(['clock', 'advance', time], sandbox.env);
  expect({ code, err, out }).toEqual({ code: 0, err: '', out: expect.stringContaining(says) });
  expect(sandbox.asked).toMatchObject([{ body: { advance_seconds: seconds } }]);
  const read = await runTarik(['clock', '--json'], sandbox.env);
  expect(JSON.parse(read.out)).toMatchObject({ offset_seconds: seconds });
});

test.each([
  ['clock', 'advance', '15m', '--client-id', 'MCH-1'],
  ['clock', '--client-id', 'MCH-1', 'advance', '15m'],
])('advances for one merchant alone: %s %s %s %s %s', async (...args) => {
  expect((await runTarik(args, sandbox.env)).code).toBe(0);
  expect(sandbox.asked[0]!.body).toEqual({ advance_seconds: 900, client_id: 'MCH-1' });
});

test.each(['later', '0', '-5m', '1.5h', '5m3'])('refuses %s and moves nothing', async (time) => {
  const ended = await runTarik(['clock', 'advance', '--', time], sandbox.env);
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is no time') });
  expect(sandbox.asked).toEqual([]);
});

test('without a sandbox ends with 6 and says how to start one', async () => {
  const ended = await runTarik(['clock'], { TARIK_DATA: '/nowhere' });
  expect(ended).toMatchObject({ code: 6, out: '', err: expect.stringMatching(/tarik sandbox/) });
});

test('of a sandbox that does not answer ends with 5', async () => {
  const note = path.join(sandbox.env.TARIK_DATA, 'running.json');
  const text = fs.readFileSync(note, 'utf8').replaceAll(sandbox.url, 'http://127.0.0.1:9');
  fs.writeFileSync(note, text);
  const ended = await runTarik(['clock'], sandbox.env);
  expect(ended).toMatchObject({
    code: 5,
    out: '',
    err: expect.stringContaining('does not answer'),
  });
});
