import type { CallOptions } from '../support/roundtrip.js';

/** What a request can be made of: the ids of things that stand. */
export interface Things {
  readonly tool: string;
  readonly order: string;
  readonly seller: string;
  readonly callbackSecret: string;
}

/** One request that cannot be granted, and what its sender is told. */
export interface BadCase {
  readonly kind: string;
  readonly request: (things: Things) => { method: string; path: string; body?: unknown } & CallOptions;
  readonly status: number;
  readonly code: string;
  /** The field that the answer names; null where it is the body, the address or the whole request. */
  readonly field: string | null;
  /** What the sentence says: what is wrong, or what to do. */
  readonly says: RegExp;
}

const MIB = 1024 * 1024;
const invalid = { status: 400, code: 'invalid_request' };
const brokenJson = { status: 400, code: 'invalid_json', field: 'body' };

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

function order(kind: string, more: object, field: string, says: RegExp): BadCase {
  return {
    ...{ kind, ...invalid, field, says },
    request: ({ tool }) => ({ method: 'POST', path: '/v1/orders', body: { short_id: tool, inputs: {}, ...more } }),
  };
}

function rawOrder(kind: string, raw: (tool: string) => string | Uint8Array, says: RegExp): BadCase {
  return {
    ...{ kind, ...brokenJson, says },
    request: ({ tool }) => ({ method: 'POST', path: '/v1/orders', raw: raw(tool) }),
  };
}

const goodTool = { name: 'A tool', job_url: 'https://seller.test/job', auth_headers: { 'X-Key': 'k' } };

/** The same fault in a new tool and in a change of one. */
function tool(kind: string, wrong: object, field: string, says: RegExp): BadCase[] {
  return [
    {
      ...{ kind: `${kind}, in a new tool`, ...invalid, field, says },
      request: ({ seller }) => ({
        ...{ method: 'POST', path: '/v1/tools', body: { ...goodTool, seller_id: seller, ...wrong } },
      }),
    },
    {
      ...{ kind: `${kind}, in a change`, ...invalid, field, says },
      request: ({ tool: shortId }) => ({ method: 'PATCH', path: `/v1/tools/${shortId}`, body: wrong }),
    },
  ];
}

function read(kind: string, path: (things: Things) => string, field: string, says: RegExp): BadCase {
  const code = field === 'cursor' ? 'invalid_cursor' : invalid.code;
  return { kind, status: 400, code, field, says, request: (things) => ({ method: 'GET', path: path(things) }) };
}

