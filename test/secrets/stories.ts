import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import { credentialOf, echoOf, spellings } from './echo.js';
import type { PlantedTool, SecretsWorld } from './secrets-world.js';

/** Everything that happens to orders, by sellers that say all they know at every turn. */
export async function runOrders(world: SecretsWorld): Promise<void> {
  await fails(world);
  await refuses(world);
  await isChecked(world);
  await isCheckedInBatches(world);
  await namesItsStatusUrl(world);
  await bringsBadResults(world);
  await callsBack(world);
  await callsBackByUrl(world);
  await bringsAFile(world);
  await isGone(world);
  await cannotBeReached(world);
}

async function fails(world: SecretsWorld): Promise<void> {
  const says = (text: (request: SellerRequest) => unknown) => (request: SellerRequest) => ({
    body: { status: 'failed', error: text(request) },
  });
  const plain = await world.plantTool(
    'fails',
    says((request) => `I was sent ${credentialOf(request)}`),
  );
  const coded = await world.plantTool(
    'fails-with-code',
    says((r) => ({ code: credentialOf(r), message: credentialOf(r) })),
  );
  const spelled = await world.plantTool(
    'fails-spelled',
    says((request) => spellings(credentialOf(request)).join(' ')),
  );
  const cut = await world.plantTool(
    'fails-cut',
    says((request) => `${'.'.repeat(1_980)}${credentialOf(request)}`),
  );
  const odd = world.canaries.fresh('a header full of signs', { before: 'c"n\\a/r+y=&<%', after: '>é' });
  const signs = await world.plantTool(
    'fails-signs',
    says((r) => `${spellings(credentialOf(r)).join(' ')}`),
    {},
    odd,
  );
  const password = world.canaries.fresh('a password of Basic');
  const basic = `Basic ${Buffer.from(`buyer:${password}`).toString('base64')}`;
  const decoded = await world.plantTool(
    'fails-basic',
    says((r) => spellings(credentialOf(r)).join(' ')),
    {},
    basic,
  );
  const cookie = `session=${world.canaries.fresh('a cookie')}; theme=dark`;
  const biscuit = await world.plantTool(
    'fails-cookie',
    says((r) => credentialOf(r).split(/[=;]/)[1]),
    {},
    cookie,
  );
  for (const tool of [plain, coded, spelled, cut, signs, decoded, biscuit])
    await world.status(await world.place(tool), 'failed');
}

async function refuses(world: SecretsWorld): Promise<void> {
  const tool = (name: string, reply: (request: SellerRequest) => SellerReply) => world.plantTool(name, reply);
  const target = (request: SellerRequest) =>
    `https://elsewhere.test/login?token=${encodeURIComponent(credentialOf(request))}&next=${credentialOf(request).replace(/^\w+ /, '')}#x`;
  const rejecting = await tool('rejects', (request) => ({ status: 422, body: echoOf(request) }));
  const cutting = await tool('rejects-cut', (r) => ({ status: 400, body: `${'.'.repeat(480)}${credentialOf(r)}` }));
  const json = await tool('rejects-json', (r) => ({ status: 403, body: { sent: r.headers, hint: credentialOf(r) } }));
  const moving = await tool('redirects', (r) => ({ status: 302, headers: { location: target(r) }, body: echoOf(r) }));
  const repeating = await tool('repeats', (r) => ({ status: 400, body: `..${`${credentialOf(r)} `.repeat(300)}` }));
  for (const rejected of [rejecting, cutting, json, moving, repeating])
    await world.status(await world.place(rejected), 'failed');
  let tries = 0;
  const stumbling = await tool('stumbles', (r) => ({ status: tries++ < 2 ? 503 : 202, body: echoOf(r) }));
  const orderId = await world.place(stumbling);
  await world.status(orderId, 'processing');
  await world.call('POST', `/v1/orders/${orderId}/cancel`);
}

async function isChecked(world: SecretsWorld): Promise<void> {
  const answers: ((request: SellerRequest) => SellerReply)[] = [
    (r) => ({ body: { status: 'processing', message: `Key ${credentialOf(r)}`, [credentialOf(r)]: 1 } }),
    (r) => ({ body: { status: 'processing', message: `${'.'.repeat(480)}${credentialOf(r)}` } }),
    (r) => ({ body: `{"status": "perhaps", "sent": ${JSON.stringify(r.headers)}}` }),
    (r) => ({ body: `${'.'.repeat(980)}${credentialOf(r)}${'.'.repeat(4_000)}` }),
    (r) => ({ status: 401, body: echoOf(r) }),
    (r) => ({ status: 404, body: echoOf(r) }),
    (r) => ({ status: 500, body: echoOf(r) }),
    (r) => ({ status: 302, headers: { location: `/x?key=${encodeURIComponent(credentialOf(r))}` }, body: echoOf(r) }),
    (r) => ({ body: `{"status":"processing","message":"${credentialOf(r)}","message":"twice"}` }),
    (r) => ({
      body: { status: 'failed', error: { code: credentialOf(r), message: spellings(credentialOf(r)).join() } },
    }),
  ];
  world.seller.on('GET', '/checked/:id', (request) => (answers.length > 1 ? answers.shift() : answers[0])!(request));
  const message = (request: SellerRequest) => ({ body: { status: 'processing', message: credentialOf(request) } });
  const tool = await world.plantTool('is-checked', message, { status_url: world.seller.url('/checked/{order_id}') });
  await world.status(await world.place(tool), 'failed');
}

