import { describe, expect, it } from '@jest/globals';
import { useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

/** Sellers that are other systems as they are: nothing is registered but URLs, and their answers are recognised. */
const journey = useJourney();

interface System {
  readonly name: string;
  /** Its paths are published from the root of its host on. */
  readonly atRoot?: true;
  /** Of the job URL, where the system's own counts. */
  readonly jobPath?: string;
  /** Path and query of the status URL to register; null where the reply names it. */
  readonly statusPath: string | null;
  readonly reply: (base: string) => object;
  /** What is asked, and what it answers, in order. */
  readonly asked: string;
  readonly answers: (base: string) => readonly object[];
  /** A further call for the result: path and answer. */
  readonly result?: readonly [path: string, reply: object];
  readonly expected: object;
}

const prediction = (base: string, more: object) => ({
  ...{ id: 'gm3qorzdhgbfurvjtvhg6dckhu', model: 'black-forest-labs/flux', version: '5c7d5dc6dd8bf75c' },
  ...{
    input: { prompt: 'a red bicycle' },
    logs: '',
    error: null,
    created_at: '2026-11-22T07:00:00.000Z',
    data_removed: false,
  },
  urls: { get: `${base}/v1/predictions/gm3`, cancel: `${base}/v1/predictions/gm3/cancel` },
  ...more,
});
const queued = (base: string, more: object) => ({
  ...{ request_id: '764cabcf-b745-4b3e-ae38-1200304cf45b', status_url: `${base}/requests/764/status` },
  ...{ response_url: `${base}/requests/764`, cancel_url: `${base}/requests/764/cancel`, ...more },
});
const batch = (more: object) => ({
  ...{ id: 'batch_abc123', object: 'batch', endpoint: '/v1/chat/completions', input_file_id: 'file-in' },
  ...{ completion_window: '24h', output_file_id: null, error_file_id: null, created_at: 1763794800, ...more },
});
const run = (more: object) => ({
  data: {
    ...{ id: 'HG7ML7M8z78YcAPEB', actId: 'HDSasDasz78YcAPEB', userId: 'u', startedAt: '2026-11-22T07:00:00.000Z' },
    ...{ defaultKeyValueStoreId: 'kv', defaultDatasetId: 'wmKPijuyDnPZAPRMk', defaultRequestQueueId: 'q', ...more },
  },
});
const task = (more: object) => ({ code: 200, message: 'success', data: { taskId: 'task12345678', ...more } });

const SYSTEMS: readonly System[] = [
  {
    ...{ name: 'replicate', statusPath: null, asked: '/v1/predictions/gm3' },
    reply: (base) => ({ status: 201, body: prediction(base, { status: 'starting', output: null }) }),
    answers: (base) => [
      { body: prediction(base, { status: 'processing', output: null }) },
      { body: prediction(base, { status: 'succeeded', output: ['https://cdn.test/out-0.png'] }) },
    ],
    expected: { output_type: 'url', url: 'https://cdn.test/out-0.png' },
  },
  {
    ...{ name: 'fal', statusPath: null, asked: '/requests/764/status' },
    reply: (base) => ({ body: queued(base, { status: 'IN_QUEUE', queue_position: 2 }) }),
    answers: (base) => [
      { status: 202, body: queued(base, { status: 'IN_PROGRESS', logs: null }) },
      { body: queued(base, { status: 'COMPLETED', logs: null, metrics: { inference_time: 3.7 } }) },
    ],
    result: ['/requests/764', { body: { images: [{ url: 'https://cdn.test/a.png' }], seed: 7 } }],
    expected: { output_type: 'json', text: '{"images":[{"url":"https://cdn.test/a.png"}],"seed":7}' },
  },
  {
    ...{
      name: 'apixo',
      jobPath: '/generateTask/nano-banana',
      statusPath: '/statusTask/nano-banana?taskId={remote_id}',
      asked: '/statusTask/nano-banana',
    },
    reply: () => ({ body: task({}) }),
    answers: () => [
      { body: task({ state: 'processing', createTime: 1763794800000 }) },
      {
        body: task({
          ...{ state: 'success', resultJson: '{"resultUrls":["https://r2.apixo.test/a.png"]}', costTime: 8000 },
          ...{ createTime: 1763794800000, completeTime: 1763794808000 },
        }),
      },
    ],
    expected: { output_type: 'url', url: 'https://r2.apixo.test/a.png' },
  },
  {
    ...{ name: 'azure', statusPath: null, asked: '/operations/7' },
    reply: (base) => ({ status: 202, headers: { 'operation-location': `${base}/operations/7` } }),
    answers: () => [
      {
        body: {
          id: '/operations/7',
          name: '7',
          status: 'Running',
          percentComplete: 40,
          startTime: '2026-11-22T07:00:00Z',
        },
      },
      {
        body: {
          ...{ id: '/operations/7', name: '7', status: 'Succeeded', percentComplete: 100 },
          ...{ startTime: '2026-11-22T07:00:00Z', endTime: '2026-11-22T07:01:00Z', properties: { output: 'done' } },
        },
      },
    ],
    expected: { output_type: 'json', text: expect.stringContaining('done') },
  },
  {
    ...{ name: 'location', statusPath: null, asked: '/monitors/8' },
    reply: (base) => ({ status: 202, headers: { location: `${base}/monitors/8` } }),
    answers: () => [{ status: 202 }, { body: { answer: 42 } }],
    expected: { output_type: 'json', text: '{"answer":42}' },
  },
  {
    ...{ name: 'google', atRoot: true, jobPath: '/v1/videos/render', statusPath: null, asked: '/v1/operations/abc' },
    reply: () => ({ body: { name: 'operations/abc', metadata: { '@type': 'type.test/Meta' }, done: false } }),
    answers: () => [
      { body: { name: 'operations/abc', metadata: { '@type': 'type.test/Meta' } } },
      { body: { name: 'operations/abc', done: true, response: { '@type': 'type.test/Reply', text: 'done' } } },
    ],
    expected: { output_type: 'json', text: expect.stringContaining('done') },
  },
  {
    ...{ name: 'openai_batch', jobPath: '/v1/batches', statusPath: null, asked: '/v1/batches/batch_abc123' },
    reply: () => ({ body: batch({ status: 'validating', request_counts: { total: 0, completed: 0, failed: 0 } }) }),
    answers: () => [
      { body: batch({ status: 'in_progress', request_counts: { total: 4, completed: 1, failed: 0 } }) },
      {
        body: batch({
          ...{ status: 'completed', output_file_id: 'file-out', completed_at: 1763794900 },
          request_counts: { total: 4, completed: 4, failed: 0 },
        }),
      },
    ],
    result: ['/v1/files/file-out/content', { body: Buffer.from('{"custom_id":"1"}\n{"custom_id":"2"}\n') }],
    expected: { output_type: expect.stringMatching(/^(text|file)$/) },
  },
  {
    ...{ name: 'apify', jobPath: '/v2/acts/me~mine/runs', statusPath: null, asked: '/v2/actor-runs/HG7ML7M8z78YcAPEB' },
    reply: () => ({ status: 201, body: run({ status: 'READY' }) }),
    answers: () => [
      { body: run({ status: 'RUNNING', statusMessage: 'Crawled 3 pages' }) },
      { body: run({ status: 'SUCCEEDED' }) },
    ],
    result: ['/v2/datasets/wmKPijuyDnPZAPRMk/items', { body: [{ title: 'a' }] }],
    expected: { output_type: 'json', text: '[{"title":"a"}]' },
  },
  {
    ...{ name: 'mip_003', jobPath: '/start_job', statusPath: '/status?job_id={remote_id}', asked: '/status' },
    reply: () => ({
      body: { status: 'success', job_id: '18d66eed-6af5', blockchainIdentifier: 'block', sellerVKey: 'key' },
    }),
    answers: () => [
      { body: { job_id: '18d66eed-6af5', status: 'running', message: 'Halfway' } },
      { body: { job_id: '18d66eed-6af5', status: 'completed', result: 'The answer is 42.' } },
    ],
    expected: { output_type: 'text', text: 'The answer is 42.' },
  },
];

async function toolOf(system: System): Promise<JourneyTool> {
  const home = system.atRoot ? '' : `/${system.name}-${Math.random().toString(36).slice(2, 8)}`;
  const base = journey.seller.url(home);
  const tool = await journey.tool({
    status_url: system.statusPath === null ? null : `${base}${system.statusPath}`,
    poll: { strategy: 'fixed', interval_s: 60, jitter: 0 },
  });
  if (system.jobPath !== undefined) {
    await tool.patch({ job_url: `${base}${system.jobPath}` });
    journey.seller.reply(`POST ${home}${system.jobPath}`, system.reply(base));
  }
  tool.onJob(system.reply(base));
  journey.seller.reply(`GET ${home}${system.asked}`, [...system.answers(base)]);
  if (system.result) journey.seller.reply(`GET ${home}${system.result[0]}`, system.result[1]);
  return tool;
}

describe.each(SYSTEMS)('a seller that is $name', (system) => {
  it('is recognised, followed to its result, named on the timeline, and known from then on', async () => {
    const tool = await toolOf(system);
    const order = await tool.placed();
    expect(await order.checked()).toMatchObject({ outcome: 'processing' });
    await order.checked();
    if (system.result) await order.checked();
    const done = await order.becomes('completed');
    expect(done).toMatchObject({ delivered_by: 'check', result: system.expected });
    const told = (await order.events()).filter((event) => event.type === 'note').map((event) => event.message);
    expect(told).toEqual([expect.stringContaining(`(dialect ${system.name})`)]);
    const { body } = await journey.api('GET', `/v1/tools/${tool.shortId}`);
    // That of a Location is not in its words, but in what each order's own monitor has answered.
    expect(body).toMatchObject({ dialect: system.name === 'location' ? null : system.name });
    await tool.patch({ response: null });
    expect((await journey.api('GET', `/v1/tools/${tool.shortId}`)).body).toMatchObject({ dialect: null });
  });
});
