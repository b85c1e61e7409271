// The part of OpenAPI 3.1 that the document uses. The arrays are mutable, so that the document can be
// assigned to the types of OpenAPI tools.

interface SchemaKeywords {
  description?: string;
  const?: string | number | boolean;
  enum?: string[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  required?: string[];
  properties?: Record<string, OpenApiSchema>;
  propertyNames?: OpenApiSchema;
  maxProperties?: number;
  additionalProperties?: boolean | OpenApiSchema;
  oneOf?: OpenApiSchema[];
}

type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'object';

interface ArraySchema extends SchemaKeywords {
  type: 'array';
  items: OpenApiSchema;
}

interface PlainSchema extends SchemaKeywords {
  type?: SchemaType;
}

interface UnionSchema extends SchemaKeywords {
  type: (SchemaType | 'null')[];
}

/** A reference to a schema of `components`. */
export interface OpenApiReference {
  $ref: string;
}

/** A JSON Schema, draft 2020-12. */
export type OpenApiSchema = ArraySchema | PlainSchema | UnionSchema | OpenApiReference;

/** A header of a response; all of them are numbers. */
export interface OpenApiHeader {
  description: string;
  schema: { type: 'integer' };
}

/** A response of the route. */
export interface OpenApiResponse {
  description: string;
  headers?: Record<string, OpenApiHeader>;
  content: {
    'application/json': { schema: OpenApiReference | { oneOf: OpenApiReference[] } };
  };
}

/** The route's only operation. */
export interface OpenApiOperation {
  operationId: string;
  summary: string;
  requestBody: {
    required: boolean;
    content: {
      'application/json': { schema: OpenApiReference };
      'application/x-www-form-urlencoded': {
        schema: OpenApiReference;
        encoding: Record<string, { style: string; explode: boolean }>;
      };
    };
  };
  responses: Record<string, OpenApiResponse>;
}

/** What `signupOpenApi()` returns; assignable to the usual types of an OpenAPI 3.1 document. */
export interface SignupOpenApiDocument {
  openapi: string;
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  paths: Record<string, { post: OpenApiOperation }>;
  components: { schemas: Record<string, Exclude<OpenApiSchema, OpenApiReference>> };
}
