import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/domain/caller.js';
import { ADMIN, startSellersApp, type Answer, type SellersApp } from './sellers-app.js';
import { aTool, HEADER_VALUE } from './sellers-room.js';

let app: SellersApp;
let ada: { seller_id: string; token: string };
let bob: { seller_id: string; token: string };
const tokens = {} as Record<Exclude<Role, 'seller'>, string>;

beforeAll(async () => {
  app = await startSellersApp();
  ada = (await app.call(ADMIN, 'POST', '/v1/sellers', { name: 'Ada' })).json;
  bob = (await app.call(ADMIN, 'POST', '/v1/sellers', { name: 'Bob' })).json;
  for (const role of ['admin', 'operator', 'viewer', 'marketplace'] as const) tokens[role] = await app.tokenOf(role);
});
afterAll(() => app.close());
afterEach(() => expect(app.reported).toEqual([]));

const fields = (answer: Answer) =>
  (answer.json.error.details as { field: string }[]).map((detail) => detail.field).sort();
const names = (page: { sellers: { name: string }[] }) => page.sellers.map((seller) => seller.name);
const stored = async () => (await app.room.database.read('SELECT * FROM tools ORDER BY short_id')).length;
let made = 0;
const addTool = async () => {
  const short_id = `tool-${++made}`;
  await app.call(ada.token, 'POST', '/v1/tools', aTool({ short_id }));
  return short_id;
};

describe('the routes of sellers', () => {
  it('register, show, change and delete', async () => {
    const created = await app.call(ADMIN, 'POST', '/v1/sellers', { name: 'Eve', alert_url: 'https://eve.example/a' });
    expect(created.status).toBe(201);
    const { token, ...seller } = created.json;
    expect(token).toMatch(/^rt_seller_/);
    const path = `/v1/sellers/${seller.seller_id}`;
    expect((await app.call(token, 'GET', path)).json).toEqual(seller);
    expect((await app.call(token, 'PATCH', path, { alert_url: null })).json).toMatchObject({ alert_url: null });
    expect((await app.call(token, 'GET', `${path}/notices`)).json).toEqual({ notices: [], next_cursor: null });
    const rotated = await app.call(token, 'POST', `${path}/rotate-token`);
    expect([rotated.status, Object.keys(rotated.json)]).toEqual([200, ['token']]);
    expect((await app.call(token, 'GET', path)).status).toBe(401);
    const deleted = await app.call(ADMIN, 'DELETE', path);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await app.call(rotated.json.token, 'GET', path)).status).toBe(401);
    expect((await app.call(ADMIN, 'GET', path)).json.error.code).toBe('not_found');
  });

  it('list page by page', async () => {
    const first = (await app.call(ADMIN, 'GET', '/v1/sellers?limit=1')).json;
    const second = (await app.call(ADMIN, 'GET', `/v1/sellers?limit=1&cursor=${first.next_cursor}`)).json;
    expect([names(first), names(second)]).toEqual([['Bob'], ['Ada']]);
    expect(second.next_cursor).toBeNull();
    expect((await app.call(ada.token, 'GET', '/v1/sellers')).json.sellers).toHaveLength(1);
    expect((await app.call(ADMIN, 'GET', '/v1/sellers?limit=101')).status).toBe(400);
  });

  it.each<[string, unknown, string]>([
    ['a name too short', { name: 'A' }, 'name'],
    ['a name too long', { name: 'x'.repeat(61) }, 'name'],
    ['a name with a line break', { name: 'a\nb' }, 'name'],
    ['a name of spaces', { name: '   ' }, 'name'],
    ['a name that is no text', { name: 7 }, 'name'],
    ['an alert URL that is no text', { name: 'Eve', alert_url: {} }, 'alert_url'],
    ['an http alert URL', { name: 'Eve', alert_url: 'http://eve.example/' }, 'alert_url'],
    ['an unknown field', { name: 'Eve', email: 'eve@example.com' }, 'email'],
  ])('refuse %s by name', async (_what, body, field) => {
    const answer = await app.call(ADMIN, 'POST', '/v1/sellers', body);
    expect([answer.status, answer.json.error.code, fields(answer)]).toEqual([400, 'invalid_request', [field]]);
    expect((await app.call(ADMIN, 'GET', '/v1/sellers')).json.sellers).toHaveLength(2);
  });

  it('do not take a name away', async () => {
    const answer = await app.call(ADMIN, 'PATCH', `/v1/sellers/${ada.seller_id}`, { name: null });
    expect([answer.status, fields(answer)]).toEqual([400, ['name']]);
  });
});

