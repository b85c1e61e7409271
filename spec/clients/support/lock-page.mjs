// What runs in Lock's page. Each function is handed to the browser as text and stands alone.

/** Evaluates the README's line, with options of the test's own added, and shows the screen. */
export function showLock([line, testOptions, { event }]) {
  const { Auth0Lock } = window;
  function WithTestOptions(id, domain, options) {
    return new Auth0Lock(id, domain, { ...options, ...testOptions });
  }
  const lock = new Function('Auth0Lock', `return ${line}`)(WithTestOptions);

  window.told = {};
  if (event) {
    lock.on('signup success', (user) => {
      window.told.user = user;
    });
    lock.on('signup error', ({ code, description, name, policy, statusCode }) => {
      window.told.error = { code, description, name, policy, statusCode };
    });
  }
  // The browser's own check of a field, of which Lock never hears.
  const noteField = ({ target }) => {
    window.refused = { field: target.name };
  };
  document.addEventListener('invalid', noteField, true);
  lock.show();
}

/**
 * What the person sees after the click and the application is told; nothing as long as that is not
 * complete. `event`: Lock has events for its application; `confirmation`: it shows one.
 */
export function readOutcome({ event, confirmation }) {
  const { user, error } = window.told;
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
  return window.refused && { error: window.refused };
}
