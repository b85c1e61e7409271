import { element, find } from './dom.js';
import { jsonLines } from './json-view.js';
import { prettyJson } from './pretty-json.js';
import { wireLine } from './wire-line.js';

/** What the client gave to the application. */
export interface HandedOver {
  readonly state: 'taken' | 'refused';
  /** How it came: the callback's arguments, or the event's name. */
  readonly way: string;
  readonly value: unknown;
  /** What is not in the value, and was looked for there. */
  readonly remark?: string;
}

const section = find('handed-over', HTMLElement);
const text = find('handed-over-text', HTMLPreElement);

/** Before the first call. */
export function showNothingHandedOver(words: string): void {
  delete section.dataset.state;
  text.replaceChildren(quiet(words));
}

/** While the client is at work the last one stays, dimmed: nothing jumps. */
export function showClientAtWork(): void {
  section.dataset.state = 'waiting';
}

/** As it came, in JSON. */
export function showHandedOver({ state, way, value, remark }: HandedOver): void {
  section.dataset.state = state;
  text.replaceChildren(
    wireLine(element('span', { class: 'start-line' }, way)),
    ...jsonLines(prettyJson(value)),
    ...(remark === undefined ? [] : [wireLine(), quiet(remark)]),
  );
}

function quiet(words: string): HTMLElement {
  return element('span', { class: 'idle' }, words);
}
