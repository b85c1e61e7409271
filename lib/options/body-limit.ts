import v = require('valibot');

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };
const SIZE = /^(\d+(?:\.\d+)?) *(b|kb|mb|gb)?$/i;
const ADVICE = "write a number of bytes or a string such as '100kb'";

/** The option `bodyLimit`, in bytes. body-parser itself treats what it cannot read as "no limit". */
export const bodyLimitSchema = v.pipe(
  v.custom<number | string>(isBodyLimit, ADVICE),
  v.transform((limit) => toBytes(limit)),
);

function isBodyLimit(limit: unknown): boolean {
  return Number.isSafeInteger(toBytes(limit)) && toBytes(limit) >= 1;
}

function toBytes(limit: unknown): number {
  return typeof limit === 'string' ? parseSize(limit) : (limit as number);
}

function parseSize(size: string): number {
  const [, amount = '0', unit = 'b'] = SIZE.exec(size) ?? [];
  return Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] as number));
}
