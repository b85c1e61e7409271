// The cases that every client is tested with, and the server's response to each.

// With a space and a plus, which forms encode in their own way.
const PASSWORD = 'Correct Horse+7';

const PROFILE = {
  given_name: 'John',
  family_name: 'Doe',
  name: 'John Doe',
  nickname: 'johnny',
  picture: 'http://example.org/jdoe.png',
  user_metadata: { plan: 'silver', team_id: 'a111' },
};

const POLICY = [
  '* At least 8 characters in length',
  '* Contain at least 3 of the following 4 types of characters:',
  ' * lower case letters (a-z)',
  ' * upper case letters (A-Z)',
  ' * numbers (i.e. 0-9)',
  ' * special characters (e.g. !@#$%^&*)',
];

/**
 * - `fields(who)`: the sign-up; `who` is a word that is unique in the run
 * - `response`: status and body of the error; without it the sign-up succeeds
 * - `situation`: the server, see support/situations.mjs; default `open`
 * - `scheme`: default `https`
 * - `taken`: the same user exists already
 */
export const CASES = [
  {
    name: 'success',
    fields: signup(),
  },
  {
    name: 'over http',
    scheme: 'http',
    fields: signup(),
  },
  {
    name: 'full profile',
    fields: (who) => ({
      ...signup()(who),
      connection: 'Usernames',
      username: `john.${who}`,
      ...PROFILE,
    }),
  },
  {
    name: 'address taken',
    taken: true,
    fields: signup(),
    response: badRequest('user_exists', 'The user already exists.'),
  },
  {
    name: 'taken, hidden',
    situation: 'hiding',
    taken: true,
    fields: signup(),
    response: badRequest('invalid_signup', 'Invalid sign up'),
  },
  {
    name: 'weak password',
    fields: signup({ password: 'hello' }),
    response: tooWeak({ long: false, lower: true, upper: false, digits: false, special: false }),
  },
  {
    name: 'over 72 bytes',
    fields: signup({ password: `${PASSWORD} `.repeat(5) }),
    response: tooWeak({ tooLong: true }),
  },
  {
    name: 'personal data',
    fields: (who) => ({ ...signup()(who), connection: 'Personal', password: `Mine-7-${who}` }),
    response: {
      status: 400,
      body: {
        name: 'PasswordNoUserInfoError',
        message: 'Password contains user information',
        code: 'invalid_password',
        description: 'Password is based on user information',
        statusCode: 400,
      },
    },
  },
  {
    name: 'invalid e-mail',
    fields: (who) => ({ ...signup()(who), email: `${who}@@example.com` }),
    response: sentence('invalid email address'),
  },
  {
    name: 'no connection',
    fields: signup({ connection: 'Removed' }),
    response: sentence('connection not found'),
  },
  {
    name: 'no username',
    fields: signup({ connection: 'Usernames' }),
    response: sentence('missing username for Usernames connection with requires_username enabled'),
  },
  {
    name: 'no password',
    fields: (who) => {
      const { password: _, ...rest } = signup()(who);
      return rest;
    },
    response: sentence('password is required'),
  },
  {
    name: 'rate limited',
    situation: 'limited',
    fields: signup(),
    response: {
      status: 429,
      body: {
        name: 'AnomalyDetected',
        message: 'Too many signups from the same IP',
        code: 'too_many_requests',
        description: 'Too many signups from the same IP',
        statusCode: 429,
      },
    },
  },
  {
    name: '503',
    situation: 'down',
    fields: signup(),
    response: {
      status: 503,
      body: {
        error: 'temporarily_unavailable',
        error_description: 'The service is temporarily unavailable. Try again later.',
      },
    },
  },
];

function signup(fields = {}) {
  return (who) => ({
    connection: 'Users',
    email: `${who}@example.com`,
    password: PASSWORD,
    ...fields,
  });
}

function badRequest(code, description) {
  return { status: 400, body: { name: 'BadRequestError', code, description, statusCode: 400 } };
}

function sentence(error) {
  return { status: 400, body: { error } };
}

/** The recorded body; it has the rule about 72 bytes only when the password breaks it. */
function tooWeak({
  long = true,
  lower = true,
  upper = true,
  digits = true,
  special = true,
  tooLong = false,
}) {
  const items = [
    { message: 'lower case letters (a-z)', code: 'lowerCase', verified: lower },
    { message: 'upper case letters (A-Z)', code: 'upperCase', verified: upper },
    { message: 'numbers (i.e. 0-9)', code: 'numbers', verified: digits },
    {
      message: 'special characters (e.g. !@#$%^&*)',
      code: 'specialCharacters',
      verified: special,
    },
  ];
  const rules = [
    {
      message: 'At least %d characters in length',
      format: [8],
      code: 'lengthAtLeast',
      verified: long,
    },
    {
      message: 'Contain at least %d of the following %d types of characters:',
      code: 'containsAtLeast',
      format: [3, 4],
      items,
      verified: items.filter(({ verified }) => verified).length >= 3,
    },
  ];
  const policy = [...POLICY];
  const isOnlyTooLong = tooLong && rules.every(({ verified }) => verified);
  if (tooLong) {
    rules.push({
      message: 'Maximum password length exceeded',
      code: 'maxLength',
      format: [72],
      verified: false,
    });
    policy.push('* Maximum password length exceeded 72');
  }
  return {
    status: 400,
    body: {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: isOnlyTooLong
        ? 'Maximum password length exceeded 72'
        : { rules, verified: false },
      policy: policy.join('\n'),
      statusCode: 400,
    },
  };
}
