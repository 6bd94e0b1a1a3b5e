// Reading a body to its end, but no further than what is expected can be long.

/** The bytes of the body. Throws what `tooLarge` makes past `most` bytes; rejects when it breaks off. */
export async function bodyReadWhole(
  { body }: { body: unknown },
  most: number,
  tooLarge: () => Error,
): Promise<Uint8Array> {
  if (body === null || body === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, length);
}
