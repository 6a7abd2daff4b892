import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../strict-json.js';
import { apify } from './apify.js';
import { apifyExamples as examples } from './published/apify-examples.js';
import { published } from './published/published-answer.js';

const working = { kind: 'processing', progress: null, message: 'Actor is running', nextCheckS: null };
const failed = (code: string, message: string) => ({ kind: 'failed', failure: { code, message } });
const elsewhere = {
  kind: 'elsewhere',
  url: 'https://api.apify.com/v2/datasets/wmKPijuyDnPZAPRMk/items?token=apify_api_x',
  completedAtMs: Date.parse('2019-12-12T09:30:12.202Z'),
};

const says: Record<keyof typeof examples, object> = {
  reply: working,
  READY: working,
  RUNNING: working,
  'TIMING-OUT': working,
  ABORTING: working,
  SUCCEEDED: elsewhere,
  FAILED: failed('FAILED', 'Actor failed with exit code 91'),
  'TIMED-OUT': failed('TIMED-OUT', 'The run ended as TIMED-OUT.'),
  ABORTED: failed('ABORTED', 'Actor was aborted'),
  'webhook of a success': elsewhere,
};

describe('an answer of Apify', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(apify.read(answer)).toEqual(says[name as keyof typeof says]);
  });

  it.each<JsonValue>([{ data: { status: 'FINISHED' } }, { data: null }, { error: { type: 'x' } }])(
    'like %j is unreadable',
    (body) => {
      expect(apify.read(published(examples.RUNNING.url, body))).toMatchObject({ kind: 'unreadable' });
    },
  );

  it.each([
    ['no dataset', examples.RUNNING.url, {}],
    ['a dataset id that would lead elsewhere', examples.RUNNING.url, { defaultDatasetId: '../users/me' }],
    ['a URL that is not of runs', 'https://seller.example/status/7', { defaultDatasetId: 'd1' }],
  ])('that SUCCEEDED with %s is a bad result', (_what, url, more) => {
    expect(apify.read(published(url, { data: { status: 'SUCCEEDED', ...more } }))).toMatchObject({
      kind: 'bad_result',
    });
  });

  it('names its run and is asked beside the URL of its job, as published', () => {
    const statusUrl = 'https://api.apify.com/v2/actor-runs/HG7ML7M8z78YcAPEB?token=apify_api_x';
    expect(apify.handle(examples.reply)).toEqual({ remoteId: 'HG7ML7M8z78YcAPEB', statusUrl, note: null });
  });
});
