import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import type { TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { useServers } from './servers.js';

const [old, next] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64')) as [string, string];
/** Before the keys are swapped, and after. */
const BEFORE = { ENCRYPTION_KEY: old, ENCRYPTION_KEY_PREVIOUS: next };
const AFTER = { ENCRYPTION_KEY: next, ENCRYPTION_KEY_PREVIOUS: old };

const servers = useServers();
let authority: LocalAuthority;
let seller: ScriptedSeller;
beforeAll(async () => {
  authority = await createAuthority();
  seller = await startSeller(authority);
  await (await servers.start({ ENCRYPTION_KEY: old })).stop();
});
afterAll(() => seller.close());

async function registered(server: TestRoundtrip, name: string): Promise<void> {
  const { seller_id } = (await server.call('POST', '/v1/sellers', { name })).body;
  const { status } = await server.call('POST', '/v1/tools', {
    ...{ seller_id, short_id: name, name, job_url: seller.url(`/${name}/job`), status_url: null },
    ...{ auth_headers: { 'x-key': `the key of ${name}` }, callback_auth: 'url_token' },
  });
  expect(status).toBe(201);
}

// While processes are restarted one after the other with the keys swapped, some have done so and others have not.
it.each([
  ['has not', 'has', BEFORE, AFTER],
  ['has', 'has not', AFTER, BEFORE],
])(
  'a process that %s swapped its keys opens what one that %s seals, which takes the callback tokens that it makes',
  async (name, _other, ofWorker, ofApi) => {
    const tool = `tool-that-${name.replace(' ', '-')}`;
    seller.reply(`POST /${tool}/job`, { status: 202, body: {} });
    const worker = await servers.start(ofWorker, { authority });
    const api = await servers.start({ ...ofApi, ROLE: 'api' }, { authority });
    await registered(api, tool);
    const order = (await api.call('POST', '/v1/orders', { short_id: tool, inputs: {} })).body.order_id as string;
    await eventually(() => seller.requestsTo(`POST /${tool}/job`).length === 1);
    const [job] = seller.requestsTo(`POST /${tool}/job`);
    expect(job?.headers['x-key']).toBe(`the key of ${tool}`);
    const path = new URL(job?.json<{ callback_url: string }>().callback_url ?? '').pathname;
    const answer = await api.call('POST', path, { ok: true, result_text: 'done' }, { token: null });
    expect(answer.status).toBe(200);
    expect((await worker.call('GET', `/v1/orders/${order}`)).body.status).toBe('completed');
    await Promise.all([worker.stop(), api.stop()]);
  },
);
