import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { signupOpenApi } from 'express-dbconnections';

const PATH = '/dbconnections/signup';
// spec/openapi validates the document. Ajv would compile its meta-schemas for this, which is expensive
// in every spec file.
const ajv = new Ajv2020({ strict: false, allErrors: true, meta: false, validateSchema: false });
const document = signupOpenApi();
ajv.addSchema({ $id: 'openapi', ...document });

const statuses = new Set(Object.keys(document.paths[PATH]?.post.responses ?? {}));
const validators = new Map<string, ValidateFunction>();

/** The validator for a status, compiled when it is first needed. */
function validatorFor(status: string): ValidateFunction {
  let validate = validators.get(status);
  if (validate === undefined) {
    if (!statuses.has(status)) {
      throw new Error(`signupOpenApi() has no response with status ${status}`);
    }
    const path = `/paths/${PATH.replaceAll('/', '~1')}/post/responses/${status}`;
    validate = ajv.compile({ $ref: `openapi#${path}/content/application~1json/schema` });
    validators.set(status, validate);
  }
  return validate;
}

/** Expects a response of the route to be one that `signupOpenApi()` describes. */
export function expectDocumented(response: {
  readonly status: number;
  readonly body: unknown;
}): void {
  const validate = validatorFor(String(response.status));
  validate(response.body);
  expect({ body: response.body, errors: validate.errors }).toEqual({
    body: response.body,
    errors: null,
  });
}
