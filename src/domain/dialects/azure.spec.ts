import { describe, expect, it } from '@jest/globals';
import { azure } from './azure.js';
import { azureAiExamples, azureExamples, azureUnmarked } from './published/azure-examples.js';
import { published } from './published/published-answer.js';

const examples = { ...azureExamples, ...azureAiExamples, ...azureUnmarked };
const working = { kind: 'processing', progress: null, message: null, nextCheckS: null };
const endedAt = Date.parse('2017-01-06T18:59:24.759Z');
const json = (text: unknown) => ({ outputType: 'json', text });

const says: Record<keyof typeof examples, object> = {
  InProgress: working,
  'InProgress with a percentage': { ...working, progress: 42 },
  Accepted: working,
  Resizing: working,
  'Succeeded with nothing more': {
    kind: 'completed',
    completedAtMs: endedAt,
    result: json(expect.stringContaining('"status":"Succeeded"')),
  },
  'Succeeded with properties': { kind: 'completed', completedAtMs: endedAt, result: json('{"output":"done"}') },
  'Succeeded with a resourceLocation': {
    kind: 'elsewhere',
    url: 'https://us.atlas.microsoft.com/mapData/dataset/1?api-version=2.0',
    completedAtMs: Date.parse('2020-01-01T08:05:00Z'),
  },
  NotStarted: working,
  Running: working,
  'Succeeded with a result': { kind: 'completed', result: json('{"pages":3}') },
  Failed: {
    kind: 'failed',
    failure: { code: 'BadArgument', message: 'The provided database ‘foo’ has an invalid username.' },
  },
  Canceled: { kind: 'failed', failure: { code: null, message: 'The operation ended as Canceled.' } },
  'a reply': working,
  running: working,
  notStarted: working,
  succeeded: { kind: 'completed', result: json(expect.stringContaining('"analyzeResult":{"content":"Hello"}')) },
  failed: { kind: 'failed', failure: { code: 'InvalidRequest', message: 'Bad file.' } },
  'a bare monitor': working,
  'a bare end': { kind: 'completed', result: { outputType: 'url', url: 'https://operations.example/r/1' } },
};

const url = azureExamples.Running.url;

describe('an answer of an Azure operation', () => {
  it.each(Object.entries(examples))('is read as published: %s', (name, answer) => {
    expect(azure.read(answer)).toMatchObject(says[name as keyof typeof says]);
  });

  it('of a state that is not published is unreadable, though Azure lets any other word mean "still running"', () => {
    expect(azure.read(published(url, { id: '22', status: 'Suceeded' }))).toEqual({
      kind: 'unreadable',
      problem: 'Azure operation: the state "Suceeded" is not one that is published.',
    });
    expect(azure.read(published(url, { id: '22' }))).toMatchObject({ kind: 'unreadable' });
    expect(azure.read(published(url, null, { status: 204 }))).toMatchObject({ kind: 'unreadable' });
  });

  it('of 202 without a word is still working', () => {
    expect(azure.read(published(url, null, { status: 202 }))).toEqual(working);
  });

  it('reads the state of a resource where there is none of an operation', () => {
    const resource = (provisioningState: string) => published(url, { id: '/a', properties: { provisioningState } });
    expect(azure.read(resource('Updating'))).toEqual(working);
    expect(azure.read(resource('Succeeded'))).toMatchObject({ kind: 'completed', result: { outputType: 'json' } });
  });

  it('takes the place of its result from the Location header too, but never on another origin', () => {
    const done = (location: string) =>
      azure.read(published(url, { id: '1', status: 'Succeeded' }, { headers: { location } }));
    expect(done('/results/1')).toEqual({
      kind: 'elsewhere',
      url: 'https://operations.example/results/1',
      completedAtMs: null,
    });
    expect(done('https://other.example/results/1')).toEqual({
      kind: 'bad_result',
      problem: 'The answer names a URL for the result on another origin than the URL that was called: it is ignored.',
    });
  });

  it('names its monitor in the headers of the reply, Operation-Location before Azure-AsyncOperation before Location', () => {
    const statusUrl = 'https://operations.example/operations/22?api-version=1';
    expect(azure.handle(azureExamples['a reply'])).toEqual({ remoteId: '22', statusUrl, note: null });
    const reply = (headers: Record<string, string>) => azure.handle(published(url, null, { status: 202, headers }));
    expect(reply({ location: '/l', 'azure-asyncoperation': '/a' }).statusUrl).toBe('https://operations.example/a');
    expect(reply({ location: '/l' }).statusUrl).toBe('https://operations.example/l');
    expect(reply({})).toEqual({ remoteId: null, statusUrl: null, note: null });
    expect(reply({ 'operation-location': 'https://other.example/o' })).toEqual({
      remoteId: null,
      statusUrl: null,
      note: 'The answer names a status URL on another origin than the URL that was called: it is ignored.',
    });
  });
});
