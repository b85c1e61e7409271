/** A start that cannot succeed, in words for the person at the terminal: shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
