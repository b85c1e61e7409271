import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Windows has no shell that accepts these lines. */
export const describeWithShell = process.platform === 'win32' ? describe.skip : describe;

/** The response to a `curl` in a pasted line. */
export interface CurlResponse {
  /** Absent unless the line asks for the headers with `-i`. */
  readonly status: number | undefined;
  readonly text: string;
  readonly body: unknown;
}

/** Pastes a line into a POSIX shell. */
export async function paste(line: string): Promise<CurlResponse> {
  const env = { ...process.env, no_proxy: '127.0.0.1' };
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { env });
  const [, status, text = stdout] = /^HTTP\/1\.1 (\d+) .*?\r\n\r\n(.*)$/s.exec(stdout) ?? [];
  return { status: status === undefined ? undefined : Number(status), text, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
