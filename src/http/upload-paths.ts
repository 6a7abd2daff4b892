import { MAX_UPLOAD_BYTES } from '../domain/prepare-body.js';

const text = { type: 'string' };
const size = { type: 'integer', minimum: 1, maximum: MAX_UPLOAD_BYTES, description: 'Bytes.' };

const wanted = {
  filename: text,
  mime_type: { ...text, example: 'image/png' },
  file_size: size,
};
const wantedNames = Object.keys(wanted);

const prepareBody = {
  type: 'object',
  required: ['order_id'],
  additionalProperties: true,
  description: 'One file, or files.',
  properties: {
    order_id: { ...text, format: 'uuid' },
    ...wanted,
    files: {
      ...{ type: 'array', nullable: true, minItems: 1, maxItems: 20 },
      items: { type: 'object', required: wantedNames, properties: wanted },
    },
  },
};

const upload = {
  filename: text,
  object_key: { ...text, description: 'What the callback or the status body names once the file has been uploaded.' },
  upload_url: { ...text, format: 'uri', description: 'For one PUT of this file.' },
  requires_headers: { type: 'object', properties: { 'Content-Type': text } },
  expires_in: { type: 'integer', description: 'Seconds.' },
  max_bytes: { type: 'integer' },
};
const prepareAnswer = {
  type: 'object',
  required: ['ok', 'order_id', 'is_test_mode'],
  properties: {
    ok: { type: 'boolean' },
    order_id: { ...text, format: 'uuid' },
    is_test_mode: { type: 'boolean' },
    ...upload,
    uploads: {
      type: 'array',
      description: 'Where files was sent; the fields of one upload are then left out.',
      items: { type: 'object', required: Object.keys(upload), properties: upload },
    },
  },
};

const uploadAnswer = {
  type: 'object',
  required: ['ok', 'object_key', 'size', 'sha256'],
  properties: { ok: { type: 'boolean' }, object_key: text, size, sha256: text },
};

const order_id = '0197c1d0-0000-7000-8000-000000000001';
const object_key = `${order_id}/report.pdf`;
const asked = { order_id, filename: 'report.pdf', mime_type: 'application/pdf', file_size: 104_857_600 };
const prepared = {
  ...{ ok: true, order_id, is_test_mode: false, filename: 'report.pdf', object_key },
  upload_url: `https://roundtrip.example/api/orders/uploads/${object_key}?expires=1795348800&size=104857600&type=application%2Fpdf&signature=...`,
  ...{ requires_headers: { 'Content-Type': 'application/pdf' }, expires_in: 3_600, max_bytes: 104_857_600 },
};
const kept = {
  ok: true,
  object_key,
  size: 104_857_600,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

const parameter = (name: string, place: 'path' | 'query') => ({ name, in: place, required: true, schema: text });
const answered = (description: string, schema: object, example: object) => ({
  200: { description, content: { 'application/json': { schema, example } } },
});

/** The OpenAPI paths of prepare and of the uploads; `secret` is the parameter that proves the tool. */
export function uploadPaths(secret: object) {
  return {
    '/api/orders/callback/prepare': {
      post: {
        ...{ operationId: 'prepareUpload', tags: ['For sellers'], security: [], 'x-roles': ['callback_secret'] },
        summary: `A seller asks where to put files of an order that a body is too small for: up to ${MAX_UPLOAD_BYTES} bytes each.`,
        parameters: [secret],
        requestBody: { required: true, content: { 'application/json': { schema: prepareBody, example: asked } } },
        responses: answered('Where to put them, within the hour.', prepareAnswer, prepared),
      },
    },
    '/api/orders/uploads/{order_id}/{name}': {
      put: {
        ...{ operationId: 'upload', tags: ['For sellers'], security: [], 'x-roles': ['upload_url'] },
        summary:
          'A seller puts a file to the upload_url that prepare answered, once, with its Content-Type and Content-Length.',
        parameters: [
          ...['order_id', 'name'].map((name) => parameter(name, 'path')),
          ...['expires', 'size', 'type', 'signature'].map((name) => parameter(name, 'query')),
        ],
        requestBody: { required: true, content: { '*/*': { schema: { ...text, format: 'binary' } } } },
        responses: answered('All of it is kept, for the callback or the status body to name.', uploadAnswer, kept),
      },
    },
  };
}
