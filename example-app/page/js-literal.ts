import { prettyJson } from './pretty-json.js';

/** A value as one writes it in a program: JSON, without quotes around names that need none. */
export function jsLiteral(value: unknown): string {
  return prettyJson(value).replace(/(?<!\\)"([A-Za-z_]\w*)"(?=: )/g, '$1');
}
