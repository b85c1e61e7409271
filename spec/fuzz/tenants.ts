import type { Client, DatabaseConnection, SignupRouterOptions } from 'express-dbconnections';

/** What the requests of a run are sent to. Both the route and the model read it. */
export interface Tenant {
  readonly name: 'outspoken' | 'discreet';
  readonly clients: readonly Client[];
  readonly connections: readonly DatabaseConnection[];
  readonly flags: NonNullable<SignupRouterOptions['flags']>;
  readonly default_directory?: string;
}

/** Who is stored before a run begins, on each connection that takes sign-ups. */
export const TAKEN = { email: 'taken@example.com', username: 'taken' };

/** Stands in {@link CONNECTIONS} with its capital letters; a password is compared without them. */
export const OWN_WORDS = ['Acme-Rocket-7', 'Zażółć1!'];

function database(
  name: string,
  options: DatabaseConnection['options'],
  enabled_clients: readonly string[] = ['CID', 'pages'],
): DatabaseConnection {
  return { name, strategy: 'auth0', enabled_clients, ...(options !== undefined && { options }) };
}

/** One for each rule that a connection can have. */
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
  database('telling', {
    passwordPolicy: 'fair',
    password_options: { complexity: { max_length_exceeded: 'error' } },
  }),
];

const CLOSED_CONNECTIONS: readonly DatabaseConnection[] = [
  database('closed', { disable_signup: true }),
  database('nobodys', {}, []),
  database('strangers', {}, ['stranger']),
  { name: 'google', strategy: 'google-oauth2', enabled_clients: ['CID'] },
];

export const CLOSED_NAMES = CLOSED_CONNECTIONS.map(({ name }) => name);

const connections = [...OPEN_CONNECTIONS, ...CLOSED_CONNECTIONS];
const PAGES: Client = {
  client_id: 'pages',
  allowed_origins: ['https://app.example.com', 'https://*.example.org'],
  callbacks: ['https://callback.example.com/back'],
};

/** Tells what is taken; every origin is some client's; each request has to name everything. */
const outspoken: Tenant = {
  name: 'outspoken',
  clients: [{ client_id: 'CID' }, PAGES, { client_id: 'stranger' }],
  connections,
  flags: { enable_public_signup_user_exists_error: true },
};

/** Hides what is taken; knows its pages; supplies what a request leaves out. */
const discreet: Tenant = {
  name: 'discreet',
  clients: [
    { client_id: 'CID', allowed_origins: ['https://app.example.com'], global: true },
    PAGES,
    { client_id: 'stranger', allowed_origins: [] },
  ],
  connections,
  flags: {},
  default_directory: 'default',
};

export const TENANTS = { outspoken, discreet };
