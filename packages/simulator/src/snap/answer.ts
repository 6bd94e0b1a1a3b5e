// What a SNAP call is answered: a response code's parts, a body, and what belongs to its delivery.
import { CASES } from '@tarik/wire/snap/codes';
import type { Payment } from '../book/entries.ts';

export interface Answer {
  http: number;
  case: string;
  /** What follows the standard's message: a field's name or a reason. */
  detail?: string;
  body?: Record<string, unknown>;
  /** Real time in ms before the answer leaves. */
  delayMs?: number;
  /** The payment that the call is about. */
  payment?: Payment;
  /** Whether this call moved the payment's money. */
  debited?: boolean;
}

/** A call that is refused: `new SnapRefusal(400, '01', 'amount')` is 400ss01. */
export class SnapRefusal extends Error {
  override name = 'SnapRefusal';
  readonly answer: Answer;

  constructor(http: number, caseCode: string, detail?: string) {
    super(`${http}-${caseCode}`);
    this.answer = refusal(http, caseCode, detail);
  }
}

/** An answer without a body of its own. */
export function refusal(http: number, caseCode: string, detail?: string): Answer {
  return { http, case: caseCode, ...(detail === undefined ? {} : { detail }) };
}

/** A success with its body. */
export function success(body: Record<string, unknown>, rest: Partial<Answer> = {}): Answer {
  return { http: 200, case: '00', body, ...rest };
}

/** The body as it goes out: response code and message first. */
export function answerBody(answer: Answer, serviceCode: string): Record<string, unknown> {
  const message = CASES[`${answer.http}-${answer.case}` as keyof typeof CASES];
  return {
    responseCode: `${answer.http}${serviceCode}${answer.case}`,
    responseMessage: answer.detail === undefined ? message : `${message} ${answer.detail}`,
    ...answer.body,
  };
}
