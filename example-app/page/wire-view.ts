import { contentTypes, readableBody } from './body.js';
import { element, find } from './dom.js';
import { jsonLines } from './json-view.js';
import { prettyJson } from './pretty-json.js';
import { type Answer, type Exchange, path, type SentRequest } from './send.js';
import { wireLine } from './wire-line.js';

/** The headers that tell a person something; the others would only hide these. */
const shownHeaders = [
  'content-type',
  'cache-control',
  'allow',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

const requestText = find('request-text', HTMLPreElement);
const answerText = find('answer-text', HTMLPreElement);
const answerSection = find('answer', HTMLElement);
const elapsedText = find('elapsed', HTMLParagraphElement);

/** Before the first request. */
export function showNothingSent(): void {
  requestText.replaceChildren(quiet('Nothing sent yet. The request shows here as it goes out.'));
  answerText.replaceChildren(quiet('The answer shows here with its status and headers.'));
}

/** The request as it goes out, its password masked unless asked for. */
export function showRequest(request: SentRequest, showPassword: boolean): void {
  const { encoding, signup } = request;
  const body = readableBody(signup, encoding, showPassword);
  requestText.replaceChildren(
    startLine(`POST ${path} HTTP/1.1`),
    headerLine('Host', location.host),
    headerLine('Content-Type', contentTypes[encoding]),
    wireLine(),
    ...(encoding === 'json' ? jsonLines(body) : body.split('\n').map((pair) => wireLine(pair))),
  );
}

/** While the answer is awaited the last one stays, dimmed: nothing jumps. */
export function showWaiting(): void {
  answerSection.dataset.state = 'waiting';
  elapsedText.textContent = 'waiting …';
}

/** The answer as it came, or the fact that none did. */
export function showAnswer({ answer, elapsed }: Exchange): void {
  elapsedText.textContent = `${Math.round(elapsed)} ms`;
  if (answer === undefined) {
    answerSection.dataset.state = 'refused';
    answerText.replaceChildren(startLine('No answer'), quiet('The connection failed.'));
    return;
  }
  answerSection.dataset.state = answer.status < 400 ? 'taken' : 'refused';
  answerText.replaceChildren(
    startLine(`HTTP/1.1 ${answer.status} ${answer.statusText}`.trimEnd()),
    ...headerLines(answer),
    wireLine(),
    ...bodyLines(answer.body),
  );
}

function headerLines({ headers }: Answer): Node[] {
  return shownHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [headerLine(capitalised(name), value)];
  });
}

function bodyLines(body: unknown): HTMLElement[] {
  return typeof body === 'string' ? [wireLine(body)] : jsonLines(prettyJson(body));
}

/** HTTP/1.1 lets the case be; this one is how headers are written in documentation. */
function capitalised(name: string): string {
  return name
    .replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
    .replace('Ratelimit', 'RateLimit');
}

function startLine(text: string): HTMLElement {
  return wireLine(element('span', { class: 'start-line' }, text));
}

function headerLine(name: string, value: string): HTMLElement {
  return wireLine(element('span', { class: 'header-name' }, name), `: ${value}`);
}

function quiet(text: string): HTMLElement {
  return element('span', { class: 'idle' }, text);
}
