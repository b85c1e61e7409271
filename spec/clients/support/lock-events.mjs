import { messageFor } from './test-lock.mjs';

/** What Lock 11 and later tell by `signup error`, and show. */
export function toldError(answer) {
  const { status, body } = answer;
  return {
    code: body.code ?? body.error,
    description: body.description ?? body.error_description ?? body.error,
    name: body.name,
    policy: body.policy,
    statusCode: status,
    message: messageFor(answer),
  };
}

/** What they refuse by themselves, and show beside the field. */
export const NOT_SENT = {
  'weak password': { field: 'password', hint: 'Password is invalid' },
  'no username': { field: 'username', hint: "Username can't be blank" },
  'no password': { field: 'password', hint: "Password can't be blank" },
};
