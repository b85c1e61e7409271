/** A value as it is written into a body. Unlike an object of JavaScript's, one can repeat a name. */
export type Written = null | boolean | number | string | readonly Written[] | Members;

/** What stands between the braces, in order. */
export class Members {
  constructor(readonly pairs: readonly (readonly [name: string, value: Written])[]) {}
}

/** How a body gets on the wire. */
export interface JsonWriting {
  readonly kind: 'json';
  readonly contentType: string;
  /** Which characters stand as `\uXXXX`, besides those that have to. */
  readonly escapes: 'few' | 'some' | 'all';
  readonly space: string;
  readonly charset: 'utf8' | 'utf8 with a BOM' | 'utf16le';
  readonly compression: 'none' | 'gzip' | 'deflate' | 'br';
  readonly chunked: boolean;
  /** What makes it no JSON object. */
  readonly damage: keyof typeof DAMAGES | undefined;
}

export interface FormWriting {
  readonly kind: 'form';
  readonly contentType: string;
  readonly plus: boolean;
}

/** A body of a type that the route does not read, or none at all. */
export interface OtherWriting {
  readonly kind: 'unsupported' | 'absent';
  readonly contentType: string | undefined;
  readonly contentEncoding?: string;
}

export type Writing = JsonWriting | FormWriting | OtherWriting;

/** A request before it is written: what the generators make and the model reads. */
export interface FuzzRequest {
  readonly method: string;
  readonly origin: string | undefined;
  readonly members: Members;
  readonly writing: Writing;
}

/** Each turns the text of an object into one that is none. */
export const DAMAGES = {
  'the last brace is missing': (text: string) => text.trimEnd().slice(0, -1),
  'a comma too many': (text: string) => text.trimEnd().replace(/\}$/, ',}'),
  'something after the end': (text: string) => `${text}}`,
  'an array around it': (text: string) => `[${text}]`,
  'a string of it': (text: string) => JSON.stringify(text),
  'a name without quotes': (text: string) => text.replace('{', '{name: 1,'),
  'a bare control character': (text: string) => text.replace('{', '{"a":"\u0001",'),
  'a value that JavaScript alone knows': (text: string) => text.replace('{', '{"a":NaN,'),
  'nothing but spaces': () => '  \n',
} as const;
