import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callbackSecretHash } from '../../src/sellers/tool-secrets.js';
import type { ToolFields } from '../../src/sellers/tool-rules.js';
import { addOrder, admin, askerOf, aTool, HEADER_VALUE, openRoom, setStatus, type TestRoom } from './sellers-room.js';
import { storedBytes } from '../support/whole-database.js';

let room: TestRoom;
let seller_id: string;
beforeEach(async () => {
  room = await openRoom();
  ({ seller_id } = await room.sellers.create(admin, { name: 'Ada', alert_url: 'https://ada.example/alerts' }));
});
afterEach(() => room.close());

const add = (changes = {}) => room.tools.create(admin, aTool({ seller_id, short_id: 'tool', ...changes }));
const change = (fields: ToolFields) => room.tools.change(admin, 'tool', fields);
const rows = () => room.database.read<Record<string, unknown>>('SELECT * FROM tools');

describe('registering a tool', () => {
  it('shows both secrets once, masks header values, and fills in the defaults', async () => {
    const { callback_secret, signing_secret, ...tool } = await add();
    expect(callback_secret).toMatch(/^cbs_\w{33}$/);
    expect(signing_secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(tool).toEqual({
      short_id: 'tool',
      seller_id,
      name: 'A tool',
      job_url: 'https://seller.example/jobs',
      status_url: 'https://seller.example/jobs/{order_id}',
      status_batch_url: null,
      auth_headers: { Authorization: '••••x7Qa' },
      callback_auth: 'secret',
      payload_template: null,
      poll: { strategy: 'sweep' },
      grade: null,
      graded_at: null,
      inputs_schema: null,
      deadline_s: 86_400,
      max_concurrency: 10,
      mirror_result_url: false,
      ...{ response: null, remote_id_at: null, dialect: null },
      paused_at: null,
      pause_reason: null,
      created_at: '2030-01-07T09:00:00.000Z',
      updated_at: '2030-01-07T09:00:00.000Z',
      warnings: [],
    });
    expect(await room.tools.get(admin, 'tool')).toEqual(tool);
    const { warnings: _none, ...listed } = tool;
    expect(await room.tools.list(admin, { limit: 10, after: null })).toEqual([listed]);
  });

  it('leaves no secret in the database in clear, nor in the audit', async () => {
    const tool = await add();
    const rotated = await room.tools.rotateSecret(admin, 'tool', { which: 'signing', grace_s: 60 });
    const bytes = await storedBytes(room.database, room.folder);
    expect(bytes.includes('https://seller.example/jobs')).toBe(true); // the right files are searched
    const secrets = [HEADER_VALUE, 'canary-of-a-header', tool.callback_secret, tool.signing_secret];
    for (const secret of [...secrets, ...Object.values(rotated)]) expect(bytes.includes(secret)).toBe(false);
  });

  it('makes a readable short_id where none is given', async () => {
    const made = await add({ short_id: undefined, name: 'Café menu, très bon!' });
    expect(made.short_id).toMatch(/^cafe-menu-tres-bon-[2-9a-z]{6}$/);
    expect((await add({ short_id: undefined, name: '図書館' })).short_id).toMatch(/^tool-[2-9a-z]{6}$/);
    expect((await add({ short_id: undefined, name: 'x'.repeat(60) })).short_id).toMatch(/^x{40}-[2-9a-z]{6}$/);
  });

  it('never issues a short_id twice, not even after its tool was deleted, nor to its own seller', async () => {
    await add();
    const taken = { status: 409, code: 'short_id_taken' };
    await expect(add()).rejects.toMatchObject(taken);
    await room.tools.remove(admin, 'tool');
    await expect(add()).rejects.toMatchObject(taken);
    expect(await rows()).toHaveLength(1);
  });

  it('is for the seller itself, or for a seller that is named and exists', async () => {
    const asSeller = askerOf('seller', seller_id);
    expect(await room.tools.create(asSeller, aTool({ short_id: 'own' }))).toMatchObject({ seller_id });
    const refused = { status: 400, details: [{ field: 'seller_id' }] };
    await expect(room.tools.create(asSeller, aTool({ seller_id: 'sel_other' }))).rejects.toMatchObject(refused);
    await expect(room.tools.create(admin, aTool())).rejects.toMatchObject(refused);
    await expect(room.tools.create(admin, aTool({ seller_id: 'sel_none' }))).rejects.toMatchObject(refused);
    expect(await rows()).toHaveLength(1);
  });

  it('keeps URLs in their canonical form, and plan and schema as they were meant', async () => {
    const inputs_schema = { type: 'object', properties: { prompt: { type: 'string' } } };
    const tool = await add({
      job_url: 'https://Seller.Example:443/a/../jobs?x=1',
      poll: { strategy: 'fixed', interval_s: 2.5 },
      payload_template: '{"id": "{order_id}", "in": {inputs.prompt}}',
      inputs_schema,
    });
    expect(tool).toMatchObject({
      job_url: 'https://seller.example/jobs?x=1',
      poll: { strategy: 'fixed', interval_s: 2.5, initial_s: 2.5, jitter: 0.1 },
      payload_template: '{"id": "{order_id}", "in": {inputs.prompt}}',
      inputs_schema,
    });
  });
});

const MAPPING_WITH_A_FAULT = { completed_when: { body: { a: [{ $is: 1 }] } }, result_at: '/a' };

describe('a tool that breaks a rule', () => {
  it.each<[string, object, string, RegExp]>([
    ['an http job URL', { job_url: 'http://s.example/' }, 'job_url', /begin with https/],
    ['credentials in a URL', { job_url: 'https://me:pw@s.example/' }, 'job_url', /credentials/],
    ['a fragment', { job_url: 'https://s.example/#a' }, 'job_url', /fragment/],
    ['a placeholder in a job URL', { job_url: 'https://s.example/{order_id}' }, 'job_url', /placeholder/],
    ['no placeholder in a status URL', { status_url: 'https://s.example/a' }, 'status_url', /\{order_id\}/],
    ['a placeholder in the host', { status_url: 'https://{order_id}.s.example/' }, 'status_url', /host/],
    ['a placeholder in the query', { status_url: 'https://s.example/?o={order_id}' }, 'status_url', /query/],
    ['another placeholder', { status_url: 'https://s.example/{order_id}/{run}' }, 'status_url', /\{remote_id\}/],
    ['a pointer that is none', { remote_id_at: 'id' }, 'remote_id_at', /JSON Pointer/],
    ['an unknown dialect', { response: { dialect: 'klingon' } }, 'response.dialect', /replicate/],
    [
      'a filter with an unknown operator',
      { response: MAPPING_WITH_A_FAULT },
      'response.completed_when.body.a[0].$is',
      /\$is/,
    ],
    ['no header', { auth_headers: {} }, 'auth_headers', /at least one/],
    ['a hop-by-hop header', { auth_headers: { Connection: 'x' } }, 'auth_headers.Connection', /cannot be set/],
    ['Host', { auth_headers: { host: 'x' } }, 'auth_headers.host', /cannot be set/],
    ['Content-Type', { auth_headers: { 'Content-Type': 'x' } }, 'auth_headers.Content-Type', /cannot be set/],
    ['a header of ours', { auth_headers: { 'webhook-id': 'x' } }, 'auth_headers.webhook-id', /set by us/],
    ['CR and LF in a value', { auth_headers: { 'X-Key': 'a\r\nX-B: c' } }, 'auth_headers.X-Key', /line breaks/],
    ['a value that is no text', { auth_headers: { 'X-Key': 7 } }, 'auth_headers.X-Key', /text/],
    ['an unknown strategy', { poll: { strategy: 'often' } }, 'poll.strategy', /no such strategy/],
    ['a budget under one check', { poll: { strategy: 'learned', budget: 0.5 } }, 'poll.budget', /from 1 to 20/],
    ['a plan without its interval', { poll: { strategy: 'fixed' } }, 'poll.interval_s', /needs interval_s/],
    ['a bad template', { payload_template: '{\n "a": {nobody}}' }, 'payload_template', /line 2, column 7/],
    ['a template that is no JSON', { payload_template: '{"a" 1}' }, 'payload_template', /line 1, column 6/],
    ['a bad schema', { inputs_schema: { type: 'objekt' } }, 'inputs_schema', /./],
  ])('%s is refused by name, and nothing is stored', async (_what, fields, field, says) => {
    const refusal = { status: 400, details: [{ field, message: expect.stringMatching(says) }] };
    await expect(add(fields)).rejects.toMatchObject(refusal);
    expect(await rows()).toEqual([]);
    await add();
    const [before] = await rows();
    await expect(change(fields)).rejects.toMatchObject(refusal);
    expect(await rows()).toEqual([before]);
  });

  it('is told of all its faults at once', async () => {
    const faults = { job_url: 'http://s.example/', auth_headers: { host: 'x' }, poll: { strategy: 'no' } };
    const problem = await add(faults).catch((error: { details: { field: string }[] }) => error);
    expect((problem as { details: { field: string }[] }).details.map((detail) => detail.field)).toEqual([
      'job_url',
      'poll.strategy',
      'auth_headers.host',
    ]);
  });
});

describe('changing a tool', () => {
  beforeEach(() => add());

  it('changes what is named and leaves the rest', async () => {
    room.clock.advance(1_000);
    const before = await room.tools.get(admin, 'tool');
    const after = await change({ name: 'Renamed', deadline_s: 60, callback_auth: 'url_token' });
    expect(after).toEqual({
      ...before,
      name: 'Renamed',
      deadline_s: 60,
      warnings: [{ field: 'deadline_s', message: expect.stringContaining('900 s + 8 s = 908 s') }],
      callback_auth: 'url_token',
      updated_at: '2030-01-07T09:00:01.000Z',
    });
  });

  it('clears by null: the field falls back to its default', async () => {
    await change({
      ...{ callback_auth: 'url_token', payload_template: '{}', inputs_schema: { type: 'object' } },
      ...{ poll: { strategy: 'fixed', interval_s: 5 }, deadline_s: 61, max_concurrency: 3, mirror_result_url: true },
      status_batch_url: 'https://seller.example/batch',
    });
    const cleared = await change({
      ...{ status_url: null, callback_auth: null, payload_template: null, inputs_schema: null },
      ...{ poll: null, deadline_s: null, max_concurrency: null, mirror_result_url: null, status_batch_url: null },
    });
    expect(cleared).toMatchObject({
      ...{ status_url: null, callback_auth: 'secret', payload_template: null, inputs_schema: null },
      ...{ poll: { strategy: 'sweep' }, deadline_s: 86_400, max_concurrency: 10, mirror_result_url: false },
      status_batch_url: null,
    });
  });

  it.each<[string, ToolFields]>([
    ['another host for jobs', { job_url: 'https://evil.example/jobs' }],
    ['another port for jobs', { job_url: 'https://seller.example:8443/jobs' }],
    ['another host for batch checks', { status_batch_url: 'https://evil.example/batch' }],
    ['another host for checks', { status_url: 'https://evil.example/{order_id}' }],
  ])('to %s asks for the headers anew, and then takes them', async (_what, fields) => {
    await expect(change(fields)).rejects.toMatchObject({ status: 400, code: 'headers_required' });
    expect(await room.tools.get(admin, 'tool')).toMatchObject({ job_url: 'https://seller.example/jobs' });
    expect(await change({ ...fields, auth_headers: { 'X-New': 'short' } })).toMatchObject({
      ...fields,
      auth_headers: { 'X-New': '••••' },
    });
    expect(await room.reader.openHeaders('tool')).toEqual({ 'X-New': 'short' });
  });

  it('within the origins it has needs no headers, and may swap them', async () => {
    await change({ status_url: 'https://status.example/{order_id}', auth_headers: { 'X-Key': 'k' } });
    await change({ job_url: 'https://status.example/in', status_url: 'https://seller.example/{order_id}' });
    await change({ job_url: 'https://seller.example/other?a=b' });
    expect(await room.reader.openHeaders('tool')).toEqual({ 'X-Key': 'k' });
  });

  it('to an origin that a tool had once, but has no more, asks for the headers again', async () => {
    await change({ status_url: 'https://status.example/{order_id}', auth_headers: { 'X-Key': 'k' } });
    await change({ status_url: null });
    await expect(change({ status_url: 'https://status.example/{order_id}' })).rejects.toMatchObject({
      code: 'headers_required',
    });
  });

  it('takes its open checks to the batch URL when it gets one, and back', async () => {
    await change({ status_batch_url: 'https://Batch.example/all', auth_headers: { 'X-Key': 'k' } });
    await change({ status_batch_url: 'https://batch.example/others' });
    await change({ status_url: null });
    await change({ status_batch_url: null });
    const batches = { groupLimit: 100, checkOrigin: 'https://batch.example' };
    expect(room.retargeted.map((entry) => entry.target)).toMatchObject([batches, { groupLimit: 1, checkOrigin: null }]);
  });

  it('moves its open work with it, when limit or origins change and only then', async () => {
    await change({ name: 'Other', job_url: 'https://seller.example/v2' });
    expect(room.retargeted).toEqual([]);
    await change({ max_concurrency: 2 });
    await change({ job_url: 'https://b.example/', auth_headers: { 'X-Key': 'k' } });
    await change({ status_url: null });
    const origins = { forwardOrigin: 'https://b.example', checkOrigin: 'https://seller.example' };
    const target = { laneLimit: 2, groupLimit: 1, ...origins };
    expect(room.retargeted.map((entry) => entry.target)).toEqual([
      { ...target, forwardOrigin: 'https://seller.example' },
      target,
      { ...target, checkOrigin: null },
    ]);
  });

  it('moves updated_at forward each time, also within one millisecond', async () => {
    const versions = new Set<unknown>();
    for (const max_concurrency of [1, 2, 3]) {
      await change({ max_concurrency });
      versions.add((await rows())[0]!['updated_at']);
    }
    expect(versions.size).toBe(3);
  });

  it('by many at once loses no change', async () => {
    await Promise.all([
      change({ name: 'New name' }),
      change({ deadline_s: 99 }),
      change({ max_concurrency: 7 }),
      change({ payload_template: '{}' }),
    ]);
    expect(await room.tools.get(admin, 'tool')).toMatchObject({
      ...{ name: 'New name', deadline_s: 99, max_concurrency: 7, payload_template: '{}' },
    });
  });
});

describe('rotating a secret', () => {
  const finds = async (secret: string) =>
    (await room.reader.findByCallbackSecret(callbackSecretHash(secret), room.clock.now()))?.shortId ?? null;
  const rotate = async (which: 'callback' | 'signing', grace_s: number) =>
    Object.values(await room.tools.rotateSecret(admin, 'tool', { which, grace_s }))[0] as string;

  it('lets both callback secrets count until the grace is over', async () => {
    const { callback_secret: old } = await add();
    const fresh = await rotate('callback', 60);
    expect([await finds(old), await finds(fresh)]).toEqual(['tool', 'tool']);
    room.clock.advance(59_999);
    expect(await finds(old)).toBe('tool');
    room.clock.advance(1);
    expect([await finds(old), await finds(fresh), await finds('cbs_unknown')]).toEqual([null, 'tool', null]);
  });

  it('signs with both secrets, the new one first, until the grace is over', async () => {
    const { signing_secret: old } = await add();
    const fresh = await rotate('signing', 60);
    expect(await room.reader.signingSecrets('tool', room.clock.now())).toEqual([fresh, old]);
    room.clock.advance(60_000);
    expect(await room.reader.signingSecrets('tool', room.clock.now())).toEqual([fresh]);
  });

  it('without grace ends the old ones at once, an older one in grace too', async () => {
    const { callback_secret: first, signing_secret } = await add();
    const second = await rotate('callback', 3_600);
    const third = await rotate('callback', 0);
    expect([await finds(first), await finds(second), await finds(third)]).toEqual([null, null, 'tool']);
    const fresh = await rotate('signing', 0);
    expect(fresh).not.toBe(signing_secret);
    expect(await room.reader.signingSecrets('tool', room.clock.now())).toEqual([fresh]);
  });
});

describe('pausing a tool', () => {
  beforeEach(() => add());
  const pause = (reason = 'It answered 410 Gone.') =>
    room.database.unit.run((tx) => room.reader.pause(tx, 'tool', reason, room.clock.now()));

  it('by a forward tells the seller, the marketplace and the operator once', async () => {
    expect([await pause(), await pause('again')]).toEqual([true, false]);
    expect(await room.tools.get(admin, 'tool')).toMatchObject({
      paused_at: '2030-01-07T09:00:00.000Z',
      pause_reason: 'It answered 410 Gone.',
    });
    const notices = await room.sellers.notices(askerOf('seller', seller_id), seller_id, 10, null);
    expect(notices).toMatchObject([{ short_id: 'tool', kind: 'paused', open: true }]);
    expect(notices[0]!.message).toContain('It answered 410 Gone.');
    expect(room.rung).toMatchObject([
      { destination: 'seller', type: 'tool.paused', stream: 'seller/tool/tool', url: 'https://ada.example/alerts' },
    ]);
    expect(room.announced).toMatchObject([{ type: 'tool.paused', shortId: 'tool', data: { short_id: 'tool' } }]);
    expect(Object.keys(room.announced[0]!.data as object)).not.toContain('job_url');
  });

  it('by its seller needs no notice to itself; by an operator it does', async () => {
    const asSeller = askerOf('seller', seller_id);
    const paused = await room.tools.pause(asSeller, 'tool');
    expect(paused).toMatchObject({ pause_reason: 'Paused by its seller.' });
    expect(await room.tools.pause(asSeller, 'tool')).toEqual(paused);
    expect([room.announced.length, room.rung.length]).toEqual([1, 0]);
    await room.tools.resume(asSeller, 'tool');
    await room.tools.pause(askerOf('operator'), 'tool');
    expect([room.announced.length, room.rung.length]).toEqual([2, 1]);
  });

  it('ends by resume: what waited is due, and the next pause is told again', async () => {
    await pause();
    expect(await room.tools.resume(admin, 'tool')).toMatchObject({ paused_at: null, pause_reason: null });
    await room.tools.resume(admin, 'tool');
    expect(room.unparked).toEqual(['tool']);
    await pause();
    expect((await room.sellers.notices(admin, seller_id, 10, null)).map((notice) => notice.open)).toEqual([
      true,
      false,
    ]);
  });

  it('is seen by the transaction that asks', async () => {
    const seen = await room.database.unit.run(async (tx) => {
      const before = await room.reader.isPaused(tx, 'tool');
      await room.reader.pause(tx, 'tool', 'Gone.', 1);
      return [before, await room.reader.isPaused(tx, 'tool')];
    });
    expect(seen).toEqual([false, true]);
  });
});

describe('a seller whose status URL refuses us', () => {
  beforeEach(() => add());
  const tell = (message: string) =>
    room.database.unit.run((tx) => room.reader.tellUnauthorized(tx, 'tool', message, room.clock.now()));
  const told = async () => (await room.sellers.notices(admin, seller_id, 10, null)).map((notice) => notice.message);

  it('is told once, and again after it changed the headers', async () => {
    await tell('first');
    await tell('second');
    await change({ name: 'Other name' });
    await tell('third');
    expect(await told()).toEqual(['first']);
    await change({ auth_headers: { 'X-Key': 'new' } });
    await tell('fourth');
    expect(await told()).toEqual(['fourth', 'first']);
    expect(room.rung.map((message) => message.type)).toEqual(['tool.unauthorized', 'tool.unauthorized']);
  });
});

describe('deleting a tool', () => {
  it('is refused while an order is open, and empties what was sealed', async () => {
    const { callback_secret } = await add({ payload_template: '{"key": "canary"}' });
    await addOrder(room, { order_id: 'o1', short_id: 'tool', status: 'received' });
    await expect(room.tools.remove(admin, 'tool')).rejects.toMatchObject({ status: 409, code: 'open_orders' });
    await setStatus(room, 'o1', 'failed');
    await room.tools.remove(admin, 'tool');
    const [row] = await rows();
    expect(row).toMatchObject({
      ...{ auth_headers: '', signing_secret: '', old_signing_secret: null, payload_template: null },
      ...{ callback_secret_hash: 'deleted:tool', deleted_at: room.clock.now() },
    });
    expect(await room.reader.findByCallbackSecret(callbackSecretHash(callback_secret), 0)).toBeNull();
    expect(await room.reader.find('tool')).toMatchObject({ deleted: true });
    await expect(room.tools.get(admin, 'tool')).rejects.toMatchObject({ status: 404, code: 'unknown_tool' });
    await expect(room.tools.remove(admin, 'tool')).rejects.toMatchObject({ status: 404 });
    await expect(change({ name: 'Again' })).rejects.toMatchObject({ status: 404 });
    await expect(room.tools.rotateSecret(admin, 'tool', { which: 'callback', grace_s: 1 })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('who sees a tool', () => {
  it('a seller its own, the marketplace no URLs, headers and template, others all', async () => {
    await add({ payload_template: '{}' });
    const stranger = askerOf('seller', 'sel_other');
    for (const attempt of [
      () => room.tools.get(stranger, 'tool'),
      () => room.tools.change(stranger, 'tool', { name: 'Mine now' }),
      () => room.tools.remove(stranger, 'tool'),
      () => room.tools.pause(stranger, 'tool'),
      () => room.tools.resume(stranger, 'tool'),
      () => room.tools.stats(stranger, 'tool'),
      () => room.tools.rotateSecret(stranger, 'tool', { which: 'signing', grace_s: 0 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ status: 404, code: 'unknown_tool' });
    }
    expect(await room.tools.list(stranger, { limit: 10, after: null })).toEqual([]);
    expect(await room.tools.list(askerOf('seller', seller_id), { limit: 10, after: null })).toHaveLength(1);
    const hidden = ['job_url', 'status_url', 'auth_headers', 'payload_template'];
    for (const tool of [
      await room.tools.get(askerOf('marketplace'), 'tool'),
      ...(await room.tools.list(askerOf('marketplace'), { limit: 10, after: null })),
    ]) {
      expect(Object.keys(tool).filter((field) => hidden.includes(field))).toEqual([]);
    }
    for (const role of ['viewer', 'operator'] as const) {
      expect(Object.keys(await room.tools.get(askerOf(role), 'tool'))).toEqual(expect.arrayContaining(hidden));
    }
  });

  it('and lists hold one seller’s tools where they are asked to', async () => {
    await add({ short_id: 'aa' });
    const of = (asker: typeof admin, sellerId: string) => room.tools.list(asker, { limit: 10, after: null, sellerId });
    expect((await of(admin, seller_id)).map((tool) => tool.short_id)).toEqual(['aa']);
    expect(await of(admin, 'sel_other')).toEqual([]);
    expect(await of(askerOf('seller', 'sel_other'), seller_id)).toEqual([]);
    expect(await of(askerOf('seller', seller_id), seller_id)).toHaveLength(1);
  });

  it('and lists go on where the page before ended', async () => {
    for (const short_id of ['bb', 'aa', 'cc']) await add({ short_id });
    const asSeller = askerOf('seller', seller_id);
    for (const asker of [admin, asSeller]) {
      const first = await room.tools.list(asker, { limit: 2, after: null });
      const second = await room.tools.list(asker, { limit: 2, after: 'bb' });
      expect([...first, ...second].map((tool) => tool.short_id)).toEqual(['aa', 'bb', 'cc']);
    }
  });
});

describe('the audit', () => {
  it('holds every write on tools: who, which fields, never a value', async () => {
    await add();
    await change({ auth_headers: { 'X-Key': 'canary-value' }, name: 'Renamed' });
    await room.tools.rotateSecret(admin, 'tool', { which: 'callback', grace_s: 5 });
    await room.tools.pause(admin, 'tool');
    await room.tools.resume(admin, 'tool');
    await room.tools.remove(admin, 'tool');
    const entries = (await room.accounts.audit.list(20, null)).reverse().slice(1);
    expect(entries.map(({ action, target, details }) => [action, target, details])).toMatchObject([
      ['tool.created', 'tool', { seller_id }],
      ['tool.changed', 'tool', { fields: ['auth_headers', 'name'] }],
      ['tool.secret_rotated', 'tool', { which: 'callback', grace_s: 5 }],
      ['tool.paused', 'tool', null],
      ['tool.resumed', 'tool', null],
      ['tool.deleted', 'tool', null],
    ]);
    expect(JSON.stringify(entries)).not.toContain('canary');
  });
});
