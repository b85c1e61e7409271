import { invalidOption } from './invalid-option';

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };
const SIZE = /^(\d+(?:\.\d+)?) *(b|kb|mb|gb)?$/i;

/** The checked option `bodyLimit` in bytes. body-parser takes what it cannot read for "no limit". */
export function bodyLimit(limit: unknown): number {
  const bytes = typeof limit === 'string' ? parsed(limit) : limit;
  if (!Number.isSafeInteger(bytes) || (bytes as number) < 1) {
    throw invalidOption('bodyLimit', limit, "write a number of bytes or a text such as '100kb'");
  }
  return bytes as number;
}

function parsed(size: string): number {
  const [, amount = '0', unit = 'b'] = SIZE.exec(size) ?? [];
  return Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] as number));
}
