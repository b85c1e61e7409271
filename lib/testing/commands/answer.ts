import { CommandError, errorReply } from '../errors';
import { type Request, readRequest, writeReply } from '../wire/request';
import type { Context } from './command';
import { runCommand } from './run-command';

/** Whatever goes wrong in a command is told to the client; only a broken message throws. */
export async function answer(context: Context, frame: Buffer): Promise<Buffer | undefined> {
  const request = readRequest(frame);
  const reply = await replyBytes(context, request);
  return request.wantsReply ? reply : undefined;
}

async function replyBytes(context: Context, request: Request): Promise<Buffer> {
  try {
    refuseLegacy(request);
    return writeReply(request, await runCommand(context, request.body));
  } catch (error) {
    return writeReply(request, errorReply(error));
  }
}

function refuseLegacy({ isLegacy, body }: Request): void {
  const name = Object.keys(body)[0] ?? '';
  if (!isLegacy || ['hello', 'isMaster', 'ismaster'].includes(name)) return;
  throw new CommandError('UnsupportedOpQueryCommand', `Unsupported OP_QUERY command: ${name}`);
}
