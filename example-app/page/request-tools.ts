import { find } from './dom.js';
import { CONTENT_TYPES, type SentRequest, SIGNUP_PATH } from './signup-request.js';
import { showRequest } from './wire-view.js';

const reveal = find('reveal', HTMLButtonElement);
const copy = find('copy', HTMLButtonElement);
const copied = find('copied', HTMLParagraphElement);

let last: SentRequest | undefined;

/** Shows a request, which the two buttons then apply to. */
export function showLastRequest(request: SentRequest): void {
  last = request;
  copy.disabled = false;
  copied.textContent = '';
  showRequest(request, isRevealed());
}

/** Starts the two buttons above the request. */
export function startRequestTools(): void {
  reveal.addEventListener('click', () => {
    reveal.setAttribute('aria-pressed', String(!isRevealed()));
    if (last !== undefined) {
      showRequest(last, isRevealed());
    }
  });
  copy.addEventListener('click', async () => {
    if (last !== undefined) {
      copied.textContent = await copyText(curlLine(last, location.origin));
    }
  });
}

function isRevealed(): boolean {
  return reveal.getAttribute('aria-pressed') === 'true';
}

/** If the browser denies access to the clipboard, the line is shown, to be copied by hand. */
async function copyText(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied, with the password';
  } catch {
    return text;
  }
}

/** A line for any POSIX shell that sends the same bytes, the password included. */
function curlLine({ encoding, body }: SentRequest, origin: string): string {
  const header = quoted(`Content-Type: ${CONTENT_TYPES[encoding]}`);
  return `curl -i ${quoted(origin + SIGNUP_PATH)} -H ${header} --data-raw ${quoted(body)}`;
}

/** A shell changes nothing inside single quotes; a single quote itself has to be outside of them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
