/** The answer of `GET /tenant`. */
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

/** Comes from this page's own server, so its shape is taken as it is. */
export async function fetchTenant(): Promise<Tenant> {
  const answer = await fetch('/tenant');
  if (!answer.ok) throw new Error(`GET /tenant: ${answer.status}`);
  return (await answer.json()) as Tenant;
}
