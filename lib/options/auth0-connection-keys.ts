/**
 * The keys of a connection as Auth0's Management API documents them, without those that sign-up reads.
 *
 * Source: https://auth0.com/docs/api/management/v2/connections/get-connections-by-id
 */
export const AUTH0_CONNECTION_KEYS = [
  'authentication',
  'connected_accounts',
  'cross_app_access_requesting_app',
  'display_name',
  'id',
  'is_domain_connection',
  'metadata',
  'provisioning_ticket_url',
  'realms',
  'show_as_button',
] as const;
