import { element } from './dom.js';
import { wireLine } from './wire-line.js';

/** A string with the colon that makes it a name, a string, or a literal; the rest is punctuation. */
const token =
  /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON text, coloured by kind, a line each. All of it is text: no value can become markup. */
export function jsonLines(text: string): HTMLElement[] {
  return text.split('\n').map((line) => wireLine(...coloured(line)));
}

function coloured(line: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of line.matchAll(token)) {
    const [whole, string, colon = ''] = match;
    nodes.push(line.slice(end, match.index));
    nodes.push(element('span', { class: kindOf(string, colon) }, string ?? whole), colon);
    end = match.index + whole.length;
  }
  return [...nodes, line.slice(end)];
}

function kindOf(string: string | undefined, colon: string): string {
  if (string === undefined) return 'json-literal';
  return colon === '' ? 'json-string' : 'json-name';
}
