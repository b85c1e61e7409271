import { type BodyValue, Members } from './fuzz-request';

/** Serializes members as a form; values that a form has no syntax for become text. */
export function formText({ pairs }: Members, plus: boolean): string {
  return pairs.flatMap(([name, value]) => fields(name, value, plus)).join('&');
}

function fields(name: string, value: BodyValue, plus: boolean): string[] {
  if (value instanceof Members) {
    return value.pairs.flatMap(([inner, part]) => fields(`${name}[${inner}]`, part, plus));
  }
  if (Array.isArray(value)) {
    return value.flatMap((part) => fields(`${name}[]`, part, plus));
  }
  return [`${encoded(name, plus)}=${encoded(String(value ?? ''), plus)}`];
}

function encoded(text: string, plus: boolean): string {
  const percent = encodeURIComponent(text.toWellFormed());
  return plus ? percent.replaceAll('%20', '+') : percent;
}
