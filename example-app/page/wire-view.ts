import { codeLine, jsonLines, remark } from './code-lines.js';
import { element, find } from './dom.js';
import { prettyJson } from './json.js';
import {
  CONTENT_TYPES,
  type Exchange,
  readableBody,
  type SentRequest,
  SIGNUP_PATH,
  type SignupResponse,
} from './signup-request.js';

/** The headers that are useful to a person; the others would only distract from them. */
const SHOWN_HEADERS = [
  'content-type',
  'cache-control',
  'allow',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

const requestText = find('request-text', HTMLPreElement);
const responseText = find('answer-text', HTMLPreElement);
const responseSection = find('answer', HTMLElement);
const elapsedText = find('elapsed', HTMLParagraphElement);

/** Before the first request. */
export function showNothingSent(): void {
  requestText.replaceChildren(remark('Nothing sent yet. The request shows here as it is sent.'));
  responseText.replaceChildren(remark('The response shows here with its status and headers.'));
}

/** The request as it is sent; the password is masked unless `showPassword` is set. */
export function showRequest(request: SentRequest, showPassword: boolean): void {
  const { encoding, signup } = request;
  const body = readableBody(signup, encoding, showPassword);
  requestText.replaceChildren(
    startLine(`POST ${SIGNUP_PATH} HTTP/1.1`),
    headerLine('Host', location.host),
    headerLine('Content-Type', CONTENT_TYPES[encoding]),
    codeLine(),
    ...(encoding === 'json' ? jsonLines(body) : body.split('\n').map((pair) => codeLine(pair))),
  );
}

/** Dims the last response until the next one arrives, so that the layout does not change. */
export function showWaiting(): void {
  responseSection.dataset.state = 'waiting';
  elapsedText.textContent = 'waiting …';
}

/** The response as it arrived, or the network failure. */
export function showResponse({ response, elapsed }: Exchange): void {
  elapsedText.textContent = `${Math.round(elapsed)} ms`;
  if (response === undefined) {
    responseSection.dataset.state = 'refused';
    responseText.replaceChildren(startLine('No response'), remark('The connection failed.'));
    return;
  }
  responseSection.dataset.state = response.status < 400 ? 'taken' : 'refused';
  responseText.replaceChildren(
    startLine(`HTTP/1.1 ${response.status} ${response.statusText}`.trimEnd()),
    ...headerLines(response),
    codeLine(),
    ...bodyLines(response.body),
  );
}

function headerLines({ headers }: SignupResponse): Node[] {
  return SHOWN_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [headerLine(capitalized(name), value)];
  });
}

function bodyLines(body: unknown): HTMLElement[] {
  return typeof body === 'string' ? [codeLine(body)] : jsonLines(prettyJson(body));
}

/** Header names are case-insensitive; this is how documentation writes them. */
function capitalized(name: string): string {
  return name
    .replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
    .replace('Ratelimit', 'RateLimit');
}

function startLine(text: string): HTMLElement {
  return codeLine(element('span', { class: 'start-line' }, text));
}

function headerLine(name: string, value: string): HTMLElement {
  return codeLine(element('span', { class: 'header-name' }, name), `: ${value}`);
}
