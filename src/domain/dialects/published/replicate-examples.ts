import { published } from './published-answer.js';

const GET = 'https://api.replicate.com/v1/predictions/gm3qorzdhgbfurvjtvhg6dckhu';
const prediction = {
  id: 'gm3qorzdhgbfurvjtvhg6dckhu',
  model: 'replicate/hello-world',
  version: '5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa',
  input: { text: 'Alice' },
  logs: '',
  error: null,
  created_at: '2023-09-08T16:19:34.765994Z',
  urls: { cancel: `${GET}/cancel`, get: GET },
};
const ended = { ...prediction, started_at: '2023-09-08T16:19:34.779176Z', completed_at: '2023-09-08T16:19:34.791859Z' };
const png = (n: number): string => `https://replicate.delivery/pbxt/out-${n}.png`;

/** https://replicate.com/docs/reference/http and https://replicate.com/docs/topics/predictions/lifecycle. */
export const replicateExamples = {
  reply: published('https://api.replicate.com/v1/predictions', { ...prediction, status: 'starting' }, { status: 201 }),
  starting: published(GET, { ...prediction, status: 'starting' }),
  processing: published(GET, { ...prediction, status: 'processing' }),
  'succeeded with a text': published(GET, { ...ended, status: 'succeeded', output: 'hello Alice' }),
  'succeeded with a URL': published(GET, { ...ended, status: 'succeeded', output: png(0) }),
  'succeeded with URLs': published(GET, { ...ended, status: 'succeeded', output: [png(0), png(1)] }),
  'succeeded with an object': published(GET, { ...ended, status: 'succeeded', output: { score: 0.5 } }),
  'succeeded, its data removed': published(GET, { ...ended, status: 'succeeded', output: null, data_removed: true }),
  failed: published(GET, { ...ended, status: 'failed', error: 'CUDA out of memory' }),
  canceled: published(GET, { ...ended, status: 'canceled' }),
  aborted: published(GET, { ...ended, status: 'aborted' }),
};
