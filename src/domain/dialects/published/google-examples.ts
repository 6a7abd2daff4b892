import { published } from './published-answer.js';

const SPEECH = 'https://speech.googleapis.com/v1/operations/7612202767953098924';
const VEO = 'https://generativelanguage.googleapis.com/v1beta/models/veo-3.0-generate-001/operations/idrk08ltkg0a';
const name = '7612202767953098924';
const metadata = {
  '@type': 'type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeMetadata',
  ...{ progressPercent: 34, startTime: '2017-07-20T16:36:55.033650Z', lastUpdateTime: '2017-07-20T16:37:17.158630Z' },
};
const full = `operations/${name}`;
const veo = 'models/veo-3.0-generate-001/operations/idrk08ltkg0a';

/** AIP-151 and google.longrunning.Operation; the values as Speech-to-Text and Gemini's Veo publish them. */
export const googleExamples = {
  begun: published(SPEECH, { name: full, metadata }),
  'not done': published(SPEECH, { name: full, metadata, done: false }),
  done: published(SPEECH, {
    ...{ name: full, done: true },
    metadata: { ...metadata, progressPercent: 100, endTime: '2017-07-20T16:37:17.158630Z' },
    response: { '@type': 'type.googleapis.com/x.LongRunningRecognizeResponse', results: [{ transcript: 'hi' }] },
  }),
  'done with an error': published(SPEECH, {
    ...{ name: full, metadata, done: true },
    error: { code: 3, message: 'Audio is too long.', details: [] },
  }),
  cancelled: published(SPEECH, { name: full, done: true, error: { code: 1, message: 'The operation was cancelled.' } }),
  'of a resource': published('https://example.googleapis.com/v1/projects/p/locations/l/operations/o', {
    ...{ name: 'projects/p/locations/l/operations/o', done: true },
    response: { '@type': 'type.googleapis.com/google.protobuf.Empty' },
  }),
  'with a name alone': published(VEO, { name: veo }),
};
