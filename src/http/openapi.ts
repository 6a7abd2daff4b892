import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { addExamples } from './openapi-examples.js';
import { REFUSALS, TAGS, whoMayUse } from './openapi-words.js';

export interface OpenApiNeeds {
  /** The version of package.json. */
  readonly version: string;
  /** Paths of routes beside Nest, written by hand; each operation names its `x-roles`. */
  readonly handWritten?: OpenAPIObject['paths'];
}

/** Swagger's own types know no names of codes. */
type Responses = Record<string, object>;
type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & { 'x-roles'?: readonly string[] };

const COOKIE = 'By POST /v1/session; named `__Host-roundtrip` where PUBLIC_URL is https. Writes need X-CSRF-Token.';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The OpenAPI document of every route: its bodies and answers by the controllers' classes, who may use it as `x-roles` and
 * `security`, and the one shape of errors.
 */
export function buildOpenApi(app: INestApplication, { version, handWritten = {} }: OpenApiNeeds): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, baseOf(version), { operationIdFactory: operationId });
  document.paths = { ...document.paths, ...handWritten };
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Error: errorSchema } };
  for (const [path, item] of Object.entries(document.paths))
    for (const method of methods)
      if (item[method]) {
        complete(item[method], path);
        letBodiesBeLeftOut(document, item[method]);
      }
  allowNull(document);
  addExamples(document);
  return document;
}

/** Every operation of a document. */
export function operationsOf(document: OpenAPIObject): Operation[] {
  const items: PathItem[] = Object.values(document.paths);
  return items.flatMap((item) => methods.flatMap((method) => item[method] ?? []));
}

function baseOf(version: string) {
  const builder = new DocumentBuilder()
    .setTitle('Roundtrip')
    .setDescription('Forwards orders of a marketplace to the servers of its sellers, and brings their results back.')
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server.')
    .setOpenAPIVersion('3.0.3')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of ours.' }, 'token')
    .addApiKey({ type: 'apiKey', in: 'cookie', name: 'roundtrip', description: COOKIE }, 'session')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'webhook-signature', description: 'Standard Webhooks.' },
      'signature',
    );
  for (const { name, description } of TAGS) builder.addTag(name, description);
  return builder.build();
}

/** `TokensController.create` is `tokensCreate`: what a generated client calls its methods. */
function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  return `${name[0]?.toLowerCase()}${name.slice(1)}${method[0]?.toUpperCase()}${method.slice(1)}`;
}

/** What follows from who may use it and with what: nobody writes it down beside each route. */
function complete(operation: Operation, path: string): void {
  // Routes with two prefixes: Nest tells the second by `[1]`, which is no name that a client could use.
  operation.operationId = operation.operationId?.replace('[0]', '').replace('[1]', 'V1');
  const roles = operation['x-roles'] ?? [];
  operation.description = [operation.description, whoMayUse(roles)].filter(Boolean).join(' ');
  operation.security ??= securityOf(roles);
  operation.responses = { ...refusalsOf(operation, path), ...operation.responses, default: anyError };
}

/** What OpenAPI 3.0 calls null where a whole schema may be it. */
const NULL = { type: 'object', nullable: true, enum: [null] };

/** `nullable` alone allows null neither beside `enum` nor beside `allOf` (OpenAPI 3.0.3, “nullable”): it is said so that it does. */
function allowNull(part: unknown): void {
  if (part === null || typeof part !== 'object') return;
  const schema = part as { nullable?: unknown; type?: unknown; enum?: unknown[]; allOf?: unknown[]; anyOf?: unknown[] };
  if (schema.nullable === true && Array.isArray(schema.enum) && !schema.enum.includes(null))
    schema.enum = [...schema.enum, null];
  if (schema.nullable === true && Array.isArray(schema.allOf)) {
    schema.anyOf = [...schema.allOf, NULL];
    for (const word of ['allOf', 'nullable', 'type'] as const) delete schema[word];
  }
  for (const inner of Object.values(part)) allowNull(inner);
}

/** A body of which nothing must be given need not be sent. */
function letBodiesBeLeftOut({ components }: OpenAPIObject, { requestBody }: Operation): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  const schema = requestBody.content['application/json']?.schema;
  const name = schema && '$ref' in schema ? schema.$ref.split('/').at(-1)! : null;
  const found = name === null ? undefined : components?.schemas?.[name];
  if (found && !('$ref' in found) && (found.required ?? []).length === 0) requestBody.required = false;
}

function securityOf(roles: readonly string[]): Record<string, string[]>[] {
  if (roles.includes('anyone')) return [];
  return [{ token: [] }, { session: [] }, ...(roles.includes('signature') ? [{ signature: [] }] : [])];
}

function refusalsOf({ parameters = [], requestBody, ...operation }: Operation, path: string): Responses {
  const isProven = !(operation['x-roles'] ?? []).includes('anyone');
  const holds: readonly (readonly [keyof typeof REFUSALS, boolean])[] = [
    [400, requestBody !== undefined || parameters.length > 0],
    [401, isProven],
    [403, isProven],
    [404, path.includes('{')],
    [429, true],
  ];
  return Object.fromEntries(
    holds.flatMap(([status, does]) => (does ? [[status, { ...anyError, description: REFUSALS[status] }]] : [])),
  );
}

const anyError = {
  description: 'Any error, in the one shape.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

const text = { type: 'string' };
const errorSchema = {
  type: 'object',
  required: ['error', 'request_id'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      properties: {
        code: { ...text, description: 'For programs; snake_case.' },
        message: { ...text, description: 'For people: says what to do.' },
        details: {
          type: 'array',
          items: { type: 'object', required: ['field', 'message'], properties: { field: text, message: text } },
        },
      },
    },
    request_id: { ...text, description: 'As in the header `X-Request-Id`.' },
  },
};