async function isCheckedInBatches(world: SecretsWorld): Promise<void> {
  const of = (request: SellerRequest, element: object, more: object = {}) => {
    const [order_id] = request.json<{ order_ids: string[] }>().order_ids;
    return { body: { orders: [{ order_id, ...element }], ...more } };
  };
  const answers: ((request: SellerRequest) => SellerReply)[] = [
    (r) => of(r, { status: 'processing', message: `Key ${credentialOf(r)}`, [credentialOf(r)]: 1 }),
    (r) => of(r, { status: 'perhaps', sent: r.headers }, { [credentialOf(r)]: 1 }),
    (r) => ({ body: { orders: [{ order_id: credentialOf(r) }] } }),
    (r) => ({ body: echoOf(r) }),
    (r) => ({ status: 401, body: echoOf(r) }),
    (r) => ({ status: 404, headers: { location: `/x?key=${encodeURIComponent(credentialOf(r))}` }, body: echoOf(r) }),
    (r) => ({ headers: { 'content-encoding': credentialOf(r) }, body: '{}' }),
    (r) => of(r, { status: 'failed', error: { code: credentialOf(r), message: echoOf(r) } }),
  ];
  world.seller.on('POST', '/batches', (request) => (answers.length > 1 ? answers.shift() : answers[0])!(request));
  const tool = await world.plantTool('is-checked-in-batches', () => ({}), {
    status_batch_url: world.seller.url('/batches'),
  });
  await world.status(await world.place(tool), 'failed');
}

/** The query of a status URL that the seller names is a secret between it and us. */
async function namesItsStatusUrl(world: SecretsWorld): Promise<void> {
  const key = world.canaries.fresh('the query of a status URL', { before: 'sig-', after: '' });
  const odd = world.canaries.fresh('another query of a status URL', { before: 'sig/+ ', after: '=&' });
  const query = `sig=${key}&odd=${encodeURIComponent(odd)}`;
  const answers: ((request: SellerRequest) => SellerReply)[] = [
    (request) => ({ status: 404, body: echoOf(request) }),
    () => ({ resetAfter: true, body: 'half of it' }),
    (request) => ({ body: { status: 'processing', message: `See ${request.path}?${request.query.toString()}` } }),
    () => ({ body: { status: 'processing', message: `${key} ${odd}`, next: `?${query}` } }),
    () => ({ body: { status: 'completed', result_text: 'a cat' } }),
  ];
  world.seller.on('GET', '/named/:id', (request) => (answers.length > 1 ? answers.shift() : answers[0])!(request));
  const location = (request: SellerRequest) => `/named/${String(request.json().order_id)}?${query}`;
  const tool = await world.plantTool('names-its-status', (request) => ({
    ...{ status: 202, headers: { location: location(request) }, body: { poll_at: location(request) } },
  }));
  await world.status(await world.place(tool), 'completed');
  const stays = await world.plantTool('names-and-waits', (request) => ({
    ...{ status: 202, headers: { 'operation-location': location(request) } },
  }));
  answers.splice(0, Infinity, (request) => ({
    body: { status: 'processing', message: echoOf(request) },
  }));
  await world.attempts(await world.place(stays), 'check', 2);
}

async function bringsBadResults(world: SecretsWorld): Promise<void> {
  world.seller.on('GET', '/bad/:id', (request) => ({
    body: { status: 'completed', output_type: credentialOf(request), result_text: 'x', message: credentialOf(request) },
  }));
  const tool = await world.plantTool('brings-bad-results', () => ({}), {
    status_url: world.seller.url('/bad/{order_id}'),
  });
  await world.status(await world.place(tool), 'failed');
}

