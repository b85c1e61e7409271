import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { signupOpenApi } from 'express-dbconnections';

const PATH = '/dbconnections/signup';
const document = signupOpenApi();
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'openapi', ...document });

const validators = new Map<string, ValidateFunction>(
  Object.keys(document.paths[PATH]?.post.responses ?? {}).map((status) => {
    const path = `/paths/${PATH.replaceAll('/', '~1')}/post/responses/${status}`;
    return [status, ajv.compile({ $ref: `openapi#${path}/content/application~1json/schema` })];
  }),
);

/** Expects a response of the route to be one that `signupOpenApi()` describes. */
export function expectDocumented(response: {
  readonly status: number;
  readonly body: unknown;
}): void {
  const validate = validators.get(String(response.status));
  if (validate === undefined) {
    throw new Error(`signupOpenApi() has no response with status ${response.status}`);
  }
  validate(response.body);
  expect({ body: response.body, errors: validate.errors }).toEqual({
    body: response.body,
    errors: null,
  });
}
