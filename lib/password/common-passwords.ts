import list = require('./common-passwords.json');

let passwords: ReadonlySet<string> | undefined;

/** The 10,000 most common passwords, in lower case; loaded for the first connection that needs them. */
export function commonPasswords(): ReadonlySet<string> {
  passwords ??= new Set(list.passwords.split(' '));
  return passwords;
}
