import { element } from './dom.js';

/**
 * A line of a message, as a block: one that is too long goes on further in than it began, so that
 * a narrow screen still shows the structure. The line feed stays in the text for copying.
 */
export function wireLine(...content: (Node | string)[]): HTMLElement {
  const line = element('span', { class: 'line' }, ...content, '\n');
  const indent = line.textContent.search(/[^ ]/);
  line.style.setProperty('--indent', `${indent}ch`);
  return line;
}
