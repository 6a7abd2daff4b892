import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../strict-json.js';
import { mip003 } from './mip-003.js';
import { mip003Examples as examples } from './published/mip-003-examples.js';
import { published } from './published/published-answer.js';

const working = (message: string | null) => ({ kind: 'processing', progress: null, message, nextCheckS: null });
const completed = (result: object) => ({ kind: 'completed', completedAtMs: null, result });
const failed = (message: string) => ({ kind: 'failed', failure: { code: null, message } });

const says: Record<keyof typeof examples, object> = {
  reply: working(null),
  'reply of an error': failed('The seller gave no reason.'),
  awaiting_payment: working('The job waits for its payment.'),
  awaiting_input: working('The job waits for further input, which cannot be given from here.'),
  running: working(null),
  pending: working('Queued'),
  completed: completed({ outputType: 'text', text: 'Resume generated successfully' }),
  'completed with a URL': completed({ outputType: 'url', url: 'https://example-url.com/r.pdf' }),
  'completed in an earlier edition': completed({ outputType: 'text', text: 'Done' }),
  'completed without a result': { kind: 'bad_result', problem: 'MIP-003 job: it is completed, but holds no result.' },
  failed: failed('The seller gave no reason.'),
  'failed with its reason': failed('The model gave up.'),
};

describe('an answer of a MIP-003 agent', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(mip003.read(answer)).toMatchObject(says[name as keyof typeof says]);
  });

  it.each<JsonValue>([{ job_id: 'j', status: 'processing' }, { job_id: 'j', status: 'success' }, { job_id: 'j' }])(
    'like %j is unreadable',
    (body) => expect(mip003.read(published(examples.running.url, body))).toMatchObject({ kind: 'unreadable' }),
  );

  it('takes the reason of a failure from error or message', () => {
    const read = (more: object) =>
      mip003.read(published(examples.running.url, { job_id: 'j', status: 'failed', ...more }));
    expect(read({ message: 'Out of paint.' })).toEqual(failed('Out of paint.'));
    expect(read({ error: { code: 'E7', message: 'No.' } })).toMatchObject({ failure: { code: 'E7', message: 'No.' } });
  });

  it('names its job and is asked beside the URL of its start, as published', () => {
    const statusUrl = 'https://example-url.com/status?job_id=job_456abc';
    expect(mip003.handle(examples.reply)).toEqual({ remoteId: 'job_456abc', statusUrl, note: null });
    expect(mip003.handle({ ...examples.reply, url: 'https://seller.example/jobs' }).statusUrl).toBeNull();
  });
});
