import { digestHasher } from '../../support/digest-hasher';
import type { SignupAppOptions } from '../../support/use-signup-apps';
import { CLIENT, CONNECTION } from '../../support/use-signup-apps';

/** The tenant that is attacked: a connection of each kind. */
export const TENANT = {
  clients: [CLIENT, { client_id: 'OTHER', allowed_origins: ['https://app.example.com'] }],
  connections: [
    CONNECTION,
    { ...CONNECTION, name: 'Named', options: { requires_username: true } },
    { ...CONNECTION, name: 'Personal', options: { password_no_personal_info: { enable: true } } },
    { ...CONNECTION, name: 'Closed', options: { disable_signup: true } },
    { ...CONNECTION, name: 'Foreign', enabled_clients: ['OTHER'] },
    { ...CONNECTION, name: 'Nobody', enabled_clients: [] },
    { name: 'Social', strategy: 'google-oauth2', enabled_clients: ['CID'] },
  ],
  hasher: digestHasher(),
} satisfies SignupAppOptions;
