import { describe, expect, it } from '@jest/globals';
import { fal } from './fal.js';
import { falExamples as examples } from './published/fal-examples.js';
import { published } from './published/published-answer.js';

const working = (message: string | null) => ({ kind: 'processing', progress: null, message, nextCheckS: null });
const REQUEST = 'https://queue.fal.run/fal-ai/fast-sdxl/requests/80e732af-660e-45cd-bd63-580e4f2a94cc';

const says: Record<keyof typeof examples, object> = {
  reply: working(null),
  'reply with a state': working('In the queue, at position 0.'),
  IN_QUEUE: working('In the queue, at position 2.'),
  IN_PROGRESS: working('Step 3 of 10'),
  'IN_PROGRESS without logs': working(null),
  COMPLETED: { kind: 'elsewhere', url: REQUEST, completedAtMs: null },
  'COMPLETED with an error': { kind: 'failed', failure: { code: 'request_timeout', message: 'Request timed out' } },
  'webhook OK': {
    kind: 'completed',
    completedAtMs: null,
    result: { outputType: 'json', text: expect.stringContaining('"url":"https://url.to/image.png"') },
  },
  'webhook OK of earlier days': { kind: 'completed', result: { outputType: 'json', text: '{"images":[]}' } },
  'webhook ERROR': { kind: 'failed', failure: { code: null, message: 'Invalid status code: 422' } },
  'webhook without its payload': { kind: 'bad_result', problem: expect.stringContaining('not JSON serializable') },
};

describe('an answer of the fal queue', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(fal.read(answer)).toMatchObject(says[name as keyof typeof says]);
  });

  it.each(['FAILED', 'CANCELED', 'in_progress'])(
    'of the state %s, which fal does not publish, is unreadable',
    (status) => {
      expect(fal.read(published(REQUEST, { status, response_url: REQUEST }))).toEqual({
        kind: 'unreadable',
        problem: `fal queue request: the state "${status}" is not one that is published.`,
      });
    },
  );

  it('that is COMPLETED leads to its result: by response_url, else by the URL asked, never on another origin', () => {
    const done = (body: object, url = `${REQUEST}/status?logs=1`) =>
      fal.read(published(url, { status: 'COMPLETED', ...body }));
    expect(done({})).toEqual({ kind: 'elsewhere', url: REQUEST, completedAtMs: null });
    expect(done({}, 'https://queue.fal.run/x')).toMatchObject({ kind: 'bad_result' });
    expect(done({ response_url: 'https://other.example/requests/1' })).toMatchObject({ kind: 'bad_result' });
  });

  it('takes the reason of a webhook from its payload where there is no other', () => {
    const body = {
      request_id: 'r',
      status: 'ERROR',
      payload: { detail: [{ loc: ['body', 'n', 0], msg: 'is missing' }] },
    };
    expect(fal.read(published(REQUEST, body))).toMatchObject({ failure: { message: 'body.n.0: is missing' } });
  });

  it('names its request and where it is to be asked', () => {
    const remoteId = '80e732af-660e-45cd-bd63-580e4f2a94cc';
    expect(fal.handle(examples.reply)).toEqual({ remoteId, statusUrl: `${REQUEST}/status`, note: null });
    expect(fal.handle({ ...examples.reply, url: 'https://seller.example/jobs' })).toMatchObject({
      remoteId,
      statusUrl: null,
      note: expect.stringContaining('another origin'),
    });
  });

  it.each([
    [
      422,
      { detail: [{ loc: ['body', 'prompt'], msg: 'field required' }] },
      { code: '422', message: 'body.prompt: field required' },
    ],
    [400, { detail: 'Bad image.' }, { code: '400', message: 'Bad image.' }],
    [401, { detail: 'Unauthorized' }, null],
    [404, { detail: 'Not Found' }, null],
    [422, {}, null],
    [500, { detail: 'Internal Server Error' }, null],
  ])('of HTTP %s and %j at response_url tells of the failure %j', (status, body, failure) => {
    expect(fal.readFetchFailure?.(published(REQUEST, body, { status }))).toEqual(failure);
  });
});