describe('the routes of tools', () => {
  it('register, show, change, rotate, pause, resume, count and delete', async () => {
    const created = await app.call(ada.token, 'POST', '/v1/tools', aTool({ name: 'Round' }));
    expect(created.status).toBe(201);
    const { callback_secret, signing_secret, ...tool } = created.json;
    expect(tool).toMatchObject({ seller_id: ada.seller_id, auth_headers: { Authorization: '••••x7Qa' } });
    const path = `/v1/tools/${tool.short_id}`;
    expect((await app.call(ada.token, 'GET', path)).json).toEqual(tool);
    expect((await app.call(ada.token, 'PATCH', path, { status_url: null })).json).toMatchObject({ status_url: null });
    const rotated = await app.call(ada.token, 'POST', `${path}/rotate-secret`, { which: 'callback' });
    expect([rotated.status, Object.keys(rotated.json)]).toEqual([200, ['callback_secret']]);
    const [row] = await app.room.database.read<{ old_callback_secret_until: number }>(
      'SELECT old_callback_secret_until FROM tools WHERE short_id = $1',
      [tool.short_id],
    );
    expect(row!.old_callback_secret_until).toBe(app.room.clock.now() + 86_400_000);
    const paused = await app.call(ada.token, 'POST', `${path}/pause`);
    expect([paused.status, paused.json.paused_at]).toEqual([200, '2030-01-07T09:00:00.000Z']);
    expect((await app.call(ada.token, 'POST', `${path}/resume`, {})).json.paused_at).toBeNull();
    expect((await app.call(ada.token, 'GET', `${path}/stats`)).json).toMatchObject({ orders: 0, success: null });
    expect((await app.call(ada.token, 'DELETE', path)).status).toBe(204);
    expect((await app.call(ada.token, 'GET', path)).json.error.code).toBe('unknown_tool');
    expect(callback_secret).not.toBe(signing_secret);
  });

  it('never answer a header value', async () => {
    const path = `/v1/tools/${await addTool()}`;
    const answers = [
      await app.call(ADMIN, 'GET', path),
      await app.call(ADMIN, 'GET', '/v1/tools'),
      await app.call(ADMIN, 'PATCH', path, { auth_headers: { Authorization: HEADER_VALUE } }),
      await app.call(ADMIN, 'PATCH', path, { auth_headers: { Authorization: `${HEADER_VALUE}\n` } }),
      await app.call(ADMIN, 'PATCH', path, { auth_headers: HEADER_VALUE }),
      await app.call(ADMIN, 'PATCH', path, { auth_headers: [HEADER_VALUE] }),
      await app.call(ADMIN, 'POST', `${path}/pause`),
    ];
    for (const answer of answers) expect(answer.text).not.toContain('canary-of-a-header');
  });

  it('preview plans: the usual ones, those asked for, and no others', async () => {
    const path = `/v1/tools/${await addTool()}/plan-preview`;
    expect((await app.call(ada.token, 'GET', path)).json.plans).toHaveLength(4);
    const poll = (plan: object) => `poll=${encodeURIComponent(JSON.stringify(plan))}`;
    const sweep = poll({ strategy: 'sweep' });
    const one = await app.call(ada.token, 'GET', `${path}?${sweep}`);
    expect((one.json.plans as { poll: unknown }[]).map((plan) => plan.poll)).toEqual([{ strategy: 'sweep' }]);
    const two = await app.call(ada.token, 'GET', `${path}?${sweep}&${poll({ strategy: 'learned', budget: 2 })}`);
    expect(two.json.plans[1].poll).toMatchObject({ strategy: 'learned', budget: 2, max_interval_s: 3_600 });
    for (const [query, field] of [
      ['poll=', 'poll'],
      [`${sweep}&poll=%7B`, 'poll'],
      [poll({ strategy: 'fixed' }), 'poll.interval_s'],
      [Array.from({ length: 9 }, () => sweep).join('&'), 'poll'],
      [`poll=${'x'.repeat(8_193)}`, 'poll'],
      ['plan=1', 'plan'],
    ] as const) {
      const refused = await app.call(ada.token, 'GET', `${path}?${query}`);
      expect([refused.status, fields(refused)]).toEqual([400, [field]]);
    }
  });

  it('do not answer parts that are not built', async () => {
    const path = `/v1/tools/${await addTool()}`;
    const missing = ['POST /test', 'GET /tests/tst_1', 'GET /kits/express'];
    for (const route of missing) {
      const [method, rest] = route.split(' ') as [string, string];
      expect([route, (await app.call(ADMIN, method, `${path}${rest}`)).status]).toEqual([route, 404]);
    }
  });

  const wrong: [string, object | string, string[]][] = [
    ['a short_id with other characters', { short_id: 'a.b' }, ['short_id']],
    ['a short_id too short', { short_id: 'a' }, ['short_id']],
    ['a short_id too long', { short_id: 'a'.repeat(65) }, ['short_id']],
    ['a missing name', { name: undefined }, ['name']],
    ['a missing job URL', { job_url: undefined }, ['job_url']],
    ['missing headers', { auth_headers: undefined }, ['auth_headers']],
    ['an empty name', { name: '' }, ['name']],
    ['a job URL that is no text', { job_url: 5 }, ['job_url']],
    ['an http job URL', { job_url: 'http://s.example/' }, ['job_url']],
    ['a status URL that is no text', { status_url: ['x'] }, ['status_url']],
    ['headers that are no object', { auth_headers: 'X-Key: a' }, ['auth_headers']],
    ['headers in a list', { auth_headers: [{ name: 'X-Key' }] }, ['auth_headers']],
    ['CR and LF in a value', { auth_headers: { 'X-Key': 'a\r\nb' } }, ['auth_headers.X-Key']],
    ['another way of callbacks', { callback_auth: 'none' }, ['callback_auth']],
    ['a template that is no text', { payload_template: {} }, ['payload_template']],
    ['a template over 64 KiB', { payload_template: `"${'x'.repeat(65_536)}"` }, ['payload_template']],
    ['a bad template', { payload_template: '{"a": {wrong}}' }, ['payload_template']],
    ['a plan that is no object', { poll: 'sweep' }, ['poll']],
    ['a schema that is no object', { inputs_schema: 'x' }, ['inputs_schema']],
    ['a deadline under a minute', { deadline_s: 59 }, ['deadline_s']],
    ['a deadline over 30 days', { deadline_s: 2_592_001 }, ['deadline_s']],
    ['a deadline as text', { deadline_s: '60' }, ['deadline_s']],
    ['no concurrency', { max_concurrency: 0 }, ['max_concurrency']],
    ['too much concurrency', { max_concurrency: 1_001 }, ['max_concurrency']],
    ['half a call at once', { max_concurrency: 1.5 }, ['max_concurrency']],
    ['an unknown field', { colour: 'red' }, ['colour']],
    ['a read-only field', { paused_at: null }, ['paused_at']],
    ['an http batch URL', { status_batch_url: 'http://s.example/' }, ['status_batch_url']],
    ['a batch URL with a placeholder', { status_batch_url: 'https://s.example/{order_id}' }, ['status_batch_url']],
    ['a pointer as a number', { remote_id_at: 7 }, ['remote_id_at']],
    ['a reading that is no object', { response: 'auto' }, ['response']],
    ['mirroring as a word', { mirror_result_url: 'true' }, ['mirror_result_url']],
    ['mirroring as a number', { mirror_result_url: 1 }, ['mirror_result_url']],
    ['two faults', { short_id: '?', max_concurrency: -1 }, ['max_concurrency', 'short_id']],
  ];

  it.each(wrong)('refuse %s by name, and store nothing', async (_what, changes, named) => {
    const before = await stored();
    const answer = await app.call(ada.token, 'POST', '/v1/tools', { ...aTool(), ...(changes as object) });
    expect([answer.status, answer.json.error.code]).toEqual([400, 'invalid_request']);
    expect(fields(answer)).toEqual(named);
    expect(await stored()).toBe(before);
  });

  it.each(wrong.filter(([, changes]) => !Object.values(changes).includes(undefined)))(
    'refuse %s in a change as well, and change nothing',
    async (_what, changes, named) => {
      const path = `/v1/tools/${await addTool()}`;
      const before = (await app.call(ADMIN, 'GET', path)).json;
      const answer = await app.call(ada.token, 'PATCH', path, changes);
      expect([answer.status, fields(answer)]).toEqual([400, named]);
      expect((await app.call(ADMIN, 'GET', path)).json).toEqual(before);
    },
  );

  it('tell line and column of a bad template', async () => {
    const template = { payload_template: '{\n  "a": "{inputs.x}"\n}' };
    const answer = await app.call(ada.token, 'POST', '/v1/tools', { ...aTool(), ...template });
    expect(answer.json.error.details[0].message).toContain('line 2, column 9');
  });

  it('refuse broken JSON, twice the same key, and keys that poison', async () => {
    const bodies = ['{ "name": ', '{"name": "aa", "name": "bb"}', '{"auth_headers": {"__proto__": "x"}}', '[]', '7'];
    for (const body of bodies) expect((await app.call(ada.token, 'POST', '/v1/tools', body)).status).toBe(400);
  });

  it('refuse a change that moves to another origin without headers', async () => {
    const path = `/v1/tools/${await addTool()}`;
    const answer = await app.call(ada.token, 'PATCH', path, { job_url: 'https://evil.example/' });
    expect([answer.status, answer.json.error.code, fields(answer)]).toEqual([400, 'headers_required', ['job_url']]);
  });

  it.each<[unknown, string]>([
    [{}, 'which'],
    [{ which: 'both' }, 'which'],
    [{ which: 'signing', grace_s: -1 }, 'grace_s'],
    [{ which: 'signing', grace_s: null }, 'grace_s'],
    [{ which: 'signing', grace_s: 2_592_001 }, 'grace_s'],
    [{ which: 'signing', now: true }, 'now'],
  ])('refuse a rotation by %j', async (body, field) => {
    const answer = await app.call(ada.token, 'POST', `/v1/tools/${await addTool()}/rotate-secret`, body);
    expect([answer.status, fields(answer)]).toEqual([400, [field]]);
  });

  it('refuse a body where none is taken', async () => {
    const path = `/v1/tools/${await addTool()}`;
    expect(fields(await app.call(ada.token, 'POST', `${path}/pause`, { reason: 'x' }))).toEqual(['reason']);
  });
});

