import { failingRules } from './failing-rules.js';
import { isRecord } from './json.js';
import type { Problem } from './problem.js';
import { sentenceProblem } from './sentence-problem.js';
import type { SignupResponse } from './signup-request.js';

type Body = Readonly<Record<string, unknown>>;

/** Without the tenant's flag the server does not say which of the two it was. */
const CONCEALED = 'The e-mail or the username may be taken. This tenant does not say.';

const TITLES_BY_ERROR: Readonly<Record<string, string>> = {
  access_denied: 'This origin is not allowed',
  invalid_body: 'The body cannot be read',
  method_not_allowed: 'The method is not allowed',
  payload_too_large: 'The request is too large',
  server_error: 'Something went wrong on the server',
  temporarily_unavailable: 'Sign-up is not available at the moment',
  too_many_requests: 'Too many requests',
  unsupported_media_type: 'The server does not read this media type',
};

/** Auth0's error bodies have three shapes, which differ in their properties. */
export function readProblem({ status, headers, body }: SignupResponse): Problem {
  if (!isRecord(body)) {
    return { title: `The server responded with ${status}, not in JSON`, details: [] };
  }
  const wait = waitSentence(headers.get('retry-after'));
  if (typeof body.code === 'string') {
    return withDetail(userProblem(body.code, body), wait);
  }
  if (typeof body.error_description === 'string') {
    return withDetail(requestProblem(body), wait);
  }
  return sentenceProblem(String(body.error));
}

/** `{ name, code, description, statusCode }`: about the user, the password, the policy. */
function userProblem(code: string, body: Body): Problem {
  const details = typeof body.description === 'string' ? [body.description] : [];
  switch (code) {
    case 'user_exists':
      return { title: 'This e-mail is taken', code, field: 'email', details };
    case 'username_exists':
      return { title: 'This username is taken', code, field: 'username', details };
    case 'invalid_username':
      return withNote({ title: 'The username is refused', code, field: 'username', details });
    case 'invalid_password':
      return passwordProblem(body, details);
    case 'invalid_signup':
      return { title: 'The sign-up is refused', code, field: 'email', note: CONCEALED, details };
    case 'too_many_requests':
      return { title: 'Too many sign-ups', code, details };
    default:
      return { title: 'The sign-up is refused', code, details };
  }
}

/** One code for three reasons, which differ in `name`. */
function passwordProblem({ name, description }: Body, details: string[]): Problem {
  const about = { code: String(name), field: 'password' } as const;
  switch (name) {
    case 'PasswordStrengthError':
      return withNote({
        ...about,
        title: 'Password is too weak',
        details: typeof description === 'string' ? details : failingRules(description),
      });
    case 'PasswordDictionaryError':
      return { ...about, title: 'Password is too common', details };
    case 'PasswordNoUserInfoError':
      return { ...about, title: 'Password contains personal data', details };
    default:
      return { ...about, title: 'Password is refused', details };
  }
}

/** `{ error, error_description }`: the request was refused before its fields were read. */
function requestProblem({ error, error_description }: Body): Problem {
  const code = String(error);
  const title = TITLES_BY_ERROR[code] ?? 'The request is refused';
  return { title, code, details: [String(error_description)] };
}

/** Repeats the details beside the field, where the title alone does not help. */
function withNote(problem: Problem): Problem {
  return { ...problem, note: `${problem.title}: ${problem.details.join('; ')}` };
}

function waitSentence(retryAfter: string | null): string | undefined {
  return retryAfter === null ? undefined : `Try again in ${retryAfter} s`;
}

function withDetail(problem: Problem, detail: string | undefined): Problem {
  return detail === undefined ? problem : { ...problem, details: [...problem.details, detail] };
}
