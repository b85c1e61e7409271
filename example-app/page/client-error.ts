import { isRecord } from './record.js';

/** What of a client's error an application can use, in the order in which it is shown here. */
const names = ['code', 'description', 'name', 'policy', 'statusCode', 'statusText', 'message'];

/** A client's error reduced to that: the rest (`original`) is the client's own request and answer. */
export type ClientError = Readonly<Record<string, unknown>>;

/** Properties that the error does not have are left out; `null` ones are not, the client set them. */
export function clientError(error: unknown): ClientError {
  const given = isRecord(error) ? error : {};
  return Object.fromEntries(
    names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
}

/** The words for a person: of a weak password the description is an object, and `policy` its text. */
export function readableError({ code, description, policy }: ClientError): string {
  if (typeof description === 'string') return description;
  if (typeof policy === 'string') return policy;
  return typeof code === 'string' ? code : 'No answer came. Is the example app still running?';
}
