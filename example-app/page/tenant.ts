/** The body of `GET /tenant`. */
export interface Tenant {
  readonly client_id: string;
  readonly connections: readonly Connection[];
}

/** What the page shows of a connection. */
export interface Connection {
  readonly name: string;
  readonly passwordPolicy: string;
  readonly requires_username: boolean;
  readonly password_dictionary: boolean;
  readonly password_no_personal_info: boolean;
}

/** Does not check the shape: the response is from this page's own server. */
export async function fetchTenant(): Promise<Tenant> {
  const response = await fetch('/tenant');
  if (!response.ok) {
    throw new Error(`GET /tenant: ${response.status}`);
  }
  return (await response.json()) as Tenant;
}
