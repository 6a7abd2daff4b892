import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../strict-json.js';
import { replicateExamples as examples } from './published/replicate-examples.js';
import { published } from './published/published-answer.js';
import { replicate } from './replicate.js';

const working = { kind: 'processing', progress: null, nextCheckS: null };
const completed = (result: object) => ({
  ...{ kind: 'completed', completedAtMs: Date.parse('2023-09-08T16:19:34.791Z') },
  result,
});
const failed = (code: string | null, message: string) => ({ kind: 'failed', failure: { code, message } });

const says: Record<keyof typeof examples, object> = {
  reply: { ...working, message: 'Starting.' },
  starting: { ...working, message: 'Starting.' },
  processing: { ...working, message: null },
  'succeeded with a text': completed({ outputType: 'text', text: 'hello Alice' }),
  'succeeded with a URL': completed({ outputType: 'url', url: 'https://replicate.delivery/pbxt/out-0.png' }),
  'succeeded with URLs': completed({
    outputType: 'file',
    files: [
      { filename: 'out-0.png', url: 'https://replicate.delivery/pbxt/out-0.png' },
      { filename: 'out-1.png', url: 'https://replicate.delivery/pbxt/out-1.png' },
    ],
  }),
  'succeeded with an object': completed({ outputType: 'json', text: '{"score":0.5}' }),
  'succeeded, its data removed': {
    kind: 'bad_result',
    problem: 'Replicate prediction: it succeeded, but its output has been deleted there.',
  },
  failed: failed(null, 'CUDA out of memory'),
  canceled: failed('canceled', 'The prediction was canceled, or exceeded its deadline.'),
  aborted: failed('aborted', 'The prediction exceeded its deadline before it began.'),
};

describe('an answer of Replicate', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(replicate.read(answer)).toMatchObject(says[name as keyof typeof says]);
  });

  it.each<JsonValue>([{ status: 'cancelled' }, { status: 'completed' }, {}, 'done'])(
    'like %j is unreadable',
    (body) => {
      expect(replicate.read(published(examples.processing.url, body))).toMatchObject({ kind: 'unreadable' });
    },
  );

  it('names its prediction and where it is to be asked', () => {
    const remoteId = 'gm3qorzdhgbfurvjtvhg6dckhu';
    const statusUrl = `https://api.replicate.com/v1/predictions/${remoteId}`;
    expect(replicate.handle(examples.reply)).toEqual({ remoteId, statusUrl, note: null });
  });
});
