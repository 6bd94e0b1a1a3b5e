// From an answer to a typed result; an answer that is not of the promised shape becomes an error
// that says so, never a half-filled result.
import type { Answer } from './answer.ts';
import { AnswerError } from './errors.ts';
import { Unexpected } from './reading.ts';
import type { Answered } from './words.ts';

/** Reads the answer with `read` and adds what every result has. */
export function resultOf<T extends object>(
  answer: Answer,
  read: (json: unknown) => T,
): T & Answered {
  const { requestId, replayed, acts, json } = answer;
  try {
    return { ...read(json), requestId, replayed, raw: json };
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    throw new AnswerError(`the answer is not of the promised shape: ${error.message}`, {
      code: 'answer_unexpected',
      field: error.field,
      requestId,
      retryable: true,
      outcomeUnknown: acts,
    });
  }
}
