import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { Webhook } from 'standardwebhooks';
import { FolderStore, type Job } from '../../src/seller/index.js';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { AUTH, gate, HelpedSeller } from './helped-seller.js';

const journey = useJourney({ time: 'machine' });
const open: HelpedSeller[] = [];
const folders = makeTempFolder();
afterEach(() => open.splice(0).forEach((one) => one.close()));
async function helped(fields: object = {}): Promise<HelpedSeller> {
  const one = await HelpedSeller.start(journey, fields);
  open.push(one);
  return one;
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Asked {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One request to the seller, as Roundtrip makes them or not. */
function ask(url: string, method: string, headers: object, body = ''): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const call = requestHttps(url, { method, headers: { ...headers }, ca: journey.authority.caPem }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => void (text += piece.toString()));
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) });
      });
    });
    call.on('error', reject).end(body);
  });
}

const ORDER = '01a200b5-9692-711f-bc57-e21c3a596c81';
const jobBody = (run = 1) => {
  const callback_url = `${journey.roundtrip.url}/api/orders/callback${run === 1 ? '' : `?run=${run}`}`;
  return JSON.stringify({ short_id: 't', order_id: ORDER, inputs: {}, callback_url, ts: 1_767_225_600 });
};
function signed(secret: string, body: string, at = new Date()): Record<string, string> {
  const signature = new Webhook(secret).sign('msg_1', at, body);
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  return { ...AUTH, 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

describe('a seller made by the helper', () => {
  it('takes the job, tells its progress and calls back with a text', async () => {
    const { tool } = (await helped({ status_url: null })).works(async (job) => {
      await job.progress(40, 'Nearly half of it');
      await job.text(`Painted: ${String(job.inputs['prompt'])}, ${job.run}, ${job.shortId}, ${job.isTest}`);
    });
    const order = await tool.place();
    const done = await order.becomes('completed');
    expect(done.result?.text).toBe(`Painted: a red bicycle, 1, ${tool.shortId}, false`);
    expect(done.delivered_by).toBe('callback');
    expect(await order.outcomes('callback')).toEqual(['processing', 'completed']);
    expect((await order.events()).map(({ message }) => message)).toContain('Nearly half of it');
  });

  it('answers status checks where it does not call back', async () => {
    const done = gate();
    const { tool } = (await helped()).works(
      async (job) => {
        await job.progress(70);
        await done.passed;
        await job.json({ colour: 'red' });
      },
      { callbacks: false, callbackSecret: undefined },
    );
    const order = await tool.place();
    await eventually(async () => (await order.read()).progress === 70);
    done.open();
    expect(await order.becomes('completed')).toMatchObject({
      ...{ delivered_by: 'check', result: { output_type: 'json', text: '{"colour":"red"}' } },
    });
    expect(await order.outcomes('callback')).toEqual([]);
  });

  it('sends small files along, and uploads a file larger than a callback may be', async () => {
    const large = randomBytes(6_000_000);
    const path = folders.join('large.bin');
    writeFileSync(path, large);
    const { tool } = (await helped({ status_url: null })).works((job) =>
      job.files([{ filename: 'note.txt', mimeType: 'text/plain', bytes: 'Hello' }, { path }]),
    );
    const order = await tool.place();
    const { result } = await order.becomes('completed');
    expect(result?.files).toMatchObject([
      { filename: 'note.txt', mime_type: 'text/plain', size: 5 },
      { filename: 'large.bin', size: large.length, sha256: sha256(large) },
    ]);
  });

  it('hands a large file over on the road of checks, too', async () => {
    const large = randomBytes(5_000_000);
    const { tool } = (await helped()).works((job) => job.file({ filename: 'a.bin', bytes: large }), {
      callbacks: false,
    });
    const { result, delivered_by } = await (await tool.place()).becomes('completed');
    expect([delivered_by, result?.files[0]?.sha256]).toEqual(['check', sha256(large)]);
  });

  it('hands a text over as a file where it is longer than a callback may be', async () => {
    const { tool } = (await helped({ status_url: null })).works((job) => job.csv('a,b\n'.repeat(1_200_000)));
    const { result } = await (await tool.place()).becomes('completed');
    expect(result?.files).toMatchObject([{ filename: 'result.csv', mime_type: 'text/csv', size: 4_800_000 }]);
  });

  it.each<[string, (job: Job) => unknown, string, string]>([
    [
      'throws',
      () => Promise.reject(new Error('No paint is left.\nat secret.ts')),
      'handler_failed',
      'No paint is left.',
    ],
    ['ends without a result', () => undefined, 'no_result', 'The seller ended its work without a result.'],
    ['says so', (job) => job.fail({ code: 'too_dark', message: 'It is too dark.' }), 'too_dark', 'It is too dark.'],
    [
      'names a file that is not there',
      (job) => job.file({ path: '/nowhere/at/all' }),
      'no_result',
      'The result could not be handed over. It could not be read.',
    ],
    [
      'has a result that Roundtrip refuses',
      (job) => job.url('http://not-https.example/a.png'),
      'bad_result',
      'The result was refused. Roundtrip answered 400',
    ],
  ])('reports that the order failed where its handler %s', async (_what, handler, code, message) => {
    const one = (await helped({ status_url: null })).works(handler);
    const { error, delivered_by } = await (await one.tool.place()).becomes('failed');
    expect([delivered_by, error?.message]).toEqual(['callback', expect.stringContaining(message)]);
    expect(error?.message).not.toContain('nowhere');
    expect(JSON.stringify(error)).toContain(code === 'bad_result' ? 'refused' : message);
  });

  it('drops what is told after the end', async () => {
    const one = (await helped({ status_url: null })).works(async (job) => {
      await job.text('first');
      await job.progress(50);
      await job.fail('second');
    });
    expect((await (await one.tool.place()).becomes('completed')).result?.text).toBe('first');
    await eventually(() => one.told.some((sentence) => sentence.includes('had ended already')));
  });

  it('works anew in the next run of an order', async () => {
    let works = 0;
    const { tool } = (await helped({ status_url: null })).works((job) =>
      ++works === 1 ? job.fail('Not today.') : job.text(`run ${job.run}`),
    );
    const order = await tool.place();
    await order.becomes('failed');
    await order.act('retry', undefined, 202);
    expect((await order.becomes('completed', 2)).result?.text).toBe('run 2');
  });

  it('reports again while Roundtrip is away, and waits as long as it is asked to', async () => {
    const one = await helped({ status_url: null });
    const go = gate();
    one.works(async (job) => {
      await go.passed;
      await job.text('late, but here');
    });
    const order = await one.tool.placed();
    const { fetch } = globalThis;
    const answers = [
      () => Promise.reject(new Error('connection refused')),
      () => Promise.resolve(new Response('', { status: 500 })),
      () => Promise.resolve(new Response('', { status: 503, headers: { 'Retry-After': '1' } })),
    ];
    const at: number[] = [];
    globalThis.fetch = (url, init) => {
      if (!(url as string).includes('/api/orders/callback')) return fetch(url, init);
      at.push(performance.now());
      return answers.shift()?.() ?? fetch(url, init);
    };
    try {
      go.open();
      expect((await order.becomes('completed')).result?.text).toBe('late, but here');
    } finally {
      globalThis.fetch = fetch;
    }
    expect(at).toHaveLength(4);
    expect(at[3]! - at[2]!).toBeGreaterThan(950);
  });
});

describe('the door of a seller made by the helper', () => {
  it('opens to nobody without the auth headers', async () => {
    const one = (await helped()).works(() => undefined);
    const { Authorization: _, ...bare } = signed(one.tool.json.signing_secret, jobBody());
    expect((await ask(one.url('/jobs'), 'POST', bare, jobBody())).status).toBe(401);
    expect((await ask(one.url(`/jobs/${ORDER}`), 'GET', {})).status).toBe(401);
    expect((await ask(one.url(`/jobs/${ORDER}`), 'GET', { Authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('takes no job that the tool has not signed, or not just now', async () => {
    let worked = 0;
    const one = (await helped()).works(() => void worked++);
    const secret = one.tool.json.signing_secret;
    const post = async (headers: object, body = jobBody()) =>
      (await ask(one.url('/jobs'), 'POST', headers, body)).status;
    const stranger = `whsec_${randomBytes(32).toString('base64')}`;
    expect(await post(AUTH)).toBe(401);
    expect(await post(signed(stranger, jobBody()))).toBe(401);
    expect(await post(signed(secret, jobBody()), jobBody().replace('"t"', '"u"'))).toBe(401);
    expect(await post(signed(secret, jobBody(), new Date(Date.now() - 301_000)))).toBe(401);
    expect(await post(signed(secret, '{}'), '{}')).toBe(400);
    expect(await post(signed(secret, ' '), ' '.repeat(5_300_000))).toBe(413);
    expect(worked).toBe(0);
    expect(await post(signed(secret, jobBody()))).toBe(202);
    await eventually(() => worked === 1);
  });

  it('makes one job of the same order twice, also at once, and tells its state', async () => {
    let worked = 0;
    const done = gate();
    const one = (await helped()).works(
      async (job) => {
        worked += 1;
        await done.passed;
        await job.text('once');
      },
      { callbacks: false },
    );
    const headers = signed(one.tool.json.signing_secret, jobBody());
    const post = () => ask(one.url('/jobs'), 'POST', headers, jobBody());
    const statuses = (await Promise.all([post(), post(), post()])).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 202]);
    done.open();
    await eventually(async () => (await post()).body['status'] === 'completed');
    expect(await post()).toMatchObject({ status: 200, body: { output_type: 'text', result_text: 'once' } });
    expect(worked).toBe(1);
  });

  it('answers 404 for an order that it does not know, and 304 where nothing has changed', async () => {
    const one = (await helped()).works((job) => job.text('done'), { callbacks: false });
    const check = (more: object = {}) => ask(one.url(`/jobs/${ORDER}?x=1`), 'GET', { ...AUTH, ...more });
    expect((await check()).status).toBe(404);
    expect((await ask(one.url('/jobs/..%2f..%2fetc'), 'GET', AUTH)).status).toBe(404);
    await ask(one.url('/jobs'), 'POST', signed(one.tool.json.signing_secret, jobBody()), jobBody());
    const { headers } = await eventually(async () => {
      const answer = await check();
      return answer.body['status'] === 'completed' ? answer : null;
    });
    expect((await check({ 'If-None-Match': `W/${headers['etag'] as string}` })).status).toBe(304);
    expect((await ask(one.url('/jobs'), 'DELETE', AUTH)).status).toBe(405);
  });

  it('asks to be asked again where its store is broken', async () => {
    const broken = () => Promise.reject(new Error('The disk is full.'));
    const store = { get: broken, set: broken, unfinished: () => [] };
    const one = (await helped()).works(() => undefined, { store });
    expect(await ask(one.url(`/jobs/${ORDER}`), 'GET', AUTH)).toMatchObject({
      ...{ status: 503, headers: { 'retry-after': '5' } },
    });
    expect(one.told).toEqual(['A request could not be answered: The disk is full.']);
  });

  it('stands in a framework that reads bodies, as long as their bytes are kept', async () => {
    const one = await helped();
    const app = fastify();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    app.all('/sellers/*', (request, reply) => {
      reply.hijack();
      one.listener(request.raw, reply.raw);
    });
    one.works((job) => job.text('in Fastify'));
    const at = `${await app.listen({ port: 0, host: '127.0.0.1' })}/sellers/jobs`;
    const headers = { ...signed(one.tool.json.signing_secret, jobBody()), 'Content-Type': 'application/json' };
    expect((await fetch(at, { method: 'POST', headers, body: jobBody() })).status).toBe(202);
    expect((await fetch(`${at}/${ORDER}`, { headers: AUTH })).status).toBe(200);
    await app.close();
  });

  it('says so where a framework has parsed the body', async () => {
    const one = (await helped()).works(() => undefined);
    const request = Object.assign(Readable.from([]), {
      method: 'POST',
      url: '/',
      headers: { authorization: AUTH.Authorization },
      body: { parsed: true },
    });
    await eventually(() => request.resume().readableEnded);
    const said = { status: 0 };
    const response = { writeHead: (status: number) => void (said.status = status), end: () => undefined };
    one.listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
    await eventually(() => said.status === 500);
    expect(one.told[0]).toMatch(/^Something in front of the seller has parsed the body: /);
  });

  it('is not made where it could prove nothing', async () => {
    const one = await helped();
    expect(() => one.works(() => undefined, { authHeaders: {} })).toThrow(/authHeaders must name/);
    expect(() => one.works(() => undefined, { signingSecret: 'wrong' })).toThrow(/begins with whsec_/);
    const unset = undefined as unknown as string;
    expect(() => one.works(() => undefined, { signingSecret: unset })).toThrow(/begins with whsec_/);
    expect(() => one.works(() => undefined, { authHeaders: { 'X-Key': unset } })).toThrow(/value of X-Key/);
    expect(() => one.works(unset as never)).toThrow(/must be given a handler/);
  });
});

describe('a seller that is started again', () => {
  it('forgets with its memory: the order is not known', async () => {
    const one = await helped();
    one.works(() => new Promise(() => undefined));
    const order = await one.tool.placed();
    one.works(() => undefined);
    expect((await ask(one.url(`/jobs/${order.id}`), 'GET', AUTH)).status).toBe(404);
  });

  it('goes on with what a store in a folder holds', async () => {
    const store = () => new FolderStore(folders.join('jobs'));
    const one = await helped({ status_url: null });
    one.works(() => new Promise(() => undefined), { store: store() });
    const order = await one.tool.placed();
    one.works((job) => job.text('by the second process'), { store: store() });
    expect((await order.becomes('completed')).result?.text).toBe('by the second process');
    one.works(() => undefined, { store: store() });
    expect((await ask(one.url(`/jobs/${order.id}`), 'GET', AUTH)).body).toMatchObject({ status: 'completed' });
  });

  it('reports an end that the process before it could not', async () => {
    const store = () => new FolderStore(folders.join('ends'));
    const one = await helped({ status_url: null });
    const never = { giveUpAfterMs: 0, firstPauseMs: 1 };
    const { fetch } = globalThis;
    one.works((job) => job.text('kept'), { store: store(), retry: never });
    globalThis.fetch = (url, init) =>
      (url as string).includes('/api/orders/callback') ? Promise.reject(new Error('no')) : fetch(url, init);
    const order = await one.tool.placed();
    await eventually(() => one.told.length > 0).finally(() => (globalThis.fetch = fetch));
    expect(one.told[0]).toBe(`Order ${order.id}: its end was not taken. Roundtrip does not answer: given up.`);
    one.works(() => undefined, { store: store() });
    expect((await order.becomes('completed')).result?.text).toBe('kept');
  });
});
