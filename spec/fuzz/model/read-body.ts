import {
  type BodyEncoding,
  type BodyValue,
  type FuzzRequest,
  Members,
} from '../requests/fuzz-request';
import type { WireRequest } from '../requests/serialize-request';

export type Body = Readonly<Record<string, unknown>>;
export type BodyError = 'unsupported' | 'too large' | 'unreadable';

const LIMIT = 100 * 1024;

/** The fields that a conforming server reads from a body, or why it cannot read it. */
export function readBody({ members, encoding }: FuzzRequest, wire: WireRequest): Body | BodyError {
  switch (encoding.kind) {
    case 'absent':
      return {};
    case 'unsupported':
      return isOfMediaType(encoding) && wire.body.length > LIMIT ? 'too large' : 'unsupported';
    case 'form':
      return wire.bytes > LIMIT ? 'too large' : formBody(members);
    case 'json':
      if (wire.bytes > LIMIT) {
        return 'too large';
      }
      return encoding.damage === undefined ? jsonBody(members) : 'unreadable';
  }
}

/** The size is checked after the media type, and before the charset and the compression. */
function isOfMediaType(encoding: BodyEncoding): boolean {
  return 'contentEncoding' in encoding || encoding.contentType?.includes('charset') === true;
}

/** The last value of a repeated name wins. */
function jsonBody({ pairs }: Members): Body {
  return Object.fromEntries(pairs.map(([name, value]) => [name, jsonValue(value)]));
}

function jsonValue(value: BodyValue): unknown {
  if (value instanceof Members) {
    return jsonBody(value);
  }
  return Array.isArray(value) ? value.map(jsonValue) : value;
}

/** Form values are strings; a repeated name gives an array. */
function formBody({ pairs }: Members): Body {
  const body = new Map<string, unknown>();
  for (const [name, value] of pairs) {
    const read = formValue(value);
    const before = body.get(name);
    if (read !== undefined) {
      body.set(name, before === undefined ? read : [before, read].flat());
    }
  }
  return Object.fromEntries(body);
}

/** Empty objects and arrays do not appear in a form. */
function formValue(value: BodyValue): unknown {
  if (value instanceof Members) {
    const body = formBody(value);
    return Object.keys(body).length > 0 ? body : undefined;
  }
  if (Array.isArray(value)) {
    return value.length > 0 ? value.map(formValue) : undefined;
  }
  return String(value ?? '').toWellFormed();
}
