import { find } from './dom.js';

const outcome = find('outcome', HTMLParagraphElement);

/** The line beside the button: which client signs up, then the result. Its space is reserved. */
export function showOutcome(...content: (Node | string)[]): void {
  outcome.replaceChildren(...content);
}

/** Allows one sign-up at a time. The button keeps the focus meanwhile, so it is never disabled. */
export function onSubmit(form: HTMLFormElement, signUp: () => Promise<void>): void {
  const button = find('send', HTMLButtonElement);
  let isBusy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    await signUp();
    button.removeAttribute('aria-disabled');
    isBusy = false;
  });
}
