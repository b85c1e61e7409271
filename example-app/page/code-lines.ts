import { element } from './dom.js';

/** A string (a name if a colon follows), a literal or a number; the rest is punctuation. */
const JSON_TOKEN =
  /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A string, a name before a colon, or a literal; the rest of a line has no colour. */
const JS_TOKEN = /("(?:\\.|[^"\\])*")|\b([A-Za-z_]\w*)(?=: )|\b(?:true|false|null)\b/g;

/**
 * A line of code or of a message, as a block: when it wraps, the rest is indented further than its
 * beginning, so that a narrow screen still shows the structure. The line feed is kept for copying.
 */
export function codeLine(...content: (Node | string)[]): HTMLElement {
  const line = element('span', { class: 'line' }, ...content, '\n');
  const indent = line.textContent.search(/[^ ]/);
  line.style.setProperty('--indent', `${indent}ch`);
  return line;
}

/** A remark in a quieter colour, in place of code or below it. */
export function remark(text: string): HTMLElement {
  return element('span', { class: 'idle' }, text);
}

/** JSON text, coloured by kind, one element per line. No value can become markup. */
export function jsonLines(text: string): HTMLElement[] {
  return colouredLines(text, JSON_TOKEN, ([whole, string, colon = '']) => {
    if (string === undefined) {
      return [coloured('json-literal', whole)];
    }
    return [coloured(colon === '' ? 'json-string' : 'json-name', string), colon];
  });
}

/** JavaScript, in the same colours. */
export function jsLines(text: string): HTMLElement[] {
  return colouredLines(text, JS_TOKEN, ([whole, string, name]) => {
    if (string !== undefined) {
      return [coloured('json-string', whole)];
    }
    return [coloured(name === undefined ? 'json-literal' : 'json-name', whole)];
  });
}

function colouredLines(
  text: string,
  token: RegExp,
  colour: (match: RegExpExecArray) => (Node | string)[],
): HTMLElement[] {
  return text.split('\n').map((line) => {
    const nodes: (Node | string)[] = [];
    let end = 0;
    for (const match of line.matchAll(token)) {
      nodes.push(line.slice(end, match.index), ...colour(match));
      end = match.index + match[0].length;
    }
    return codeLine(...nodes, line.slice(end));
  });
}

function coloured(kind: string, text: string): HTMLElement {
  return element('span', { class: kind }, text);
}
