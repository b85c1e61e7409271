import type { Client, DatabaseConnection, SignupRouterOptions } from 'express-dbconnections';

/** The tenant that a run is sent to. Both the route and the model read it. */
export interface Tenant {
  readonly name: 'withUserExistsFlag' | 'withoutUserExistsFlag';
  readonly clients: readonly Client[];
  readonly connections: readonly DatabaseConnection[];
  readonly flags: NonNullable<SignupRouterOptions['flags']>;
  readonly default_directory?: string;
}

/** The user that exists on every open connection before a run starts. */
export const TAKEN = { email: 'taken@example.com', username: 'taken' };

/** Dictionary words with capital letters, to show that the comparison ignores case. */
export const OWN_WORDS = ['Acme-Rocket-7', 'Zażółć1!'];

function database(
  name: string,
  options: DatabaseConnection['options'],
  enabled_clients: readonly string[] = ['CID', 'pages'],
): DatabaseConnection {
  return { name, strategy: 'auth0', enabled_clients, ...(options !== undefined && { options }) };
}

/** One connection for each rule that a connection can have. */
export const OPEN_CONNECTIONS: readonly DatabaseConnection[] = [
  database('default', undefined),
  database('none', { passwordPolicy: null }),
  database('low', { passwordPolicy: 'low' }),
  database('fair', { passwordPolicy: 'fair' }),
  database('excellent', { passwordPolicy: 'excellent' }),
  database('twelve', {
    passwordPolicy: 'good',
    password_complexity_options: { min_length: 12 },
  }),
  database('usernames', { passwordPolicy: 'low', requires_username: true }),
  database('long-usernames', {
    passwordPolicy: 'none',
    requires_username: true,
    validation: { username: { min: 3, max: 128 } },
  }),
  database('dictionary', {
    passwordPolicy: 'none',
    password_dictionary: { enable: true, dictionary: OWN_WORDS },
  }),
  database('personal', {
    passwordPolicy: 'none',
    requires_username: true,
    password_no_personal_info: { enable: true },
  }),
  database('strict', {
    password_options: {
      complexity: {
        min_length: 6,
        character_types: ['special', 'number', 'uppercase', 'lowercase'],
        identical_characters: 'block',
        sequential_characters: 'block',
      },
    },
  }),
  database('three', {
    password_options: {
      complexity: {
        character_types: ['lowercase', 'uppercase', 'number', 'special'],
        character_type_rule: 'three_of_four',
      },
      dictionary: { active: true, custom: OWN_WORDS },
      profile_data: { active: true, blocked_fields: ['given_name', 'email', 'user_metadata.city'] },
    },
  }),
  database('numbers', {
    password_options: { complexity: { character_types: ['number'], max_length_exceeded: 'error' } },
  }),
  database('truncating', {
    passwordPolicy: 'good',
    password_options: { complexity: { max_length_exceeded: 'truncate' } },
  }),
  database('max-length-error', {
    passwordPolicy: 'fair',
    password_options: { complexity: { max_length_exceeded: 'error' } },
  }),
];

const CLOSED_CONNECTIONS: readonly DatabaseConnection[] = [
  database('closed', { disable_signup: true }),
  database('no-clients', {}, []),
  database('other-client', {}, ['other']),
  { name: 'google', strategy: 'google-oauth2', enabled_clients: ['CID'] },
];

export const CLOSED_NAMES = CLOSED_CONNECTIONS.map(({ name }) => name);

const connections = [...OPEN_CONNECTIONS, ...CLOSED_CONNECTIONS];
const PAGES: Client = {
  client_id: 'pages',
  allowed_origins: ['https://app.example.com', 'https://*.example.org'],
  callbacks: ['https://callback.example.com/back'],
};

/** Reveals that a user exists; some client allows every origin; requests must name client and connection. */
const withUserExistsFlag: Tenant = {
  name: 'withUserExistsFlag',
  clients: [{ client_id: 'CID' }, PAGES, { client_id: 'other' }],
  connections,
  flags: { enable_public_signup_user_exists_error: true },
};

/** Hides that a user exists; lists its origins; has a default client and connection. */
const withoutUserExistsFlag: Tenant = {
  name: 'withoutUserExistsFlag',
  clients: [
    { client_id: 'CID', allowed_origins: ['https://app.example.com'], global: true },
    PAGES,
    { client_id: 'other', allowed_origins: [] },
  ],
  connections,
  flags: {},
  default_directory: 'default',
};

export const TENANTS = { withUserExistsFlag, withoutUserExistsFlag };
