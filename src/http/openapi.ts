import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

export interface OpenApiNeeds {
  /** The version of package.json. */
  readonly version: string;
  /** Paths of routes beside Nest, written by hand; each operation names its `x-roles`. */
  readonly handWritten?: OpenAPIObject['paths'];
}

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
  for (const operation of operationsOf(document)) complete(operation);
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
    .setOpenAPIVersion('3.0.3')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of ours.' }, 'token')
    .addApiKey({ type: 'apiKey', in: 'cookie', name: 'roundtrip', description: COOKIE }, 'session')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'webhook-signature', description: 'Standard Webhooks.' },
      'signature',
    );
  return builder.build();
}

/** `TokensController.create` is `tokensCreate`: what a generated client calls its methods. */
function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  return `${name[0]?.toLowerCase()}${name.slice(1)}${method[0]?.toUpperCase()}${method.slice(1)}`;
}

function complete(operation: Operation): void {
  // Routes with two prefixes: Nest tells the second by `[1]`, which is no name that a client could use.
  operation.operationId = operation.operationId?.replace('[0]', '').replace('[1]', 'V1');
  operation.responses = { ...operation.responses, default: anyError };
  const roles = operation['x-roles'];
  if (operation.security !== undefined || roles === undefined || roles.includes('anyone')) return;
  operation.security = [{ token: [] }, { session: [] }, ...(roles.includes('signature') ? [{ signature: [] }] : [])];
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
