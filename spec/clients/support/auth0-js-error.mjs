/** The error that auth0.js 8 and later create from a response; Lock 11 and later pass it on. */
export function auth0JsError({ status, body }) {
  return {
    code: body.code ?? body.error,
    description: body.description ?? body.error_description ?? body.error,
    name: body.name,
    policy: body.policy,
    statusCode: status,
  };
}
