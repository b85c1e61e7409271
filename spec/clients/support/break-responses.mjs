/**
 * Responses that some clients cannot handle. Each must make this suite fail: run it with
 * `CLIENTS_BREAK=<name>` to check that.
 */
const BREAKAGES = {
  'error beside code': (res, body) =>
    json(res, 'code' in body ? { ...body, error: 'Bad Request' } : body),

  'errors without CORS': (res, body) => {
    if (res.statusCode >= 400) {
      for (const name of res.getHeaderNames().filter((one) => one.startsWith('access-control-'))) {
        res.removeHeader(name);
      }
    }
    return json(res, body);
  },

  'empty 201': (res, body) => (res.statusCode === 200 ? res.status(201).end() : json(res, body)),

  'JSON as text': (res, body) => res.type('text/plain').send(JSON.stringify(body)),
};

/** A middleware that breaks every JSON response after it; without a name it does nothing. */
export function breakResponses(name) {
  if (name === undefined) {
    return (_req, _res, next) => next();
  }
  const breakResponse = BREAKAGES[name];
  if (breakResponse === undefined) {
    throw new TypeError(`CLIENTS_BREAK: write one of ${Object.keys(BREAKAGES).join(', ')}`);
  }
  return (_req, res, next) => {
    res.json = (body) => breakResponse(res, body);
    next();
  };
}

function json(res, body) {
  return res.type('json').send(JSON.stringify(body));
}
