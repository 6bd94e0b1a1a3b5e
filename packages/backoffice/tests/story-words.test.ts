// Every event, actor, act and notification that the gateway knows has words in both languages.
import { describe, expect, test } from 'vitest';
import { PAYMENT_EVENTS } from '../../gateway/src/payments/payment.ts';
import { REFUND_EVENTS } from '../../gateway/src/refunds/refund.ts';
import { TOKEN_EVENTS } from '../../gateway/src/tokens/token.ts';
import { DECLINE_REASONS } from '../../gateway/src/banks/bank.ts';
import { NOTIFICATION_TYPES } from '../src/pages/notifications/words.ts';
import { PAYMENT_REASONS } from '../src/pages/payments/words.ts';
import { en } from '../src/words/en/index.ts';
import { id } from '../src/words/id/index.ts';

describe.each([
  ['English', en],
  ['Indonesian', id],
] as const)('in %s', (_language, { story, reasons, payments }) => {
  test.each([
    ['payment', PAYMENT_EVENTS],
    ['refund', REFUND_EVENTS],
    ['token', TOKEN_EVENTS],
  ] as const)('every event of a %s is worded', (noun, events) => {
    expect(Object.keys(story.events[noun])).toEqual(expect.arrayContaining([...events, 'made']));
  });

  test('every reason of a bank is worded, and every reason that can be filtered by', () => {
    const worded = Object.keys(reasons);
    expect(worded).toEqual(expect.arrayContaining([...DECLINE_REASONS, ...PAYMENT_REASONS]));
  });

  test('every notification is worded', () => {
    const types = NOTIFICATION_TYPES.map((type) => type.replaceAll('.', '_'));
    expect(Object.keys(story.note_types)).toEqual(expect.arrayContaining(types));
  });

  test('what the bank may say to an inquiry is worded', () => {
    const outcomes = ['paid', 'failed', 'awaiting_otp', 'not_found', 'not_sent', 'unclear'];
    expect(Object.keys(payments.said)).toEqual(expect.arrayContaining(outcomes));
  });
});
