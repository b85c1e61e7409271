import { curlLine } from './curl.js';
import { find } from './dom.js';
import type { SentRequest } from './send.js';
import { showRequest } from './wire-view.js';

const reveal = find('reveal', HTMLButtonElement);
const copy = find('copy', HTMLButtonElement);
const copied = find('copied', HTMLParagraphElement);

let last: SentRequest | undefined;

/** Shows a request with these tools working on it. */
export function showLastRequest(request: SentRequest): void {
  last = request;
  copy.disabled = false;
  copied.textContent = '';
  showRequest(request, isRevealed());
}

/** Wires the two buttons above the request. */
export function startRequestTools(): void {
  reveal.addEventListener('click', () => {
    reveal.setAttribute('aria-pressed', String(!isRevealed()));
    if (last !== undefined) showRequest(last, isRevealed());
  });
  copy.addEventListener('click', async () => {
    if (last !== undefined) copied.textContent = await copyText(curlLine(last, location.origin));
  });
}

function isRevealed(): boolean {
  return reveal.getAttribute('aria-pressed') === 'true';
}

/** A browser may refuse the clipboard; then the line itself is shown to be copied by hand. */
async function copyText(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied, with the password';
  } catch {
    return text;
  }
}
