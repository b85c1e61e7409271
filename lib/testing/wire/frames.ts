/** MongoDB's limit for one message, which `hello` tells the driver. */
export const maxMessageBytes = 48_000_000;

export const headerBytes = 16;

/** Cuts the stream into messages: one may come in many pieces, and many in one. */
export async function* splitFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let size = 0;
  let needed = headerBytes;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    size += chunk.length;
    // Joining the pieces of a long message only once keeps the work in proportion to its length.
    if (size < needed) continue;
    let bytes = Buffer.concat(pieces);
    for (needed = frameLength(bytes); bytes.length >= needed; needed = frameLength(bytes)) {
      yield bytes.subarray(0, needed);
      bytes = bytes.subarray(needed);
    }
    pieces = [bytes];
    size = bytes.length;
  }
}

/** How many bytes the message at the start needs, as far as that is known. */
function frameLength(bytes: Buffer): number {
  if (bytes.length < headerBytes) return headerBytes;
  const length = bytes.readInt32LE(0);
  if (length >= headerBytes && length <= maxMessageBytes) return length;
  throw new RangeError(`No message is ${length} bytes long`);
}
