import { wholeNumber } from './schemas';

/** The longest time that Node's timers have; a longer one would fire at once. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** What a request may take, if the host does not say otherwise. */
export const DEFAULT_TIMEOUT_MS = 8000;

/** The option `timeout`, in ms. */
export const timeoutSchema = wholeNumber(1, MAX_TIMEOUT_MS);
