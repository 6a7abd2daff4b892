import { describe, expect, it } from '@jest/globals';
import { openaiBatch } from './openai-batch.js';
import { openaiBatchExamples as examples } from './published/openai-batch-examples.js';
import { published } from './published/published-answer.js';

const working = (word: string, progress: number | null) => ({
  ...{ kind: 'processing', progress, message: `The batch is ${word}.`, nextCheckS: null },
});
const failed = (code: string | null, message: string) => ({ kind: 'failed', failure: { code, message } });
const completedAtMs = 1711493163000;

const says: Record<keyof typeof examples, object> = {
  reply: working('validating', null),
  validating: working('validating', null),
  in_progress: working('in progress', 65),
  finalizing: working('finalizing', 100),
  cancelling: working('cancelling', 65),
  completed: { kind: 'elsewhere', url: 'https://api.openai.com/v1/files/file-cvaTdG/content', completedAtMs },
  "completed in Azure's edition": {
    kind: 'elsewhere',
    url: 'https://x.openai.azure.com/openai/files/file-cvaTdG/content?api-version=2024-10-21',
    completedAtMs,
  },
  'completed, every request failed': failed(
    'all_requests_failed',
    'Every request of the batch failed; its error file says why.',
  ),
  failed: failed('invalid_json_line', 'This line is not valid JSON. (line 3 of its input)'),
  expired: failed('expired', 'The batch expired before all of its requests were done.'),
  cancelled: failed('cancelled', 'The batch was cancelled.'),
};

describe('an answer of an OpenAI batch', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(openaiBatch.read(answer)).toEqual(says[name as keyof typeof says]);
  });

  it('of a state that is not published is unreadable', () => {
    const body = { object: 'batch', status: 'COMPLETED' };
    expect(openaiBatch.read(published(examples.failed.url, body))).toMatchObject({ kind: 'unreadable' });
  });

  it.each([
    ['a file that it does not name', examples.failed.url, null],
    ['a file id that would lead elsewhere', examples.failed.url, '../models'],
    ['a URL that is not of batches', 'https://seller.example/status/7', 'file-1'],
  ])('that is completed with %s is a bad result', (_what, url, file) => {
    const body = { object: 'batch', status: 'completed', output_file_id: file };
    expect(openaiBatch.read(published(url, body))).toMatchObject({ kind: 'bad_result' });
  });

  it('names its batch and is asked below the URL of its job, as published', () => {
    const statusUrl = 'https://api.openai.com/v1/batches/batch_abc123';
    expect(openaiBatch.handle(examples.reply)).toEqual({ remoteId: 'batch_abc123', statusUrl, note: null });
    expect(openaiBatch.handle({ ...examples.reply, url: 'https://seller.example/jobs' }).statusUrl).toBeNull();
  });
});
