// Bugs at the door to the bank: what counts as sent, whose word is believed, and what it is taken for.
import type { Sabotage } from '../types.ts';

const CLASSIFY = 'banks/snap/classify.ts';

export const BANK_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'sent-taken-for-unsent',
    title: 'What was sent counts as not sent',
    says: 'A lost answer frees the Request-Id, and the repeat debits a second time.',
    patches: [
      {
        file: 'banks/http.ts',
        find: 'finish(line === undefined ? { sent: false, why } : { sent: true, lost: why });',
        replace: 'finish({ sent: false, why });',
      },
    ],
    catches: ['M7'],
    drive: 'lost answers',
    budgetSeconds: 90,
  },
  {
    id: 'time-out-is-a-no',
    title: 'A time-out of the bank is a no',
    says: '504 makes the payment FAILED although the bank has debited.',
    patches: [{ file: CLASSIFY, find: `'504-00': INQUIRE,`, replace: `'504-00': 'declined',` }],
    catches: ['S9'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'error-is-a-no',
    title: 'An error of the bank is a no',
    says: '500 makes the payment FAILED although the bank has debited.',
    patches: [
      {
        file: CLASSIFY,
        find: `...each('500', ['00', '01', '02'], INQUIRE),`,
        replace: `...each('500', ['00', '01', '02'], 'declined'),`,
      },
    ],
    catches: ['S9'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'unreadable-is-a-no',
    title: 'Whatever is not understood is a no',
    says: 'A cut connection, an HTML page or half a JSON text make the payment FAILED.',
    patches: [
      {
        file: 'banks/snap/reply.ts',
        find: "return unclear(reply, why === '' ? `an unexpected word: ${verdict}` : why);",
        replace: `return { kind: 'declined', reason: 'bank_refused', bankCode: responseCode ?? '', evidence };`,
      },
    ],
    catches: ['S9'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'status-not-compared',
    title: 'HTTP status and response code may disagree',
    says: 'A message that contradicts its own HTTP status is believed: FAILED although debited.',
    patches: [
      {
        file: CLASSIFY,
        find: `if (heard.code.http !== heard.http) return 'HTTP status and response code disagree';`,
        replace: '',
      },
    ],
    catches: ['S9'],
    drive: 'unclear answers',
    budgetSeconds: 90,
  },
  {
    id: 'unsigned-answer-believed',
    title: "The signature of the bank's answer is not checked",
    says: 'Whoever sits on the line says SUCCESS in the bank’s place.',
    patches: [
      {
        file: 'banks/snap/call.ts',
        find: `if (!signedAnswers || !exchange.sent || exchange.lost !== null) return 'not_asked';`,
        replace: `if (exchange.sent) return 'not_asked';`,
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'forged answers',
    budgetSeconds: 90,
  },
  {
    id: 'amount-of-the-answer-not-compared',
    title: "The amount of the bank's answer is not compared",
    says: 'A success about another amount is taken for this payment’s.',
    patches: [
      {
        file: 'banks/snap/answer.ts',
        find: `return parseSnapAmount(found) === amount ? 'same' : 'other';`,
        replace: `return parseSnapAmount(found) === amount ? 'same' : 'same';`,
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'answers about others',
    budgetSeconds: 90,
  },
  {
    id: 'reference-of-the-answer-not-compared',
    title: "The reference of the bank's answer is not compared",
    says: 'A success about another payment is taken for this one’s.',
    patches: [
      {
        file: 'banks/snap/answer.ts',
        find: `return found === text ? 'same' : 'other';`,
        replace: `return found === text ? 'same' : 'same';`,
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'answers about others',
    budgetSeconds: 90,
  },
  {
    id: 'unsigned-callback-believed',
    title: 'A callback needs no signature',
    says: 'Anybody can make a payment SUCCESS.',
    patches: [
      {
        file: 'banks/snap/callback.ts',
        find: 'if (!verifyNotify(parts, line.bankPublicKey)) return null;',
        replace: 'verifyNotify(parts, line.bankPublicKey);',
      },
    ],
    catches: ['M14', 'M8'],
    drive: 'forged callbacks',
    budgetSeconds: 90,
  },
];
