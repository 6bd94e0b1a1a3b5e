// How a deletion goes on after what the bank said, decided from its words. Pure.
import type { AccountOutcome, Declined, Evidence, UnbindOutcome } from '../banks/bank.ts';
import { inquiryDelay } from '../banks/inquiry-schedule.ts';
import type { TokenLesson } from './learn.ts';
import type { Token } from './token.ts';

/** What is known of the binding after a look at it; `wait` is no word at all. */
export type Look = { kind: 'ended'; evidence: Evidence } | { kind: 'bound' } | { kind: 'wait' };

/** The refusals of a look that say that there is nothing to look at any more. */
const GONE: ReadonlySet<string> = new Set(['binding_invalid', 'account_inactive', 'not_found']);

/** Whether the binding still stands. A refusal for any other reason says nothing about it. */
export function readLook(outcome: AccountOutcome): Look {
  switch (outcome.kind) {
    case 'account':
      return outcome.linked ? { kind: 'bound' } : { kind: 'ended', evidence: outcome.evidence };
    case 'declined':
      return GONE.has(outcome.reason)
        ? { kind: 'ended', evidence: outcome.evidence }
        : { kind: 'wait' };
    case 'not_sent':
    case 'unclear':
      return { kind: 'wait' };
  }
}

/** How a deletion ends; whoever asked the bank adds who it was. */
export type UnbindingEnd = Omit<TokenLesson, 'actor'>;

/**
 * How a deletion ends by the bank's answer to unbinding, or null when it does not. A refusal gives the token back only
 * while the merchant has not been told that it is gone, which the move must still find so.
 */
export function endOf(token: Pick<Token, 'attempts'>, outcome: UnbindOutcome): UnbindingEnd | null {
  switch (outcome.kind) {
    case 'unbound':
      return { event: 'unbound', change: {}, evidence: outcome.evidence };
    case 'declined': {
      if (token.attempts > 0) return givenUp(outcome);
      const told = { notify: false, exactly: true };
      return { event: 'unbinding_refused', ...why(outcome), ...told };
    }
    case 'not_sent':
    case 'unclear':
      return null;
  }
}

/** Without access we can neither use the binding nor end it: it stays with the bank and an operator. */
export function givenUp(outcome: Declined): UnbindingEnd {
  return { event: 'unbinding_given_up', ...why(outcome) };
}

function why({ reason, bankCode, evidence }: Declined): Pick<TokenLesson, 'change' | 'evidence'> {
  return { change: { reason, bankCode }, evidence };
}

/** When the next look follows one that brought no word. */
export function nextLook(
  token: Pick<Token, 'attempts'>,
  now: number,
): { attempts: number; dueAt: number } {
  const attempts = Math.min(token.attempts + 1, 10_000);
  return { attempts, dueAt: now + inquiryDelay(attempts) };
}
