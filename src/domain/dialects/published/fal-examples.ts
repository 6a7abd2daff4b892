import { published } from './published-answer.js';

const ID = '80e732af-660e-45cd-bd63-580e4f2a94cc';
const JOB = 'https://queue.fal.run/fal-ai/fast-sdxl';
const REQUEST = `${JOB}/requests/${ID}`;
const STATUS = `${REQUEST}/status`;
const urls = { response_url: REQUEST, status_url: STATUS, cancel_url: `${REQUEST}/cancel` };
const log = { message: 'Step 3 of 10', level: 'INFO', source: 'USER', timestamp: '2024-01-01T00:00:00Z' };
const hook = { request_id: ID, gateway_request_id: ID };
const image = { url: 'https://url.to/image.png', content_type: 'image/png', file_name: 'image.png', width: 1024 };

/** https://docs.fal.ai/model-endpoints/queue and .../webhooks, their earlier editions too. */
export const falExamples = {
  reply: published(JOB, { request_id: ID, ...urls }),
  'reply with a state': published(JOB, { status: 'IN_QUEUE', request_id: ID, ...urls, queue_position: 0 }),
  IN_QUEUE: published(STATUS, { status: 'IN_QUEUE', queue_position: 2, response_url: REQUEST }, { status: 202 }),
  IN_PROGRESS: published(STATUS, { status: 'IN_PROGRESS', logs: [log], response_url: REQUEST }, { status: 202 }),
  'IN_PROGRESS without logs': published(STATUS, { status: 'IN_PROGRESS', request_id: ID, ...urls, logs: null }),
  COMPLETED: published(STATUS, {
    status: 'COMPLETED',
    logs: [log],
    response_url: REQUEST,
    metrics: { inference_time: 3 },
  }),
  'COMPLETED with an error': published(STATUS, {
    ...{ status: 'COMPLETED', request_id: ID, ...urls },
    ...{ error: 'Request timed out', error_type: 'request_timeout' },
  }),
  'webhook OK': published(JOB, { ...hook, status: 'OK', payload: { images: [image], seed: 196619188014358660 } }),
  'webhook OK of earlier days': published(JOB, { request_id: ID, status: 'OK', payload: { images: [] }, error: null }),
  'webhook ERROR': published(JOB, {
    ...{ ...hook, status: 'ERROR', error: 'Invalid status code: 422' },
    payload: { detail: [{ loc: ['body', 'prompt'], msg: 'field required', type: 'value_error.missing' }] },
  }),
  'webhook without its payload': published(JOB, {
    ...{ ...hook, status: 'OK', payload: null },
    payload_error: 'Response payload is not JSON serializable. Either return a JSON serializable object.',
  }),
};
