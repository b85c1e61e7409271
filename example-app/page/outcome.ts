import { find } from './dom.js';

const line = find('outcome', HTMLParagraphElement);

/** The quiet line beside the button: who signs up, then how it went. Its place is always kept. */
export function showOutcome(...words: (Node | string)[]): void {
  line.replaceChildren(...words);
}