async function callsBack(world: SecretsWorld): Promise<void> {
  const tool = await world.plantTool('calls-back', () => ({ status: 202 }));
  const orderId = await world.place(tool);
  await world.status(orderId, 'processing');
  const said = [...Object.values(tool.headers), tool.callbackSecret];
  const post = (body: unknown, secret = tool.callbackSecret, raw?: string) =>
    world.call('POST', '/api/orders/callback', body, {
      ...{ token: null, headers: { 'x-callback-secret': secret }, ...(raw === undefined ? {} : { raw }) },
    });
  for (const text of said.flatMap(spellings).filter((value) => /^[\x20-\x7e]+$/.test(value))) {
    await post({ ok: true, order_id: orderId, status: 'processing', message: text, [text]: text });
  }
  for (const text of said) {
    await post({ ok: true, order_id: orderId, status: 'processing', message: `${'.'.repeat(480)}${text}` });
    await post({ ok: true, order_id: orderId, output_type: text, result_text: 'x' });
    await post({ ok: true, order_id: orderId, status: text });
    await post({ ok: true, order_id: text, result_text: 'x' });
    await post(undefined, tool.callbackSecret, `{"ok": true, "order_id": "${orderId}", "a": 1, "a": "${text}"`);
    await post(undefined, tool.callbackSecret, `{"ok": true, "order_id": "${orderId}", "${text}": 1, "${text}": 2}`);
    await post(undefined, tool.callbackSecret, `{"ok": true, "order_id": "${orderId}" ${text}`);
  }
  for (const wrong of [world.canaries.fresh('a wrong callback secret'), ...wrongSecrets(world, tool)])
    await post({ ok: true, order_id: orderId, result_text: 'x' }, wrong);
  await post({ ok: false, order_id: orderId, error: { code: tool.callbackSecret, message: said.join(' ') } });
  await post({ ok: true, order_id: orderId, status: 'processing', message: tool.callbackSecret });
  await world.call('POST', `/v1/orders/${orderId}/retry`);
  await world.attempts(orderId, 'forward', 2);
  await post({ ok: false, order_id: orderId, error: said.join(' ') });
}

function wrongSecrets(world: SecretsWorld, tool: PlantedTool): string[] {
  return [`${tool.callbackSecret}x`, tool.callbackSecret.slice(0, -1), ...Object.values(world.tokens)];
}

async function callsBackByUrl(world: SecretsWorld): Promise<void> {
  let callbackUrl = '';
  const working = () => ({
    body: { status: 'processing', message: `I will call ${callbackUrl}`, callback_url: callbackUrl },
  });
  world.seller.on('GET', '/by-url/:id', working);
  const accepting = (request: SellerRequest) => {
    callbackUrl = String(request.json().callback_url);
    return working();
  };
  const tool = await world.plantTool('calls-back-by-url', accepting, {
    ...{ callback_auth: 'url_token', status_url: world.seller.url('/by-url/{order_id}') },
  });
  const orderId = await world.place(tool);
  await world.status(orderId, 'processing');
  await world.attempts(orderId, 'check', 1);
  const [job] = world.seller.requestsTo('/calls-back-by-url');
  const { pathname } = new URL(String(job?.json().callback_url));
  const token = world.canaries.plant('the token of a callback URL', pathname.split('/').at(-1) ?? '');
  const post = (body: unknown, path = pathname) => world.roundtrip.call('POST', path, body, { token: null });
  for (const message of [...spellings(token), `https://roundtrip.test${pathname}`])
    await post({ ok: true, status: 'processing', message, [message]: message });
  await post({ ok: true, order_id: token });
  await post({ ok: true, result_text: 'x' }, `${pathname}x`);
  await post({ ok: true, result_text: 'x' }, pathname.slice(0, -1));
  await post({ ok: true, result_text: 'x' }, `${pathname}?run=${token}`);
  await post({ status: 'failed', error: { code: token, message: `Could not call ${pathname}` } });
}

/** A link is a secret of whoever was given it. */
async function bringsAFile(world: SecretsWorld): Promise<void> {
  const file = { status: 'completed', file_base64: 'aGVsbG8=', filename: 'hello.txt' };
  const tool = await world.plantTool('brings-a-file', () => ({ body: file }));
  const orderId = await world.place(tool);
  await world.status(orderId, 'completed');
  const path = `/v1/orders/${orderId}/files/1`;
  const { url } = (await world.roundtrip.call('POST', `${path}/link`, { expires_s: 600 })).body as { url: string };
  const { search } = new URL(url);
  world.canaries.plant('the signature of a link', search.split('signature=')[1] ?? '');
  await world.call('GET', path + search, undefined, { token: null });
  await world.call('GET', `${path}x${search}`, undefined, { token: null });
  await world.call('GET', `${path}${search}x`, undefined, { token: null });
}

async function isGone(world: SecretsWorld): Promise<void> {
  const tool = await world.plantTool('is-gone', (request) => ({ status: 410, body: echoOf(request) }));
  await world.status(await world.place(tool), 'failed');
}

async function cannotBeReached(world: SecretsWorld): Promise<void> {
  const tool = await world.plantTool('cannot-be-reached', () => ({ resetBefore: true }));
  const hosts = ['https://localhost:1/job', 'https://no-such-host.invalid/job', 'https://10.255.255.1/job'];
  for (const job_url of hosts) {
    const key = world.canaries.fresh(`the key of ${job_url}`);
    const auth_headers = { 'X-Key': key };
    await world.call('PATCH', `/v1/tools/${tool.shortId}`, { job_url, auth_headers });
    const orderId = await world.place(tool);
    await world.attempts(orderId, 'forward', 1);
    await world.call('POST', `/v1/orders/${orderId}/cancel`);
  }
}
