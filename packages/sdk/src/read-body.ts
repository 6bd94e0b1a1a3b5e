// Reading an answer's body to its end, but no further than an answer can be long.
import { AnswerError } from './errors.ts';

const MOST_BYTES = 1024 * 1024;

/** The bytes of the body. Throws an `AnswerError` past a megabyte; rejects when it breaks off. */
export async function bodyReadWhole(response: Response): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      throw new AnswerError(`the answer is larger than ${MOST_BYTES} bytes`, {
        code: 'answer_too_large',
      });
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, length);
}
