// Functions that run in Lock's page. Each is sent to the browser as text, so it cannot use the others.

/** Evaluates the README's code with additional options for the test, and shows the screen. */
export function showLock([line, testOptions, { event }]) {
  const { Auth0Lock } = window;
  function WithTestOptions(id, domain, options) {
    return new Auth0Lock(id, domain, { ...options, ...testOptions });
  }
  const lock = new Function('Auth0Lock', `return ${line}`)(WithTestOptions);

  window.events = {};
  if (event) {
    lock.on('signup success', (user) => {
      window.events.user = user;
    });
    lock.on('signup error', ({ code, description, name, policy, statusCode }) => {
      window.events.error = { code, description, name, policy, statusCode };
    });
  }
  // The browser's own validation of a field, which Lock does not notice.
  const noteField = ({ target }) => {
    window.invalidField = { field: target.name };
  };
  document.addEventListener('invalid', noteField, true);
  lock.show();
}

/**
 * What the screen shows after the click and the events of the application; `undefined` until both are
 * complete. `event`: Lock emits events; `confirmation`: it shows a confirmation.
 */
export function readOutcome({ event, confirmation }) {
  const { user, error } = window.events;
  const textOf = (selector) => document.querySelector(selector)?.textContent.trim();
  const texts = {
    message: textOf('.auth0-global-message-error'),
    confirmation: textOf('.auth0-lock-confirmation-content'),
  };
  const field = document.querySelector('.auth0-lock-error input')?.name;

  if (texts.message !== undefined && (error || !event)) {
    return { error: { ...error, message: texts.message } };
  }
  if ((user || !event) && (texts.confirmation !== undefined || !confirmation)) {
    return { result: { user, confirmation: texts.confirmation } };
  }
  if (field !== undefined) {
    return { error: { field, hint: textOf('.auth0-lock-error-msg') } };
  }
  return window.invalidField && { error: window.invalidField };
}