export const BAD_ORDERS: readonly BadCase[] = [
  rawOrder('broken JSON', (id) => `{"short_id":"${id}",\n"inputs":{},}`, /line 2, column 13/),
  rawOrder('no JSON at all', () => 'short_id=x', /line 1, column 1/),
  rawOrder('half of a body', (id) => `{"short_id":"${id}","inputs":{"a":`, /line 1/),
  rawOrder('a duplicate key', (id) => `{"short_id":"${id}","inputs":{"a":1,"a":2}}`, /"a" stands twice/),
  rawOrder(
    'a key that is another spelled',
    (id) => `{"short_id":"${id}","inputs":{"a":1,"\\u0061":2}}`,
    /stands twice/,
  ),
  rawOrder('a __proto__ key', (id) => `{"short_id":"${id}","inputs":{"__proto__":{"a":1}}}`, /__proto__.*not allowed/),
  rawOrder('a constructor key', (id) => `{"short_id":"${id}","constructor":1,"inputs":{}}`, /constructor.*not allowed/),
  rawOrder('a depth of 33', (id) => `{"short_id":"${id}","inputs":${deep(32)}}`, /deeper than 32 levels/),
  rawOrder('bytes that are no UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /UTF-8/),
  order('an unknown field', { priority: 9 }, 'priority', /unknown field.*known fields are short_id, inputs/),
  order('inputs of a wrong type', { inputs: 'a cat' }, 'inputs', /must be an object/),
  order('no inputs', { inputs: undefined }, 'inputs', /required/),
  order('is_test of a wrong type', { is_test: 'yes' }, 'is_test', /true or false/),
  order('metadata of a wrong type', { metadata: { a: 1 } }, 'metadata', /values are strings/),
  order('a deadline that is too short', { deadline_s: 59 }, 'deadline_s', /from 60 to 2592000/),
  order('a deadline of a wrong type', { deadline_s: '600' }, 'deadline_s', /whole number of seconds/),
  order('an order_id that is no UUID', { order_id: '1234' }, 'order_id', /must be a UUID/),
  order('a UUID with a letter too much', { order_id: '01a200b5-9692-711f-bc57-e21c3a596c81x' }, 'order_id', /UUID/),
  order('inputs over 1 MiB', { inputs: { a: 'x'.repeat(MIB) } }, 'inputs', /at most 1 MiB/),
  order('metadata over 4 KiB', { metadata: { a: 'x'.repeat(4_096) } }, 'metadata', /at most 4 KiB/),
  {
    ...{ kind: 'an unknown tool', status: 404, code: 'unknown_tool', field: null, says: /no tool.*short_id/ },
    request: () => ({ method: 'POST', path: '/v1/orders', body: { short_id: 'no-such-tool', inputs: {} } }),
  },
  {
    ...{ kind: 'a body over 2 MiB', status: 413, code: 'body_too_large', field: null, says: /too large.*smaller/ },
    request: () => ({ method: 'POST', path: '/v1/orders', raw: `{"inputs":"${'x'.repeat(2 * MIB)}"}` }),
  },
  {
    ...{ kind: 'a wrong content type', status: 415, code: 'unsupported_media_type', field: null },
    says: /Content-Type: application\/json/,
    request: () => ({
      ...{ method: 'POST', path: '/v1/orders', raw: 'short_id=x&inputs=y' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  },
  {
    ...{ kind: 'an Idempotency-Key with a space', ...invalid, field: 'idempotency-key', says: /visible ASCII/ },
    request: ({ tool: short_id }) => ({
      ...{ method: 'POST', path: '/v1/orders', body: { short_id, inputs: {} } },
      headers: { 'idempotency-key': 'a b' },
    }),
  },
  {
    ...{ kind: 'an attempt_id of a wrong type', ...invalid, field: 'attempt_id', says: /must be a string/ },
    request: ({ order: id }) => ({ method: 'POST', path: `/v1/orders/${id}/accept`, body: { attempt_id: 7 } }),
  },
  {
    ...{ kind: 'a body where none is taken', ...invalid, field: 'reason', says: /unknown field/ },
    request: ({ order: id }) => ({ method: 'POST', path: `/v1/orders/${id}/cancel`, body: { reason: 'x' } }),
  },
];

export const BAD_TOOLS: readonly BadCase[] = [
  ...tool('an http URL', { job_url: 'http://seller.test/job' }, 'job_url', /https:\/\//),
  ...tool('credentials in a URL', { job_url: 'https://a:b@seller.test/job' }, 'job_url', /credentials.*auth_headers/),
  ...tool('a fragment in a URL', { job_url: 'https://seller.test/job#x' }, 'job_url', /fragment/),
  ...tool('no URL', { job_url: 'seller' }, 'job_url', /https:\/\//),
  ...tool('a placeholder in the job URL', { job_url: 'https://seller.test/{order_id}' }, 'job_url', /placeholder/),
  ...tool(
    '{order_id} in the query',
    { status_url: 'https://seller.test/s?id={order_id}' },
    'status_url',
    /in the path/,
  ),
  ...tool('{order_id} in the host', { status_url: 'https://{order_id}.test/s' }, 'status_url', /path/),
  ...tool('no {order_id}', { status_url: 'https://seller.test/s' }, 'status_url', /must hold \{order_id\}/),
  ...tool('an http status URL', { status_url: 'http://seller.test/{order_id}' }, 'status_url', /https:\/\//),
  ...tool('an http batch URL', { status_batch_url: 'http://seller.test/s' }, 'status_batch_url', /https:\/\//),
  ...tool(
    'a batch URL for one order',
    { status_batch_url: 'https://a.test/{order_id}' },
    'status_batch_url',
    /ids are in/,
  ),
  ...tool('no header', { auth_headers: {} }, 'auth_headers', /at least one/),
  ...tool('21 headers', { auth_headers: headers(21, 'k') }, 'auth_headers', /at most 20/),
  ...tool('headers over 8 KiB', { auth_headers: headers(2, 'k'.repeat(4_096)) }, 'auth_headers', /8192/),
  ...tool('a Host header', { auth_headers: { Host: 'x' } }, 'auth_headers.Host', /cannot be set/),
  ...tool('a Content-Type', { auth_headers: { 'Content-Type': 'x' } }, 'auth_headers.Content-Type', /cannot be set/),
  ...tool('an Expect header', { auth_headers: { expect: 'x' } }, 'auth_headers.expect', /cannot be set/),
  ...tool('hop-by-hop', { auth_headers: { Connection: 'x' } }, 'auth_headers.Connection', /proxies/),
  ...tool('our own', { auth_headers: { 'Webhook-Id': 'x' } }, 'auth_headers.Webhook-Id', /set by us/),
  ...tool('CR and LF', { auth_headers: { 'X-Key': 'a\r\nX-Evil: b' } }, 'auth_headers.X-Key', /line breaks/),
  ...tool('LF alone', { auth_headers: { 'X-Key': 'a\nb' } }, 'auth_headers.X-Key', /line breaks/),
  ...tool('NUL', { auth_headers: { 'X-Key': 'a\u0000b' } }, 'auth_headers.X-Key', /NUL/),
  ...tool('beyond Latin-1', { auth_headers: { 'X-Key': 'ключ' } }, 'auth_headers.X-Key', /Latin-1/),
  ...tool('CR and LF in a name', { auth_headers: { 'X\r\nY': 'b' } }, 'auth_headers.X\r\nY', /letters, digits/),
  ...tool('a value that is no text', { auth_headers: { 'X-Key': 7 } }, 'auth_headers.X-Key', /must be a text/),
  ...tool('a header twice', { auth_headers: { 'X-Key': 'a', 'x-key': 'b' } }, 'auth_headers.x-key', /given twice/),
  ...tool(
    'a template that is no JSON',
    { payload_template: '{\n  "a": 1,\n}' },
    'payload_template',
    /line 3, column 1/,
  ),
  ...tool('an unknown placeholder', { payload_template: '{"a":\n {foo}}' }, 'payload_template', /line 2, column 2/),
  ...tool('inputs inside a string', { payload_template: '{"a": "{inputs.b}"}' }, 'payload_template', /column 8/),
  ...tool(
    'a template over 64 KiB',
    { payload_template: `{"a":"${'x'.repeat(65_536)}"}` },
    'payload_template',
    /64 KiB|65536/,
  ),
  ...tool('a plan without interval', { poll: { strategy: 'fixed' } }, 'poll.interval_s', /needs interval_s/),
  ...tool(
    'tries without end',
    { poll: { strategy: 'sweep', retry: { limit: 11 } } },
    'poll.retry.limit',
    /from 0 to 10/,
  ),
  ...tool('tries for hours', { poll: { strategy: 'sweep', retry: { limit: 9 } } }, 'poll.retry', /at most 60 s/),
  ...tool('a wait beyond a minute', { poll: { strategy: 'sweep', wait_s: 56 } }, 'poll.wait_s', /at most 55/),
  ...tool('no strategy', { poll: { strategy: 'often' } }, 'poll.strategy', /use "sweep", "fixed"/),
  ...tool('a budget of no check', { poll: { strategy: 'learned', budget: 0 } }, 'poll.budget', /from 1 to 20/),
  ...tool(
    'a class key of a wrong type',
    { poll: { strategy: 'learned', class_from: [] } },
    'poll.class_from',
    /must name a key/,
  ),
  ...tool('a schema that is none', { inputs_schema: { type: 'objekt' } }, 'inputs_schema', /type/),
  ...tool('callback_auth', { callback_auth: 'none' }, 'callback_auth', /secret, url_token/),
  ...tool('a deadline', { deadline_s: 1 }, 'deadline_s', /from 60/),
  ...tool('max_concurrency', { max_concurrency: 0 }, 'max_concurrency', /from 1/),
  ...tool('an unknown field', { colour: 'red' }, 'colour', /unknown field/),
  ...tool('a name of one letter', { name: 'A' }, 'name', /2 to 60/),
  {
    ...{ kind: 'a short_id with a space', ...invalid, field: 'short_id', says: /A-Z, a-z, 0-9, _ and -/ },
    request: ({ seller }) => ({
      ...{ method: 'POST', path: '/v1/tools', body: { ...goodTool, seller_id: seller, short_id: 'a b' } },
    }),
  },
  {
    ...{
      kind: 'a short_id that is taken',
      status: 409,
      code: 'short_id_taken',
      field: 'short_id',
      says: /choose another/,
    },
    request: ({ seller, tool: short_id }) => ({
      ...{ method: 'POST', path: '/v1/tools', body: { ...goodTool, seller_id: seller, short_id } },
    }),
  },
  {
    ...{ kind: 'another origin without headers', status: 400, code: 'headers_required', field: 'job_url' },
    says: /auth_headers anew/,
    request: ({ tool: id }) => ({
      ...{ method: 'PATCH', path: `/v1/tools/${id}`, body: { job_url: 'https://elsewhere.test/job' } },
    }),
  },
  {
    ...{ kind: 'a seller that does not exist', ...invalid, field: 'seller_id', says: /register it first/ },
    request: () => ({ method: 'POST', path: '/v1/tools', body: { ...goodTool, seller_id: 'sel_none' } }),
  },
  {
    ...{ kind: 'an http alert URL', ...invalid, field: 'alert_url', says: /https:\/\// },
    request: () => ({ method: 'POST', path: '/v1/sellers', body: { name: 'Ada', alert_url: 'http://seller.test' } }),
  },
  {
    ...{ kind: 'a role that does not exist', ...invalid, field: 'role', says: /admin, operator, viewer/ },
    request: () => ({ method: 'POST', path: '/v1/tokens', body: { name: 'A token', role: 'root' } }),
  },
  {
    ...{ kind: 'a grace of a wrong type', ...invalid, field: 'grace_s', says: /whole number of seconds/ },
    request: ({ tool: id }) => ({
      ...{ method: 'POST', path: `/v1/tools/${id}/rotate-secret`, body: { which: 'callback', grace_s: -1 } },
    }),
  },
];

function poll(kind: string, wrong: object, field: string, says: RegExp): BadCase {
  return {
    ...{ kind: `a poll: ${kind}`, ...invalid, field, says },
    request: () => ({ method: 'POST', path: '/v1/polls', body: { url: 'https://seller.test/status', ...wrong } }),
  };
}

const plan = (more: object) => ({ poll: { strategy: 'fixed', interval_s: 5, ...more } });
const grows = { strategy: 'exponential', interval_s: 9, multiplier: 2, max_interval_s: 1 };
const asks = (request: object) => ({ request });

export const BAD_POLLS: readonly BadCase[] = [
  poll('no URL', { url: undefined }, 'url', /required/),
  poll('an http URL', { url: 'http://seller.test' }, 'url', /https:\/\//),
  poll('credentials in the URL', { url: 'https://a:b@seller.test' }, 'url', /credentials/),
  poll('a placeholder', { url: 'https://seller.test/{order_id}' }, 'url', /placeholder/),
  poll('a URL over 2048', { url: `https://seller.test/${'x'.repeat(2_048)}` }, 'url', /2048 characters/),
  poll('an unknown field', { intervall: 5 }, 'intervall', /unknown field.*known fields are url, interval/),
  poll('an interval of 0', { interval: 0 }, 'interval', /more than 0/),
  poll('an interval of a wrong type', { interval: '5' }, 'interval', /number of seconds/),
  poll('a timeout over 30 days', { timeout: 2_592_001 }, 'timeout', /at most 2592000/),
  poll('interval and plan', { interval: 5, ...plan({}) }, 'poll', /not both/),
  poll('a plan of the sweep', { poll: { strategy: 'sweep' } }, 'poll.strategy', /use "fixed" or "exponential"/),
  poll('an adaptive plan', { poll: { strategy: 'adaptive' } }, 'poll.strategy', /for orders/),
  poll('a plan without strategy', { poll: {} }, 'poll.strategy', /Name a strategy/),
  poll('a plan that is none', { poll: 'often' }, 'poll', /must be an object/),
  poll('a plan that shrinks', { poll: grows }, 'poll.max_interval_s', /must not be less/),
  poll('retries in the plan for minutes', plan({ retry: { limit: 9 } }), 'poll.retry', /at most 60 s/),
  poll(
    'tries for minutes',
    { request_timeout: { duration_in_ms: 1_000, retry: { limit: 10, min_timeout_in_ms: 30_000 } } },
    'request_timeout.retry',
    /at most 60 s/,
  ),
  poll('a long check', plan({ wait_s: 5 }), 'poll.wait_s', /leave wait_s out/),
  poll('a method', asks({ method: 'TRACE' }), 'request.method', /GET, POST, PUT/),
  poll('an unknown part of the request', asks({ json: {} }), 'request.json', /no such field/),
  poll('two bodies', asks({ body: 'a', body_base64: 'YQ==' }), 'request.body_base64', /not both/),
  poll('a body of a wrong type', asks({ body: { a: 1 } }), 'request.body', /must be a text/),
  poll('a body over 1 MiB', asks({ method: 'POST', body: 'x'.repeat(MIB + 1) }), 'request.body', /1 MiB/),
  poll('base64 that is none', asks({ body_base64: 'a-b' }), 'request.body_base64', /cannot be decoded/),
  poll('a Host header', asks({ headers: { Host: 'x' } }), 'request.headers.Host', /cannot be set/),
  poll('a Content-Length', asks({ headers: { 'Content-Length': '5' } }), 'request.headers.Content-Length', /cannot/),
  poll('our own header', asks({ headers: { 'Webhook-Id': 'x' } }), 'request.headers.Webhook-Id', /set by us/),
  poll('CR and LF', asks({ headers: { 'X-Key': 'a\r\nb' } }), 'request.headers.X-Key', /line breaks/),
  poll(
    'CR and LF in a type',
    asks({ headers: { 'content-type': 'a\nb' } }),
    'request.headers.content-type',
    /line breaks/,
  ),
  poll('21 headers', asks({ headers: headers(21, 'k') }), 'request.headers', /at most 20/),
  poll(
    'an unknown operator',
    { response_filter: { body: { a: [{ $like: 1 }] } } },
    'response_filter.body.a[0].$like',
    /no such operator/,
  ),
  poll('a bare value', { failure_filter: { body: { a: 'x' } } }, 'failure_filter.body.a', /list/),
  poll('a status of no answer', { response_filter: { status: ['99'] } }, 'response_filter.status[0]', /100 to 599/),
  poll('an empty filter', { response_filter: {} }, 'response_filter', /asks nothing/),
  poll('a filter of a wrong type', { response_filter: [] }, 'response_filter', /must be an object/),
  poll('no duration', { request_timeout: {} }, 'request_timeout.duration_in_ms', /how long one request/),
  poll(
    'too long a duration',
    { request_timeout: { duration_in_ms: 300_001 } },
    'request_timeout.duration_in_ms',
    /300000/,
  ),
  poll(
    'an unknown retry',
    { request_timeout: { duration_in_ms: 1, retry: { max: 1 } } },
    'request_timeout.retry.max',
    /no such field/,
  ),
  poll(
    'too many retries',
    { request_timeout: { duration_in_ms: 1, retry: { limit: 11 } } },
    'request_timeout.retry.limit',
    /0 to 10/,
  ),
  poll('an http webhook', { webhook_url: 'http://seller.test' }, 'webhook_url', /https:\/\//),
  poll('webhook headers without a webhook', { webhook_headers: { 'X-Key': 'k' } }, 'webhook_headers', /no webhook_url/),
  poll(
    'a bad webhook header',
    { webhook_url: 'https://a.test', webhook_headers: { Host: 'x' } },
    'webhook_headers.Host',
    /cannot be set/,
  ),
  poll('a key over 256', { idempotency_key: 'x'.repeat(257) }, 'idempotency_key', /1 to 256/),
  poll('an empty key', { idempotency_key: '' }, 'idempotency_key', /1 to 256/),
];

function job(kind: string, wrong: object, field: string, says: RegExp): BadCase {
  const body = { url: 'https://seller.test/hook', scheduled_at: '2990-01-01T00:00:00Z', ...wrong };
  return {
    ...{ kind: `a job: ${kind}`, ...invalid, field, says },
    request: () => ({ method: 'POST', path: '/jobs', body }),
  };
}

export const BAD_JOBS: readonly BadCase[] = [
  job('no URL', { url: undefined }, 'url', /URL/),
  job('an http URL', { url: 'http://seller.test' }, 'url', /https:\/\//),
  job('credentials in the URL', { url: 'https://a:b@seller.test' }, 'url', /credentials/),
  job('a URL over 2048', { url: `https://seller.test/${'x'.repeat(2_048)}` }, 'url', /2048 characters/),
  job('no time', { scheduled_at: undefined }, 'scheduled_at', /is required/),
  job('a time without its zone', { scheduled_at: '2990-01-01T00:00:00' }, 'scheduled_at', /with Z or an offset/),
  job('a day', { scheduled_at: '2990-01-01' }, 'scheduled_at', /with Z or an offset/),
  job('a time that is none', { scheduled_at: 'tomorrow' }, 'scheduled_at', /ISO-8601/),
  job('a time long gone', { scheduled_at: '2020-01-01T00:00:00Z' }, 'scheduled_at', /60 s in the past/),
  job('a method', { method: 'TRACE' }, 'method', /GET, POST, PUT/),
  job('a method by its other name', { http_method: 'get' }, 'http_method', /GET, POST, PUT/),
  job('two methods', { method: 'GET', http_method: 'PUT' }, 'method', /one of the two/),
  job('headers that are none', { headers: 'X-Key: k' }, 'headers', /object of header names/),
  job('a Host header', { headers: { Host: 'x' } }, 'headers.Host', /cannot be set/),
  job('our own header', { headers: { 'x-fliq-delivery-id': 'x' } }, 'headers.x-fliq-delivery-id', /set by us/),
  job('CR and LF', { headers: { 'X-Key': 'a\r\nb' } }, 'headers.X-Key', /line breaks/),
  job('21 headers', { headers: headers(21, 'k') }, 'headers', /at most 20/),
  job('a body of a wrong type', { body: { a: 1 } }, 'body', /must be a text/),
  job('a body over 1 MiB', { body: 'x'.repeat(MIB + 1) }, 'body', /1 MiB/),
  job('too many retries', { max_retries: 11 }, 'max_retries', /0 to 10/),
  job('retries of a wrong type', { max_retries: '3' }, 'max_retries', /whole number/),
  job('no time to answer', { timeout_seconds: 0 }, 'timeout_seconds', /1 to 300/),
  job('too long a time to answer', { timeout_seconds: 301 }, 'timeout_seconds', /1 to 300/),
  job('a backoff', { backoff: 'fibonacci' }, 'backoff', /exponential, linear/),
  job('an http webhook', { webhook_url: 'http://seller.test' }, 'webhook_url', /https:\/\//),
  job('webhook headers without a webhook', { webhook_headers: { 'X-Key': 'k' } }, 'webhook_headers', /no webhook_url/),
  job('a key over 256', { idempotency_key: 'x'.repeat(257) }, 'idempotency_key', /1 to 256/),
  job('an empty key', { idempotency_key: '' }, 'idempotency_key', /1 to 256/),
  {
    ...{ kind: 'a job that is a list', ...invalid, field: 'body', says: /JSON object/ },
    request: () => ({ method: 'POST', path: '/v1/jobs', body: [] }),
  },
];

function headers(count: number, value: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`X-Key-${i}`, value]));
}

const LISTS = [
  'orders',
  'tools',
  'sellers',
  'tokens',
  'audit',
  'sweeps',
  'notifications',
  'polls',
  'jobs',
  'schedules',
];

export const BAD_READS: readonly BadCase[] = [
  ...LISTS.flatMap((list) => [
    ...['0', '101', '-1', '1.5', '1e1', 'ten', '', ' 5', '5&limit=6'].map((limit) =>
      read(`?limit=${limit} of ${list}`, () => `/v1/${list}?limit=${limit}`, 'limit', /from 1 to 100/),
    ),
    read(`a cursor of ${list} that is none`, () => `/v1/${list}?cursor=abc`, 'cursor', /next_cursor|cursor/),
    read(`an unknown query of ${list}`, () => `/v1/${list}?offset=5`, 'offset', /unknown field/),
  ]),
  read('a cursor of attempts', ({ order: id }) => `/v1/orders/${id}/attempts?cursor=a.b`, 'cursor', /cursor/),
  read('a limit of events', ({ order: id }) => `/v1/orders/${id}/events?limit=0`, 'limit', /from 1 to 100/),
  ...['yesterday', '2026-02-30', '2026-01-01T25:00:00Z', '1700000000', ''].flatMap((date) =>
    ['created_after', 'created_before'].map((field) =>
      read(`${field}=${date}`, () => `/v1/orders?${field}=${date}`, field, /instant/),
    ),
  ),
  ...['yesterday', '1700000000', ''].flatMap((date) =>
    ['scheduled_after', 'scheduled_before'].map((field) =>
      read(`${field}=${date}`, () => `/jobs?${field}=${date}`, field, /instant/),
    ),
  ),
  ...['done', 'scheduled,failed', ''].map((status) =>
    read(`a job's status=${status}`, () => `/jobs?status=${status}`, 'status', /scheduled, running, success/),
  ),
  read('a method of no job', () => '/jobs?method=post', 'method', /GET, POST/),
  read('an empty q of jobs', () => '/jobs?q=', 'q', /1 to 200/),
  read('a q of jobs over 200', () => `/jobs?q=${'x'.repeat(201)}`, 'q', /1 to 200/),
  ...['attempts', 'executions'].flatMap((list) =>
    ['', '5', 'job_01a200b59692711fbc57e21c3a596c81', 'att_1', 'att_01A200B59692711FBC57E21C3A596C81'].map((before) =>
      read(`${list} before ${before}`, () => `/jobs/job_x/${list}?before=${before}`, 'before', /id of an attempt/),
    ),
  ),
  read('a limit of attempts of a job', () => '/jobs/job_x/attempts?limit=101', 'limit', /from 1 to 100/),
  read('a status that does not exist', () => '/v1/orders?status=done', 'status', /received, forwarding/),
  read('is_test that is neither', () => '/v1/orders?is_test=1', 'is_test', /true or false/),
  read('an empty q', () => '/v1/orders?q=', 'q', /1 to 200/),
  read('a state of no message', () => '/v1/notifications?state=lost', 'state', /pending, delivered|dead/),
  ...['x', '1234', '01a200b5-9692-711f-bc57', "' OR 1=1 --", '%00', '..%2f..'].map((id): BadCase => ({
    ...{ kind: `an order called ${id}`, status: 404, code: 'not_found', field: null, says: /no such order/ },
    request: () => ({ method: 'GET', path: `/v1/orders/${encodeURI(id).replace('%25', '%')}` }),
  })),
  {
    ...{ kind: 'a path that cannot be decoded', status: 400, code: 'invalid_url', field: null, says: /percent-encode/ },
    request: () => ({ method: 'GET', path: '/v1/orders/%zz' }),
  },
  {
    ...{ kind: 'a link for ever', ...invalid, field: 'expires_s', says: /from 1 to 604800/ },
    request: ({ order: id }) => ({
      method: 'POST',
      path: `/v1/orders/${id}/files/1/link`,
      body: { expires_s: 604_801 },
    }),
  },
  {
    ...{ kind: 'a sweep of everything and more', ...invalid, field: 'all', says: /true/ },
    request: () => ({ method: 'POST', path: '/v1/sweeps?all=yes' }),
  },
];
