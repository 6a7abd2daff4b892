import { describe, expect, it } from '@jest/globals';
import { apixo } from './apixo.js';
import { apixoExamples as examples } from './published/apixo-examples.js';
import { published } from './published/published-answer.js';

const working = { kind: 'processing', progress: null, message: null, nextCheckS: null };
const completedAtMs = 1704067212500;
const one = { outputType: 'url', url: 'https://cdn.apixo.ai/output/abc123.jpg' };
const failed = { kind: 'failed', failure: { code: 'CONTENT_VIOLATION', message: 'Content violates usage policy' } };

const says: Record<keyof typeof examples, object> = {
  reply: working,
  pending: working,
  processing: working,
  success: { kind: 'completed', completedAtMs, result: one },
  'success with two URLs': {
    kind: 'completed',
    result: {
      outputType: 'file',
      files: [
        { filename: 'a.jpg', url: 'https://cdn.apixo.ai/output/a.jpg' },
        { filename: 'b.jpg', url: 'https://cdn.apixo.ai/output/b.jpg' },
      ],
    },
  },
  failed,
  'callback of a success': { kind: 'completed', completedAtMs, result: one },
  'callback of a failure': failed,
};

const status = examples.success.url;
const task = (data: object): object => ({ code: 200, message: 'success', data: { taskId: 't', ...data } });
const read = (body: object) => apixo.read(published(status, body as never));

describe('an answer of APIXO', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(apixo.read(answer)).toMatchObject(says[name as keyof typeof says]);
  });

  it('that refuses the call is unreadable, whatever its HTTP status', () => {
    expect(read({ code: 401, message: 'Invalid API key', data: null })).toEqual({
      kind: 'unreadable',
      problem: 'APIXO task: the call was refused with code 401: Invalid API key',
    });
    expect(read({ code: 500, message: 'busy', data: { taskId: 't', state: 'success' } })).toMatchObject({
      kind: 'unreadable',
    });
    expect(read({ code: 422, message: 'no', data: { taskId: 't', state: 'failed', failMsg: 'No.' } })).toMatchObject({
      kind: 'failed',
      failure: { code: null, message: 'No.' },
    });
  });

  it.each([
    [
      'a state that is not published',
      task({ state: 'cancelled' }),
      'the state "cancelled" is not one that is published.',
    ],
    ['neither state nor task', { code: 200, message: 'success', data: {} }, 'the answer holds no state.'],
    ['a list', [], 'the answer is JSON, but not an object.'],
  ])('that holds %s is unreadable', (_what, body, problem) => {
    expect(read(body)).toEqual({ kind: 'unreadable', problem: `APIXO task: ${problem}` });
  });

  it.each([
    ['no resultJson', task({ state: 'success' }), 'there is no resultJson'],
    ['a resultJson that is no JSON', task({ state: 'success', resultJson: '{' }), 'resultJson is not JSON'],
    ['an http: URL', task({ state: 'success', resultJson: '{"resultUrls":["http://a.example/x"]}' }), 'must be https'],
    ['no URLs', task({ state: 'success', resultJson: '{"resultUrls":[]}' }), 'The list of URLs is empty.'],
  ])('that says success with %s is a bad result', (_what, body, problem) => {
    expect(read(body)).toMatchObject({ kind: 'bad_result', problem: expect.stringContaining(problem) });
  });

  it('hands over another resultJson as JSON', () => {
    const result = { outputType: 'json', text: '{"text":"hi"}' };
    expect(read(task({ state: 'success', resultJson: '{"text": "hi"}' }))).toMatchObject({ kind: 'completed', result });
  });

  it('names its task, and is asked beside the URL of its job as published', () => {
    const statusUrl = 'https://api.apixo.ai/api/v1/statusTask/nano-banana?taskId=task_abc123xyz789';
    expect(apixo.handle(examples.reply)).toEqual({ remoteId: 'task_abc123xyz789', statusUrl, note: null });
    const elsewhere = { ...examples.reply, url: 'https://seller.example/jobs' };
    expect(apixo.handle(elsewhere)).toEqual({ remoteId: 'task_abc123xyz789', statusUrl: null, note: null });
  });
});
