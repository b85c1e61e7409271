/** MongoDB's limit for one message, which the reply to `hello` contains. */
export const MAX_MESSAGE_BYTES = 48_000_000;

export const HEADER_BYTES = 16;

/** Splits the stream into messages: a chunk may contain a part of one, or several. */
export async function* splitFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let size = 0;
  let needed = HEADER_BYTES;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    size += chunk.length;
    // The pieces of a long message are joined once, so that the work stays linear in its length.
    if (size < needed) {
      continue;
    }
    let bytes = Buffer.concat(pieces);
    for (needed = frameLength(bytes); bytes.length >= needed; needed = frameLength(bytes)) {
      yield bytes.subarray(0, needed);
      bytes = bytes.subarray(needed);
    }
    pieces = [bytes];
    size = bytes.length;
  }
}

/** The length of the first message, or of its header while that is incomplete. */
function frameLength(bytes: Buffer): number {
  if (bytes.length < HEADER_BYTES) {
    return HEADER_BYTES;
  }
  const length = bytes.readInt32LE(0);
  if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
    throw new RangeError(`No message is ${length} bytes long`);
  }
  return length;
}
