import type { Connection } from './tenant.js';

/** What sets a connection apart, in a line. */
export function connectionHint(connection: Connection): string {
  const extras = [
    connection.requires_username && 'asks for a username',
    connection.password_dictionary && 'refuses common passwords',
    connection.password_no_personal_info && 'refuses personal data in them',
  ];
  const policy = `Password policy: ${connection.passwordPolicy}`;
  return [policy, ...extras.filter((extra) => extra !== false)].join(', ');
}
