// The token's machine and the pure decisions about a deletion.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { declined, evidence, NOT_SENT, UNCLEAR } from '../../tests/flow-context.ts';
import { nextTokenState, TOKEN_EVENTS, TOKEN_STATES } from './token.ts';
import { endOf, nextLook, readLook } from './unbinding.ts';

describe('the machine', () => {
  test.each(['failed', 'expired', 'deleted'] as const)('%s accepts no event', (state) => {
    for (const event of TOKEN_EVENTS) expect(nextTokenState(state, event)).toBeUndefined();
  });

  test('only what the bank says about the account makes a token active', () => {
    const ways = TOKEN_STATES.flatMap((state) =>
      TOKEN_EVENTS.filter((event) => nextTokenState(state, event) === 'active').map(
        (event) => `${state} ${event}`,
      ),
    );
    expect(ways).toEqual(['pending bound', 'deleting unbinding_refused']);
  });

  test('no event that says that nothing is known changes the state', () => {
    for (const state of TOKEN_STATES) {
      expect(nextTokenState(state, 'bank_unclear') ?? state).toBe(state);
    }
  });

  test('the database allows exactly the states of the machine', () => {
    const file = new URL('../../migrations/0005_tokens.sql', import.meta.url);
    const check = /state in \(([^)]*)\)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect([...check.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...TOKEN_STATES]);
  });
});

describe('a deletion whose outcome is not known', () => {
  const account = (linked: boolean) =>
    ({ kind: 'account', lastFour: '0001', linked, evidence: evidence() }) as const;

  test.each([
    ['the account is no longer linked', account(false), 'ended'],
    ['the account is linked', account(true), 'bound'],
    ['the bank no longer knows the binding', declined('binding_invalid'), 'ended'],
    ['the bank refuses to say', declined('bank_refused'), 'wait'],
    ['nothing was sent', NOT_SENT, 'wait'],
    ['no answer came', UNCLEAR, 'wait'],
  ])('when %s', (_name, outcome, look) => {
    expect(readLook(outcome).kind).toBe(look);
  });

  test.each([
    ['unbound', 0, { kind: 'unbound', evidence: evidence() } as const, 'unbound'],
    [
      'refused, and the merchant knows nothing yet',
      0,
      declined('bank_refused'),
      'unbinding_refused',
    ],
    ['refused, and the merchant was told', 1, declined('bank_refused'), 'unbinding_given_up'],
    ['not sent', 1, NOT_SENT, undefined],
    ['unclear', 1, UNCLEAR, undefined],
  ])('ends when unbinding is %s', (_name, attempts, outcome, event) => {
    expect(endOf({ attempts }, outcome)?.event).toBe(event);
  });

  test('is looked at ever more slowly, and for ever', () => {
    const seconds = [0, 1, 3, 8, 100].map((n) => nextLook({ attempts: n }, 0).dueAt / 1000);
    expect(seconds).toEqual([10, 20, 60, 3600, 86_400]);
  });
});
