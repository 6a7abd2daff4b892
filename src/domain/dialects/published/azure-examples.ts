import { published } from './published-answer.js';

const ARM =
  'https://management.azure.com/subscriptions/s/providers/Microsoft.Compute/locations/westus/operations/9a062a88-e463-4697-bef2-fe039df73a02?api-version=2016';
const started = { startTime: '2017-01-06T18:58:24.7596323+00:00', name: '9a062a88-e463-4697-bef2-fe039df73a02' };
const ended = { ...started, endTime: '2017-01-06T18:59:24.7596323+00:00' };
const id = '/subscriptions/s/providers/Microsoft.Compute/locations/westus/operations/9a062a88';
const MAPS = 'https://us.atlas.microsoft.com/mapData/operations/8b1288fa?api-version=2.0';
const maps = { operationId: '8b1288fa', createdDateTime: '2020-01-01T08:00:00+00:00', id: '8b1288fa' };
const FORM =
  'https://x.cognitiveservices.azure.com/documentintelligence/documentModels/m/analyzeResults/1?api-version=1';
const form = { createdDateTime: '2024-02-24T10:00:00Z', lastUpdatedDateTime: '2024-02-24T10:00:05Z' };
const OPERATION = 'https://operations.example/operations/22?api-version=1';
const monitored = { headers: { 'x-ms-request-id': '5f1d', 'retry-after': '5' } };

/** Azure Resource Manager "Track asynchronous operations"; Azure Maps "Creator Long-Running Operation API"; REST API Guidelines. */
export const azureExamples = {
  InProgress: published(ARM, { ...started, status: 'InProgress' }),
  'InProgress with a percentage': published(ARM, { id, ...started, status: 'Running', percentComplete: 41.6 }),
  Accepted: published(ARM, { id, ...started, status: 'Accepted' }),
  Resizing: published(ARM, { ...started, status: 'Resizing' }),
  'Succeeded with nothing more': published(ARM, { ...ended, status: 'Succeeded' }),
  'Succeeded with properties': published(ARM, { ...ended, status: 'Succeeded', properties: { output: 'done' } }),
  'Succeeded with a resourceLocation': published(MAPS, {
    ...{ ...maps, status: 'Succeeded', lastUpdatedDateTime: '2020-01-01T08:05:00+00:00' },
    resourceLocation: 'https://us.atlas.microsoft.com/mapData/dataset/1?api-version=2.0',
  }),
  NotStarted: published(OPERATION, { id: '22', kind: 'Translate', status: 'NotStarted' }, monitored),
  Running: published(OPERATION, { id: '22', kind: 'Translate', status: 'Running' }, monitored),
  'Succeeded with a result': published(OPERATION, { id: '22', status: 'Succeeded', result: { pages: 3 } }, monitored),
  Failed: published(ARM, {
    ...{ id, ...ended, status: 'Failed' },
    error: { code: 'BadArgument', message: 'The provided database ‘foo’ has an invalid username.' },
  }),
  Canceled: published(ARM, { ...ended, status: 'Canceled' }),
  'a reply': published(
    'https://operations.example/items/1:translate',
    { id: '22', status: 'NotStarted' },
    {
      status: 202,
      headers: { 'operation-location': 'https://operations.example/operations/22?api-version=1', 'operation-id': '22' },
    },
  ),
};

/** What the guidelines allow and bears no marks: told only by a setting, a pin, or the header that named the URL. */
export const azureUnmarked = {
  'a bare monitor': published(OPERATION, { id: '22', status: 'Running' }),
  'a bare end': published(OPERATION, { id: '22', status: 'Succeeded', result: 'https://operations.example/r/1' }),
};

/** Azure AI services spell the states in camelCase, and put the result beside the state. */
export const azureAiExamples = {
  running: published(FORM, { status: 'running', ...form }),
  notStarted: published(FORM, { status: 'notStarted', ...form }),
  succeeded: published(FORM, { status: 'succeeded', ...form, analyzeResult: { content: 'Hello' } }),
  failed: published(FORM, { status: 'failed', ...form, error: { code: 'InvalidRequest', message: 'Bad file.' } }),
};
