import { describe, expect, it } from '@jest/globals';
import { google } from './google.js';
import { googleExamples as examples } from './published/google-examples.js';
import { published } from './published/published-answer.js';

const working = { kind: 'processing', progress: null, message: null, nextCheckS: null };
const says: Record<keyof typeof examples, object> = {
  begun: { ...working, progress: 34 },
  'not done': { ...working, progress: 34 },
  done: {
    kind: 'completed',
    completedAtMs: Date.parse('2017-07-20T16:37:17.158Z'),
    result: {
      outputType: 'json',
      text: '{"@type":"type.googleapis.com/x.LongRunningRecognizeResponse","results":[{"transcript":"hi"}]}',
    },
  },
  'done with an error': { kind: 'failed', failure: { code: '3', message: 'Audio is too long.' } },
  cancelled: { kind: 'failed', failure: { code: '1', message: 'The operation was cancelled.' } },
  'of a resource': { kind: 'completed', completedAtMs: null, result: { outputType: 'json' } },
  'with a name alone': working,
};
const url = examples.done.url;

describe('an answer of a Google long-running operation', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(google.read(answer)).toMatchObject(says[name as keyof typeof says]);
  });

  it.each([
    [{ name: 'operations/1', done: 'yes' }, 'done must be true or false.'],
    [{ status: 'RUNNING' }, 'the answer names no operation.'],
    [null, 'the answer is empty or not JSON.'],
  ])('like %j is unreadable', (body, problem) => {
    expect(google.read(published(url, body))).toEqual({
      kind: 'unreadable',
      problem: `Google long-running operation: ${problem}`,
    });
  });

  it('that is done without response and error is a bad result', () => {
    expect(google.read(published(url, { name: 'operations/1', done: true }))).toMatchObject({ kind: 'bad_result' });
  });

  it.each([
    ['https://speech.googleapis.com/v1/speech:longrunningrecognize', 'operations/76', '/v1/operations/76'],
    [
      'https://x.example/v1beta/models/veo:predictLongRunning',
      'models/veo/operations/i',
      '/v1beta/models/veo/operations/i',
    ],
    ['https://x.example/jobs', 'operations/76', null],
    ['https://x.example/v1/jobs', 'operations/../admin', null],
    ['https://x.example/v1/jobs', 'job-76', null],
  ])('to a job at %s names %s and is asked at %s', (job, name, path) => {
    const statusUrl = path === null ? null : new URL(path, job).href;
    expect(google.handle(published(job, { name }))).toEqual({ remoteId: name, statusUrl, note: null });
  });
});
