import type { SecretsWorld } from './secrets-world.js';

/** People put secrets where they do not belong: no refusal repeats them. */
export async function misplaceSecrets(world: SecretsWorld): Promise<void> {
  const { canaries } = world;
  const secret = canaries.fresh('a secret in a wrong field');
  const tool = { name: 'A tool', job_url: 'https://seller.test/job', auth_headers: { 'X-Key': 'short' } };
  const bodies: [string, string, unknown][] = [
    ...wrongTools(secret).map((wrong): [string, string, unknown] => ['POST', '/v1/tools', { ...tool, ...wrong }]),
    ...wrongTools(secret).map((wrong): [string, string, unknown] => ['PATCH', '/v1/tools/calls-back', wrong]),
    ['POST', '/v1/tools/calls-back/rotate-secret', { which: secret }],
    ['POST', '/v1/tools/calls-back/rotate-secret', { which: 'callback', grace_s: secret }],
    ['POST', '/v1/sellers', { name: secret.repeat(9), alert_url: secret }],
    ['POST', '/v1/sellers', { name: 'x', alert_url: `http://host.test/?key=${secret}` }],
    ['POST', '/v1/tokens', { name: 'x', role: secret }],
    ['POST', '/v1/tokens', { name: 'A token', role: 'seller', seller_id: secret }],
    ['POST', '/v1/session', { token: secret }],
    ['POST', '/v1/session', { token: 7, csrf: secret }],
    ['POST', '/v1/orders', { short_id: 'calls-back', inputs: secret }],
    ['POST', '/v1/orders', { short_id: 'calls-back', inputs: {}, order_id: secret }],
    ['POST', '/v1/orders', { short_id: 'calls-back', inputs: {}, metadata: { a: { b: secret } } }],
    ['POST', '/v1/orders', { short_id: 'calls-back', inputs: {}, deadline_s: secret, is_test: secret }],
    ['POST', '/v1/orders', { short_id: `${secret} `, inputs: {} }],
    ['POST', `/v1/orders/${world.orders[0]}/accept`, { attempt_id: `${secret} ` }],
    ['POST', `/v1/orders/${world.orders[0]}/files/1/link`, { expires_s: secret }],
  ];
  for (const [method, path, body] of bodies) refused(await world.call(method, path, body));
  const raw = [
    `{"name": "A tool", "auth_headers": {"X-Key": "${secret}"`,
    `{"a": ${secret}}`,
    `"${secret}"`,
    `[${secret}]`,
  ];
  for (const text of raw) refused(await world.call('POST', '/v1/tools', undefined, { raw: text }));
  const type = { 'content-type': `text/${secret}` };
  refused(await world.call('POST', '/v1/tools', undefined, { raw: secret, headers: type }));
  for (const list of ['tools', 'sellers', 'tokens', 'audit', 'orders', 'sweeps', 'notifications']) {
    for (const query of ['limit', 'cursor']) refused(await world.call('GET', `/v1/${list}?${query}=${secret}`));
  }
  for (const query of ['status', 'is_test', 'created_after', 'created_before'])
    refused(await world.call('GET', `/v1/orders?${query}=${secret}`));
  for (const path of ['tools', 'sellers', 'tokens', 'orders', 'nowhere'])
    refused(await world.call('GET', `/v1/${path}/${secret}`));
  for (const token of [secret, `${secret}, ${secret}`, `rt_admin_${secret}`])
    refused(await world.call('GET', '/v1/tools', undefined, { token }));
  const headers = { cookie: `roundtrip=${secret}`, 'x-csrf-token': secret };
  refused(await world.call('DELETE', '/v1/session', undefined, { token: null, headers }));
  const key = { 'idempotency-key': `${secret} x` };
  refused(await world.call('POST', '/v1/orders', { short_id: 'calls-back', inputs: {} }, { headers: key }));
  const signed = { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': `v1,${secret}` };
  refused(await world.call('POST', '/v1/orders', { short_id: 'x', inputs: {} }, { token: null, headers: signed }));
}

function wrongTools(secret: string): object[] {
  return [
    { callback_auth: secret },
    { deadline_s: secret, max_concurrency: secret },
    { name: secret.repeat(3) },
    { auth_headers: secret },
    { auth_headers: { 'X-Key': `${secret}\r\nX: y` } },
    { auth_headers: { [`X ${secret.slice(0, 8)}`]: secret } },
    { auth_headers: { Host: secret } },
    { auth_headers: { 'X-Key': [secret] } },
    { job_url: `https://user:${secret}@seller.test/job` },
    { job_url: `http://seller.test/job?key=${secret}` },
    { job_url: `https://seller.test/job#${secret}` },
    { job_url: `https://[${secret}]/job` },
    { status_url: `https://seller.test/status?key=${secret}` },
    { poll: { strategy: secret } },
    { poll: { strategy: 'fixed', interval_s: secret } },
    { poll: secret },
    { payload_template: `{"key": "${secret}", }` },
    { payload_template: `{"key": ${secret}}` },
    { inputs_schema: { type: secret } },
    { inputs_schema: { properties: { a: { pattern: `(${secret}` } } } },
    { inputs_schema: secret },
  ];
}

function refused({ status, text }: { status: number; text: string }): void {
  if (status < 400 || status >= 500) throw new Error(`This should have been refused: ${status} ${text}`);
}
