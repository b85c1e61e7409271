import { find } from './dom.js';

const button = find('send', HTMLButtonElement);

/** One sign-up at a time. The button keeps the focus meanwhile, so it is never disabled outright. */
export function onSubmit(form: HTMLFormElement, signUp: () => Promise<void>): void {
  let busy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    await signUp();
    button.removeAttribute('aria-disabled');
    busy = false;
  });
}
