// Key and Secret are proved against the simulated bank: each half by the call that it signs, and nothing is left behind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedCimb, type SimulatedCimb } from '../../../tests/simulated-cimb.ts';
import type { BankCredentials } from '../bank.ts';

let cimb: SimulatedCimb;

beforeAll(async () => {
  cimb = await startSimulatedCimb({ token: 400, inquire: 400 });
});
afterAll(() => cimb.close());

function tryWith(credentials: Partial<BankCredentials>) {
  const connection = {
    ...cimb.connection,
    credentials: { ...cimb.connection.credentials, ...credentials },
  };
  return cimb.bank.tryCredentials(connection);
}

describe('credentials', () => {
  it('that are right work', async () => {
    expect(await tryWith({})).toMatchObject({ kind: 'works', evidence: { code: '4045501' } });
  });

  it('with a wrong Key are refused at the token', async () => {
    expect(await tryWith({ key: 'KEY-nobody' })).toMatchObject({
      kind: 'refused',
      proves: 'key',
      evidence: { http: 401, code: '4017300' },
    });
  });

  it('with a wrong Secret are refused at the first signed call, though a token was had', async () => {
    expect(await tryWith({ secret: 'another' })).toMatchObject({
      kind: 'refused',
      proves: 'secret',
      evidence: { http: 401, code: '4015500' },
    });
  });

  it('are proved anew each time, whatever earlier calls have kept', async () => {
    const calls = () => cimb.seen.map(({ operation }) => operation);
    const before = calls().length;
    await tryWith({});
    expect(calls().slice(before)).toEqual(['token', 'inquire']);
  });

  it.each([
    ['token', 'hang'],
    ['token', 'html'],
    ['token', 'error_500'],
    ['status', 'hang'],
    ['status', 'reset'],
    ['status', 'html'],
  ])('are neither good nor bad when %s meets %s', async (operation, fault) => {
    await cimb.misbehave(operation, fault);
    expect(await tryWith({})).toMatchObject({ kind: 'no_answer' });
  });

  it('have moved nothing', async () => {
    expect(await cimb.book()).toEqual([]);
  });
});
