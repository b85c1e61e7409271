export const CLIENT_ID = 'my-app';
export const CONNECTION = 'Users';

let count = 0;

/** The bytes of a sign-up with an unused address. */
export function freshSignup() {
  count += 1;
  return signup({ email: `user-${process.pid}-${count}@example.com` });
}

/** The bytes of a sign-up with the given fields. */
export function signup(fields) {
  return post('/dbconnections/signup', {
    client_id: CLIENT_ID,
    connection: CONNECTION,
    password: 'Correct-Horse-7',
    ...fields,
  });
}

/** The bytes of a sign-up that is rejected before the hash. */
export const weakSignup = () => signup({ email: 'weak@example.com', password: 'weak' });

/** The bytes of a request to another route. */
export const ping = () => Buffer.from('GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n');

function post(path, body) {
  const text = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}
