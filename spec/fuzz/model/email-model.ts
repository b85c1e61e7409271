const MAX_LENGTH = 254;
const MAX_LOCAL_PART_LENGTH = 64;

const ATOM = "[a-z0-9!#$%&'*+/=?^_{|}~-]+";
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const LOCAL_PART = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'i');
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$`, 'i');

/** Whether the route accepts `text` as an e-mail: ASCII, unquoted, at a domain with a dot. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, at);
  return (
    at > 0 &&
    text.length <= MAX_LENGTH &&
    localPart.length <= MAX_LOCAL_PART_LENGTH &&
    LOCAL_PART.test(localPart) &&
    DOMAIN.test(text.slice(at + 1))
  );
}

/** Whether `text` looks like an e-mail address: before the `@`, letters of any script count. */
export function looksLikeAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, at).replace(/[`\u00a1-\ud7ff]/g, 'x');
  return (
    Buffer.byteLength(text.slice(0, at)) <= MAX_LOCAL_PART_LENGTH &&
    isAddress(localPart + text.slice(at))
  );
}

export function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}
