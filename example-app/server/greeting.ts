import type { Servers } from './servers';
import type { PageTenant } from './tenant';

type Addresses = Pick<Servers, 'address' | 'secureAddress' | 'certificateFile'>;

/** What a person needs to begin, printed once the app listens. */
export function greeting(addresses: Addresses, database: string, tenant: PageTenant): string {
  const { address, secureAddress, certificateFile = 'in memory only' } = addresses;
  return `
  The page       ${address}/
  Over https     ${secureAddress}/
  Certificate    self-signed, ${certificateFile}
  Client ID      ${tenant.client_id}
  Connections    ${connectionLines(tenant).join(`\n${' '.repeat(17)}`)}
  Users          ${database}

  Or from a terminal:

${curlLine(address, tenant)}

  Ctrl-C stops it.
`;
}

function connectionLines({ connections }: PageTenant): string[] {
  const width = Math.max(...connections.map(({ name }) => name.length));
  return connections.map(({ name, passwordPolicy, requires_username }) => {
    const username = requires_username ? ', with a username' : '';
    return `${name.padEnd(width)}  ${passwordPolicy}${username}`;
  });
}

/** The shell inserts a random part, so that the same line signs up a new user each time. */
function curlLine(address: string, { client_id, connections }: PageTenant): string {
  const body = JSON.stringify({
    client_id,
    connection: connections.find(({ requires_username }) => !requires_username)?.name,
    email: 'EMAIL',
    password: 'Correct-Horse-7',
  }).replace('EMAIL', `jane.'$(mktemp -u XXXXXX)'@example.com`);
  return `curl -i ${address}/dbconnections/signup -H 'Content-Type: application/json' -d '${body}'`;
}
