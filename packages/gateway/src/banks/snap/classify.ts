// What a bank's answer means, as one table and one function. Whatever the table does not name is
// unclear. Sources: the SNAP BI case list, and for what is executed or not the rules behind
// docs/bank-wire.md.
import type { ResponseCode } from '@tarik/wire/snap/codes';
import { OPERATIONS } from './profile.ts';
import type { Operation } from './profile.ts';

/**
 * `done` the bank did it · `declined` the bank said no and did nothing · `not_sent` nothing left us
 * · `unclear` it may or may not have done it · `token_refused` it did nothing and wants another
 * access token. The others are explicit words of single operations.
 */
export type Verdict =
  | 'done'
  | 'declined'
  | 'otp_sent'
  | 'otp_wrong'
  | 'otp_too_old'
  | 'not_found'
  | 'token_refused'
  | 'unclear'
  | 'not_sent';

/** Whether what an answer names is what we asked about. */
export type Match = 'same' | 'other' | 'absent' | 'not_asked';

/** All that counts of one exchange. */
export interface Heard {
  operation: Operation;
  /** `answered` when a whole HTTP answer came. */
  line: 'not_sent' | 'lost' | 'answered';
  http: number | null;
  /** The response code of a strict JSON object; undefined when the body is anything else. */
  code: ResponseCode | undefined;
  signature: 'good' | 'bad' | 'not_asked';
  reference: Match;
  amount: Match;
}

export interface Judgement {
  verdict: Verdict;
  /** Why it is unclear or was not sent, for evidence; else empty. */
  why: string;
}

const INQUIRE = 'unclear';

/** By `HTTP-case`, for every operation. A case that is absent is unclear. */
const ANY: Readonly<Record<string, Verdict>> = {
  '200-00': 'done',
  '202-00': INQUIRE, // still working on it
  ...each('400', ['00', '01', '02'], 'declined'),
  ...each('401', ['00', '02', '04'], 'declined'),
  ...each('401', ['01', '03'], 'token_refused'),
  ...each('403', upTo(23), 'declined'),
  '403-13': INQUIRE, // "an OTP was sent" means something to the operations below only
  ...each('404', upTo(19), 'declined'),
  '404-18': INQUIRE, // refuses this call; an earlier one with the reference may stand
  ...each('405', ['00', '01'], 'declined'),
  '409-00': INQUIRE, // external id used today: after our own repeat it means that the first arrived
  '409-01': INQUIRE, // reference already processed: probably done
  '429-00': INQUIRE, // not executed by the standard, but no word about an earlier call
  ...each('500', ['00', '01', '02'], INQUIRE),
  '504-00': INQUIRE,
};

/** Where one operation departs from the table above. */
const OWN: Readonly<Partial<Record<Operation, Readonly<Record<string, Verdict>>>>> = {
  pay: {
    '403-13': 'otp_sent',
    '404-14': INQUIRE, // "paid bill": the money may be ours
  },
  verify_otp: {
    '404-15': 'otp_wrong',
    '403-12': 'otp_too_old',
    '404-00': INQUIRE, // nothing to verify: perhaps because it has been paid
    '404-14': INQUIRE,
  },
  resend_otp: { '403-13': 'done', '429-00': 'declined' },
  bind: { '429-00': 'declined' },
  unbind: { '429-00': 'declined' },
};

/** An inquiry that is refused says nothing about the payment. */
const INQUIRY: Readonly<Record<string, Verdict>> = {
  '200-00': 'done',
  '404-01': 'not_found',
  ...each('401', ['01', '03'], 'token_refused'),
};

/**
 * The verdict of the table alone for a response code; {@link classify} decides whether to believe
 * it.
 */
export function meaningOf(operation: Operation, code: ResponseCode): Verdict {
  const key = `${code.http}-${code.case}`;
  if (operation === 'inquire') return INQUIRY[key] ?? INQUIRE;
  return OWN[operation]?.[key] ?? ANY[key] ?? INQUIRE;
}

/**
 * Judges an exchange. Anything but an explicit, believable word of the bank is `unclear`: no
 * answer, no SNAP body, a code of another HTTP status or service, a bad signature, another
 * reference or amount.
 */
export function classify(heard: Heard): Judgement {
  if (heard.line === 'not_sent') return { verdict: 'not_sent', why: '' };
  const doubt = doubtAbout(heard);
  if (doubt !== undefined) return { verdict: 'unclear', why: doubt };
  const code = heard.code as ResponseCode;
  const verdict = meaningOf(heard.operation, code);
  if (verdict === 'unclear') return { verdict, why: `the bank answered ${code.http}-${code.case}` };
  // A refusal need not name what it refuses; a success must, or it may be somebody else's.
  if ((verdict === 'done' || verdict === 'otp_sent') && !namesOurs(heard)) {
    return { verdict: 'unclear', why: 'the answer does not name our reference and amount' };
  }
  return { verdict, why: '' };
}

function doubtAbout(heard: Heard): string | undefined {
  if (heard.line === 'lost' || heard.http === null) return 'no answer came';
  if (heard.signature === 'bad') return "the answer's signature is missing or wrong";
  if (heard.code === undefined) return 'the answer is not a SNAP message';
  if (heard.code.http !== heard.http) return 'HTTP status and response code disagree';
  if (heard.code.service !== OPERATIONS[heard.operation]) return 'the answer is of another service';
  if (heard.reference === 'other') return 'the answer names another reference';
  if (heard.amount === 'other') return 'the answer names another amount';
  return undefined;
}

function namesOurs(heard: Heard): boolean {
  return heard.reference !== 'absent' && heard.amount !== 'absent';
}

function each(http: string, cases: readonly string[], verdict: Verdict): Record<string, Verdict> {
  return Object.fromEntries(cases.map((one) => [`${http}-${one}`, verdict]));
}

function upTo(last: number): string[] {
  return Array.from({ length: last + 1 }, (_, n) => String(n).padStart(2, '0'));
}
