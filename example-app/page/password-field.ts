import { find } from './dom.js';
import { markRules } from './rules-view.js';

const input = find('password', HTMLInputElement);
const button = find('show-password', HTMLButtonElement);

/** Rules while typing, and a button to see what one types. */
export function startPassword(): void {
  input.addEventListener('input', () => markRules(input.value));
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    const word = button.querySelector('span');
    if (word !== null) word.textContent = show ? 'Hide' : 'Show';
  });
}
