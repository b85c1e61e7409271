import { type FuzzRequest, Members, type Written } from '../requests/fuzz-request';
import type { WireRequest } from '../requests/write-request';

export type Body = Readonly<Record<string, unknown>>;
export type BodyFault = 'unsupported' | 'too large' | 'unreadable';

const LIMIT = 100 * 1024;

/** What a server that reads bodies by the book makes of one. */
export function readBody({ members, writing }: FuzzRequest, wire: WireRequest): Body | BodyFault {
  switch (writing.kind) {
    case 'absent':
      return {};
    case 'unsupported':
      return 'unsupported';
    case 'form':
      return wire.bytes > LIMIT ? 'too large' : formBody(members);
    case 'json':
      if (wire.bytes > LIMIT) {
        return 'too large';
      }
      return writing.damage === undefined ? jsonBody(members) : 'unreadable';
  }
}

/** Of a name that stands there twice the last value counts. */
function jsonBody({ pairs }: Members): Body {
  return Object.fromEntries(pairs.map(([name, value]) => [name, jsonValue(value)]));
}

function jsonValue(value: Written): unknown {
  if (value instanceof Members) {
    return jsonBody(value);
  }
  return Array.isArray(value) ? value.map(jsonValue) : value;
}

/** A form knows texts, and lists of them where a name stands there twice. */
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

/** Nothing is written of an object or a list without members. */
function formValue(value: Written): unknown {
  if (value instanceof Members) {
    const body = formBody(value);
    return Object.keys(body).length > 0 ? body : undefined;
  }
  if (Array.isArray(value)) {
    return value.length > 0 ? value.map(formValue) : undefined;
  }
  return String(value ?? '').toWellFormed();
}
