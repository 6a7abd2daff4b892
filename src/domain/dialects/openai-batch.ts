import type { JsonValue } from '../strict-json.js';
import { besideInApi, isPlainId } from './api-base.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { countFields, epochIn, fieldOf, numberIn, objectIn, percent, textIn } from './foreign-values.js';
import {
  badResult,
  elsewhere,
  failed,
  handleOf,
  messageOf,
  codeOf,
  refuseShape,
  unknownState,
  working,
} from './foreign-verdict.js';

const TITLE = 'OpenAI batch';
const OF_A_BATCH = [
  'input_file_id',
  'endpoint',
  'completion_window',
  'request_counts',
  'output_file_id',
  'error_file_id',
];
const BATCHES = /\/batches(?:\/[^/]+)?\/?$/;
/** Azure's edition of this API asks for its version in each URL. */
const KEPT_QUERY = ['api-version'];

/**
 * OpenAI's batch object (https://platform.openai.com/docs/api-reference/batch/object; openai-python, types/batch.py):
 * `{ id, object: "batch", endpoint, input_file_id, completion_window, status, output_file_id, error_file_id, errors: { data: [{ code,
 * message, line }] }, request_counts: { total, completed, failed }, completed_at }`, times in Unix seconds. Its result is the file
 * `<base>/files/{output_file_id}/content`. A batch is `completed` also where all its requests failed: then it has an error file alone.
 *
 * Marks: `object` is "batch", and one more of the fields that only a batch has. Its `completed` and `failed` are our words too.
 */
export const openaiBatch: Dialect = {
  name: 'openai_batch',
  title: TITLE,
  bearsMarks: ({ body }) => fieldOf(body, 'object') === 'batch' && countFields(body, OF_A_BATCH) > 0,
  read,
  handle,
};

function read(answer: ForeignAnswer): ForeignVerdict {
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  const { body } = answer;
  const status = fieldOf(body, 'status');
  switch (status) {
    case 'validating':
    case 'in_progress':
    case 'finalizing':
    case 'cancelling':
      return working(`The batch is ${status.replace('_', ' ')}.`, progressOf(body));
    case 'completed':
      return readCompleted(answer);
    case 'failed':
      return readErrors(body);
    case 'expired':
      return failed('The batch expired before all of its requests were done.', status);
    case 'cancelled':
      return failed('The batch was cancelled.', status);
    default:
      return unknownState(TITLE, status);
  }
}

function progressOf(body: JsonValue): number | null {
  const counts = objectIn(body, 'request_counts');
  const total = numberIn(counts, 'total') ?? 0;
  const done = (numberIn(counts, 'completed') ?? 0) + (numberIn(counts, 'failed') ?? 0);
  return total > 0 ? percent((100 * done) / total) : null;
}

function readCompleted(answer: ForeignAnswer): ForeignVerdict {
  const { body, url } = answer;
  const file = textIn(body, 'output_file_id');
  if (file === null && textIn(body, 'error_file_id') !== null)
    return failed('Every request of the batch failed; its error file says why.', 'all_requests_failed');
  if (!isPlainId(file))
    return badResult(`${TITLE}: it is completed, but names no output_file_id that can be asked for.`);
  const target = besideInApi(url, BATCHES, `/files/${file}/content`, KEPT_QUERY);
  if (target === null)
    return badResult(`${TITLE}: the URL asked does not end with /batches/{id}, so its files cannot be found.`);
  return elsewhere(target, answer, epochIn(body, 'completed_at', 1000));
}

function readErrors(body: JsonValue): ForeignVerdict {
  const listed = fieldOf(objectIn(body, 'errors'), 'data');
  const [first] = Array.isArray(listed) ? listed : [];
  const line = numberIn(first, 'line');
  const message = messageOf(first) ?? 'The batch failed.';
  return failed(line === null ? message : `${message} (line ${line} of its input)`, codeOf(first));
}

/** Published: POST `<base>/batches`, then GET `<base>/batches/{id}`. */
function handle(reply: ForeignAnswer): Handle {
  const id = textIn(reply.body, 'id');
  return handleOf(reply, id, isPlainId(id) ? besideInApi(reply.url, BATCHES, `/batches/${id}`, KEPT_QUERY) : null);
}
