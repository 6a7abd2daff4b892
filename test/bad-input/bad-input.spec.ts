import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { ManualClock } from '../support/manual-clock.js';
import { startTestRoundtrip, type Answer, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { BAD_CALLBACKS } from './callback-cases.js';
import { BAD_JOBS, BAD_ORDERS, BAD_POLLS, BAD_READS, BAD_TOOLS, type BadCase, type Things } from './cases.js';
import { BAD_ROTATIONS } from './signing-cases.js';
import { BAD_SCHEDULES } from './schedule-cases.js';
import { changes, stored } from './stored.js';

/** What cannot be granted is refused with a sentence that names the field and says what to do, and leaves no trace. */
let roundtrip: TestRoundtrip;
let seller: ScriptedSeller;
let things: Things;

beforeAll(async () => {
  const authority = await createAuthority();
  seller = await startSeller(authority);
  seller.reply('POST /job', { status: 202 });
  // Nothing happens by itself: time stands still, and no tick of the sweep is near.
  const env = { SWEEP_CRON: '0 0 1 1 *' };
  roundtrip = await startTestRoundtrip({ authority, clock: new ManualClock(), env });
  const account = (await roundtrip.call('POST', '/v1/sellers', { name: 'Ada' })).body;
  const tool = await roundtrip.call('POST', '/v1/tools', {
    ...{ name: 'A tool', seller_id: account.seller_id as string, job_url: seller.url('/job') },
    ...{ status_url: seller.url('/status/{order_id}'), auth_headers: { 'X-Key': 'k' } },
  });
  const { short_id, callback_secret } = tool.body;
  const placed = await roundtrip.call('POST', '/v1/orders', { short_id, inputs: {} });
  const order = placed.body.order_id as string;
  await eventually(async () => (await roundtrip.call('GET', `/v1/orders/${order}`)).body.status === 'processing');
  const ids = { tool: short_id as string, seller: account.seller_id as string, order };
  things = { ...ids, callbackSecret: callback_secret as string };
});
afterAll(async () => {
  await roundtrip.stop();
  await seller.close();
  roundtrip.folder.remove();
});

interface Detail {
  readonly field: string;
  readonly message: string;
}

/** The one shape of errors, with a sentence for people and nothing of our insides. */
function expectRefusal(answer: Answer, status: number, code: string, says: RegExp): Detail[] {
  const { error, request_id } = answer.body as {
    error: { code: string; message: string; details: Detail[] };
    request_id: string;
  };
  expect([answer.status, error.code]).toEqual([status, code]);
  expect(answer.headers.get('x-request-id')).toBe(request_id);
  expect([error.message, ...error.details.map(({ message }) => message)].join('\n')).toMatch(says);
  expect(answer.text).not.toMatch(/node_modules|\.ts:|\.js:|Error:|SQLITE|undefined|\[object/);
  return error.details;
}

async function expectNothingStored(act: () => Promise<void>, but: readonly string[] = []): Promise<void> {
  const before = await stored(roundtrip);
  await act();
  expect(changes(before, await stored(roundtrip))).toEqual(but);
}

async function refuse({ request, status, code, field, says }: BadCase): Promise<void> {
  const { method, path, body, ...options } = request(things);
  const details = expectRefusal(await roundtrip.call(method, path, body, options), status, code, says);
  if (field !== null) expect(details.map((detail) => detail.field)).toContain(field);
}

const byKind = (cases: readonly BadCase[]) => cases.map((one): [string, BadCase] => [one.kind, one]);

describe('an order is refused, and nothing is stored:', () => {
  it.each(byKind(BAD_ORDERS))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a tool, a seller or a token is refused, and nothing is stored:', () => {
  it.each(byKind(BAD_TOOLS))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a poll is refused, and nothing is stored:', () => {
  it.each(byKind(BAD_POLLS))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a rotation of the signing secret is refused, and nothing is stored:', () => {
  it.each(byKind(BAD_ROTATIONS))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a job is refused, and nothing is stored:', () => {
  it.each(byKind(BAD_JOBS))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a question is refused:', () => {
  it.each(byKind(BAD_READS))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a schedule is refused, and nothing is stored:', () => {
  it.each(byKind(BAD_SCHEDULES))('%s', (_kind, one) => expectNothingStored(() => refuse(one)));
});

describe('a callback is refused, and changes nothing:', () => {
  it.each(BAD_CALLBACKS.map((one) => [one.kind, one] as const))('%s', async (_kind, one) => {
    const { status = 400, code = 'invalid', query = '', says, kept } = one;
    const body = one.body === undefined ? undefined : { order_id: things.order, ...one.body };
    const raw = one.raw?.(things);
    const headers = { 'x-callback-secret': things.callbackSecret };
    const options = { token: null, headers, ...(raw === undefined ? {} : { raw }), ...one.options?.(things) };
    const act = async () => {
      const answer = await roundtrip.call('POST', `/api/orders/callback${query}`, body, options);
      expectRefusal(answer, status, code, says);
    };
    const heard = async () => {
      const [order] = await roundtrip.storage.database.read<object>('SELECT * FROM orders');
      return JSON.stringify({ ...order, heard: null });
    };
    const before = [await heard(), await stored(roundtrip)] as const;
    await act();
    const changed = changes(before[1], await stored(roundtrip)).filter((table) => table !== 'orders');
    // A seller is told by an attempt what was wrong with its callback; and that it spoke at all is remembered.
    expect(changed).toEqual(kept ? ['attempts'] : []);
    expect(await heard()).toBe(before[0]);
    if (kept) await expectAttempt(says);
  });

  it('by a token in the URL that is not ours', async () => {
    const path = `/api/orders/callback/${'A'.repeat(46)}`;
    await expectNothingStored(async () => {
      for (const token of ['A'.repeat(46), 'x', '%00', 'a/b', '..'])
        expect([401, 404]).toContain(
          (await roundtrip.call('POST', path.replace(/A+$/, token), { ok: true }, { token: null })).status,
        );
    });
  });
});

async function expectAttempt(says: RegExp): Promise<void> {
  const { attempts } = (await roundtrip.call('GET', `/v1/orders/${things.order}/attempts?limit=1`)).body as {
    attempts: { kind: string; outcome: string; error: string }[];
  };
  expect(attempts[0]).toMatchObject({ kind: 'callback', outcome: expect.stringMatching(/unreadable|bad_result/) });
  expect(attempts[0]?.error).toMatch(says);
}
