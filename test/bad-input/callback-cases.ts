import type { CallOptions } from '../support/roundtrip.js';
import type { Things } from './cases.js';

/** A callback that cannot be taken. `order_id` is added to bodies that are objects. */
export interface BadCallback {
  readonly kind: string;
  readonly body?: object;
  readonly raw?: (things: Things) => string | Uint8Array;
  readonly query?: string;
  readonly options?: (things: Things) => CallOptions;
  readonly status?: number;
  readonly code?: string;
  readonly says: RegExp;
  /** True where the order was named and found: then an attempt tells of the callback, and nothing else is kept. */
  readonly kept: boolean;
}

const bad = (kind: string, body: object, says: RegExp): BadCallback => ({ kind, body, says, kept: true });
const rawly = (kind: string, raw: (order: string) => string | Uint8Array, says: RegExp): BadCallback => ({
  ...{ kind, says, kept: false },
  raw: ({ order }) => raw(order),
});
const file = (fields: object) => ({ ok: true, output_type: 'file', ...fields });

export const BAD_CALLBACKS: readonly BadCallback[] = [
  rawly('broken JSON', (id) => `{"ok":true,\n"order_id":"${id}",}`, /line 2, column \d+/),
  rawly('an empty body', () => '', /JSON|empty/),
  rawly('a list', () => '[]', /must be a JSON object/),
  rawly('a duplicate key', (id) => `{"ok":true,"ok":false,"order_id":"${id}"}`, /"ok" stands twice/),
  rawly('a __proto__ key', (id) => `{"ok":true,"order_id":"${id}","__proto__":{}}`, /__proto__.*not allowed/),
  rawly(
    'a constructor key',
    (id) => `{"ok":true,"order_id":"${id}","a":{"constructor":1}}`,
    /constructor.*not allowed/,
  ),
  rawly(
    'a depth of 33',
    (id) => `{"ok":true,"order_id":"${id}","a":${'['.repeat(32)}${']'.repeat(32)}}`,
    /deeper than 32 levels/,
  ),
  rawly('bytes that are no UTF-8', () => Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/),
  rawly('no order_id', () => '{"ok":true,"result_text":"x"}', /order_id.*UUID/),
  rawly('an order_id that is no UUID', () => '{"ok":true,"order_id":"1234","result_text":"x"}', /order_id.*UUID/),
  rawly('an order_id of a wrong type', () => '{"ok":true,"order_id":7,"result_text":"x"}', /order_id.*UUID/),
  {
    ...{ kind: 'an order that does not exist', code: 'order_not_found', says: /no order/, kept: false },
    raw: () => '{"ok":true,"order_id":"01a200b5-9692-711f-bc57-e21c3a596c81","result_text":"x"}',
  },
  bad('no ok', { result_text: 'x' }, /ok.*true.*false/),
  bad('ok that is text', { ok: 'true', result_text: 'x' }, /ok.*true.*false/),
  bad('ok that contradicts status', { ok: true, status: 'failed' }, /contradicts status/),
  bad('status that contradicts ok', { ok: false, status: 'completed' }, /contradicts status/),
  bad('a status that does not exist', { ok: true, status: 'done' }, /processing, completed or failed/),
  bad('no result', { ok: true }, /no result.*result_text/),
  bad('an output_type that does not exist', { ok: true, output_type: 'pdf', result_text: 'x' }, /output_type.*one of/),
  bad('two results and no type', { ok: true, result_text: 'x', result_url: 'https://a.test' }, /output_type.*needed/),
  bad('text of a wrong type', { ok: true, output_type: 'text', result_text: 7 }, /result_text.*string/),
  bad('json that is none', { ok: true, output_type: 'json', result_text: '{' }, /result_text.*valid JSON/),
  bad('an http URL', { ok: true, result_url: 'http://a.test/x' }, /result_url.*https/),
  bad('a URL with credentials', { ok: true, result_url: 'https://a:b@a.test/x' }, /result_url.*password/),
  bad('no URL', { ok: true, output_type: 'url', result_url: 'x' }, /result_url.*absolute https URL/),
  bad('base64 that is none', file({ file_base64: '***' }), /file_base64/),
  bad('empty base64', file({ file_base64: '' }), /file_base64/),
  bad('base64 without padding', file({ file_base64: 'YQ' }), /file_base64/),
  bad('base64url', file({ file_base64: '_-8=' }), /file_base64/),
  bad('no files', file({ files: [] }), /files.*at least one/),
  bad('51 files', file({ files: Array.from({ length: 51 }, () => ({ file_base64: 'YQ==' })) }), /at most 50/),
  bad(
    'a file of two kinds',
    file({ files: [{ file_base64: 'YQ==', result_url: 'https://a.test' }] }),
    /files\[0\].*exactly one/,
  ),
  bad('a file that is none', file({ files: ['x'] }), /files\[0\].*object/),
  bad('a mime_type that is none', file({ file_base64: 'YQ==', mime_type: 'a\r\nb' }), /mime_type.*image\/png/),
  bad('another upload', file({ files: [{ object_key: 'orders/x/y' }] }), /object_key/),
  {
    kind: 'a run that is none',
    body: { ok: true, result_text: 'x' },
    query: '?run=0',
    says: /run.*from 1/,
    kept: false,
  },
  {
    kind: 'a run twice',
    body: { ok: true, result_text: 'x' },
    query: '?run=1&run=2',
    says: /run.*from 1/,
    kept: false,
  },
  {
    ...{ kind: 'a compressed body', body: { ok: true, result_text: 'x' }, says: /Content-Encoding/, kept: false },
    options: ({ callbackSecret }) => ({ headers: { 'x-callback-secret': callbackSecret, 'content-encoding': 'gzip' } }),
  },
  {
    ...{ kind: 'a body over 4.5 MB', status: 413, code: 'too_large', says: /4718592 bytes.*result_url/, kept: false },
    raw: ({ order }) => `{"ok":true,"order_id":"${order}","result_text":"${'x'.repeat(4_718_592)}"}`,
  },
  {
    ...{ kind: 'no secret', body: { ok: true, result_text: 'x' }, says: /x-callback-secret/, kept: false },
    ...{ status: 401, code: 'unauthorized', options: () => ({ headers: {} }) },
  },
  {
    ...{ kind: 'a wrong secret', body: { ok: true, result_text: 'x' }, says: /x-callback-secret/, kept: false },
    ...{ status: 401, code: 'unauthorized', options: () => ({ headers: { 'x-callback-secret': 'x' } }) },
  },
];
