import { codeLine, jsLines, jsonLines, remark } from './code-lines.js';
import { element, find } from './dom.js';
import { prettyJson } from './json.js';

/** What the client passed to the application. */
export interface ClientResult {
  readonly state: 'taken' | 'refused';
  /** How it was passed: the callback's arguments, or the event's name. */
  readonly way: string;
  readonly value: unknown;
  /** A property that readers expect and that `value` does not have. */
  readonly missing?: string;
}

const call = find('call-text', HTMLPreElement);
const section = find('handed-over', HTMLElement);
const result = find('handed-over-text', HTMLPreElement);

/** The call that the page makes, as a program would contain it. */
export function showCall(code: string): void {
  call.replaceChildren(...jsLines(code));
}

/** Before the first call. */
export function showNoCall(text: string): void {
  call.replaceChildren(remark(text));
}

/** Before the first result. */
export function showNoResult(text: string): void {
  delete section.dataset.state;
  result.replaceChildren(remark(text));
}

/** Dims the last result until the next one arrives, so that the layout does not change. */
export function showWaitingForClient(): void {
  section.dataset.state = 'waiting';
}

/** The result as it was passed, in JSON. */
export function showClientResult({ state, way, value, missing }: ClientResult): void {
  section.dataset.state = state;
  result.replaceChildren(
    codeLine(element('span', { class: 'start-line' }, way)),
    ...jsonLines(prettyJson(value)),
    ...(missing === undefined ? [] : [codeLine(), remark(missing)]),
  );
}