describe('who may', () => {
  /** In turn: admin, operator, viewer, marketplace, the seller itself, another seller. */
  const rows: [string, string, unknown, number[]][] = [
    ['POST', '/v1/sellers', {}, [400, 403, 403, 403, 404, 404]],
    ['GET', '/v1/sellers', undefined, [200, 200, 200, 403, 200, 200]],
    ['GET', '/v1/sellers/SELLER', undefined, [200, 200, 200, 403, 200, 404]],
    ['PATCH', '/v1/sellers/SELLER', {}, [200, 200, 403, 403, 200, 404]],
    ['DELETE', '/v1/sellers/sel_none', undefined, [404, 403, 403, 403, 404, 404]],
    ['POST', '/v1/sellers/SELLER/rotate-token', { x: 1 }, [400, 403, 403, 403, 400, 400]],
    ['GET', '/v1/sellers/SELLER/notices', undefined, [200, 200, 200, 403, 200, 404]],
    ['POST', '/v1/tools', {}, [400, 400, 403, 403, 400, 400]],
    ['GET', '/v1/tools', undefined, [200, 200, 200, 200, 200, 200]],
    ['GET', '/v1/tools/TOOL', undefined, [200, 200, 200, 200, 200, 404]],
    ['PATCH', '/v1/tools/TOOL', {}, [200, 200, 403, 403, 200, 404]],
    ['POST', '/v1/tools/TOOL/rotate-secret', { which: 'signing' }, [200, 200, 403, 403, 200, 404]],
    ['POST', '/v1/tools/TOOL/pause', {}, [200, 200, 403, 403, 200, 404]],
    ['POST', '/v1/tools/TOOL/resume', {}, [200, 200, 403, 403, 200, 404]],
    ['GET', '/v1/tools/TOOL/stats', undefined, [200, 200, 200, 403, 200, 404]],
    ['GET', '/v1/tools/TOOL/plan-preview', undefined, [200, 200, 200, 403, 200, 404]],
    ['DELETE', '/v1/tools/none', undefined, [404, 404, 403, 403, 404, 404]],
  ];

  it.each(rows)('%s %s', async (method, path, body, expected) => {
    const target = path.replace('SELLER', ada.seller_id).replace('TOOL', await addTool());
    const callers = [tokens.admin, tokens.operator, tokens.viewer, tokens.marketplace, ada.token, bob.token];
    const statuses: number[] = [];
    for (const token of callers) statuses.push((await app.call(token, method, target, body)).status);
    expect(statuses).toEqual(expected);
  });
});

describe('the OpenAPI document', () => {
  it('describes bodies and answers, and names no field that cannot be set', async () => {
    const { schemas } = (await app.call(ADMIN, 'GET', '/openapi.json')).json.components;
    expect(schemas.NewToolBody.required).toEqual(['name', 'job_url', 'auth_headers']);
    expect(Object.keys(schemas.ToolPatchBody.properties)).toEqual(expect.arrayContaining(['poll', 'job_url']));
    const named = ['NewToolBody', 'ToolPatchBody'].flatMap((name) => Object.keys(schemas[name].properties as object));
    for (const field of ['paused_at', 'dialect']) {
      expect(named).not.toContain(field);
    }
    const tool = (await app.call(ADMIN, 'GET', `/v1/tools/${await addTool()}`)).json as object;
    expect(Object.keys(schemas.ToolAnswer.properties as object).sort()).toEqual(Object.keys(tool).sort());
  });
});
