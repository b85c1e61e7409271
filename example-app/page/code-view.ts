import { element } from './dom.js';
import { wireLine } from './wire-line.js';

/** A string, a name before a colon, or a literal; the rest of a line stays as it is. */
const token = /("(?:\\.|[^"\\])*")|\b([A-Za-z_]\w*)(?=: )|\b(?:true|false|null)\b/g;

/** A piece of JavaScript, coloured like JSON, a line each. */
export function codeLines(code: string): HTMLElement[] {
  return code.split('\n').map((line) => wireLine(...coloured(line)));
}

function coloured(line: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of line.matchAll(token)) {
    const [whole, string, name] = match;
    nodes.push(line.slice(end, match.index), element('span', { class: kind(string, name) }, whole));
    end = match.index + whole.length;
  }
  return [...nodes, line.slice(end)];
}

function kind(string: string | undefined, name: string | undefined): string {
  if (string !== undefined) return 'json-string';
  return name === undefined ? 'json-literal' : 'json-name';
}
