import type { OpenAPIObject } from '@nestjs/swagger';
import { uploadPaths } from './upload-paths.js';

const text = { type: 'string' };
const file = {
  type: 'object',
  properties: {
    ...{ filename: text, mime_type: text, file_base64: text },
    object_key: { ...text, description: 'As prepare answered it, once the file has been uploaded.' },
    result_url: { ...text, format: 'uri' },
  },
};
const error = {
  oneOf: [text, { type: 'object', properties: { code: text, message: text } }],
  description: 'Where ok is false.',
};

const body = {
  type: 'object',
  required: ['ok', 'order_id'],
  additionalProperties: true,
  properties: {
    ok: { type: 'boolean', description: 'true with a result or with status processing; false with an error.' },
    order_id: { ...text, format: 'uuid' },
    status: { ...text, enum: ['processing', 'completed', 'failed'] },
    progress: { type: 'number', minimum: 0, maximum: 100 },
    message: text,
    output_type: { ...text, enum: ['text', 'json', 'csv', 'html', 'url', 'file'] },
    result_text: text,
    result_url: { ...text, format: 'uri' },
    file_base64: text,
    object_key: file.properties.object_key,
    filename: text,
    mime_type: text,
    files: { type: 'array', maxItems: 50, items: file },
    error,
  },
};

/** Where the URL names the order, the words may be those of any system that is read (docs/dialects.md). */
const { required: _required, ...loose } = body;
const anyBody = { ...loose, description: 'The same, or the words of another system.' };

const answer = {
  type: 'object',
  required: ['ok'],
  properties: { ok: { type: 'boolean' }, duplicate: { type: 'boolean' }, late: { type: 'boolean' } },
};

const run = {
  ...{ name: 'run', in: 'query', required: false, schema: { type: 'integer', minimum: 1 } },
  description: 'As it stands in the callback_url: the run that the answer belongs to.',
};
const secret = {
  ...{ name: 'x-callback-secret', in: 'header', required: true, schema: text },
  description: "The tool's callback secret.",
};
const token = {
  ...{ name: 'token', in: 'path', required: true, schema: text },
  description: 'As it stands in the callback_url of a tool with callback_auth url_token.',
};

const brought = {
  ...{ ok: true, order_id: '0197c1d0-0000-7000-8000-000000000001' },
  ...{ output_type: 'text', result_text: 'A short story.', completed_at: '2026-11-22T12:00:00.000Z' },
};

function operation(
  operationId: string,
  summary: string,
  proof: object,
  { words, schema }: { words: object; schema: object },
) {
  return {
    post: {
      ...{ operationId, summary, tags: ['For sellers'], security: [], ...words },
      parameters: [proof, run],
      requestBody: { required: true, content: { 'application/json': { schema, example: brought } } },
      responses: {
        200: {
          description: 'Taken, or nothing to take.',
          content: { 'application/json': { schema: answer, example: { ok: true } } },
        },
      },
    },
  };
}

/** The OpenAPI paths of `seller-bodies.ts` and `upload-bodies.ts`, which Nest does not know. */
export const sellerBodyPaths = {
  '/api/orders/callback': operation(
    'callback',
    'A seller brings the result of an order, a failure, or news of it. At most 4718592 bytes.',
    secret,
    { words: { 'x-roles': ['callback_secret'] }, schema: body },
  ),
  '/api/orders/callback/{token}': operation(
    'callbackByToken',
    'The same for platforms that cannot send headers: the URL names the order.',
    token,
    { words: { 'x-roles': ['callback_token'] }, schema: anyBody },
  ),
  ...uploadPaths(secret),
} as OpenAPIObject['paths'];
