import { codeLines } from './code-view.js';
import { element, find } from './dom.js';

const text = find('call-text', HTMLPreElement);

/** The call that the page makes, as one would write it. */
export function showCall(code: string): void {
  text.replaceChildren(...codeLines(code));
}

/** Before the first call. */
export function showNoCall(words: string): void {
  text.replaceChildren(element('span', { class: 'idle' }, words));
}
