import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { countFields, fieldOf, instantIn, objectIn, saysOneOf, textIn } from './foreign-values.js';
import {
  badResult,
  completed,
  failed,
  handleOf,
  messageOf,
  refuseShape,
  unknownState,
  working,
} from './foreign-verdict.js';

const TITLE = 'Replicate prediction';
const WORDS = ['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted'];
const OF_A_PREDICTION = ['version', 'model', 'created_at', 'input'];
const PREDICTION_URL = /\/(?:predictions|trainings)\/[^/]+$/;

/**
 * Replicate's predictions (https://replicate.com/docs/reference/http#predictions.get,
 * https://replicate.com/docs/topics/predictions/lifecycle), in answers and webhooks alike:
 * `{ id, model, version, input, output, error, status, created_at, started_at, completed_at, metrics, urls: { get, cancel } }`.
 * Output is the model's own: mostly a URL or a list of them. Both `canceled` and `aborted` (past its deadline before it began) end it.
 *
 * Marks: one of the six words; `urls.get` that leads to `/predictions/{id}` (or `/trainings/{id}`); and two of `version`, `model`,
 * `created_at` and `input`. `processing` and `failed` are our words too: these marks tell them apart.
 */
export const replicate: Dialect = {
  name: 'replicate',
  title: TITLE,
  bearsMarks,
  read,
  handle,
};

function bearsMarks({ body }: ForeignAnswer): boolean {
  const get = textIn(objectIn(body, 'urls'), 'get');
  return (
    saysOneOf(body, 'status', WORDS) &&
    get !== null &&
    PREDICTION_URL.test(get) &&
    countFields(body, OF_A_PREDICTION) >= 2
  );
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  const { body } = answer;
  const status = fieldOf(body, 'status');
  switch (status) {
    case 'starting':
      return working('Starting.');
    case 'processing':
      return working();
    case 'succeeded':
      return readOutput(answer);
    case 'failed':
      return failed(messageOf(fieldOf(body, 'error')));
    case 'canceled':
      return failed(
        messageOf(fieldOf(body, 'error')) ?? 'The prediction was canceled, or exceeded its deadline.',
        status,
      );
    case 'aborted':
      return failed(
        messageOf(fieldOf(body, 'error')) ?? 'The prediction exceeded its deadline before it began.',
        status,
      );
    default:
      return unknownState(TITLE, status);
  }
}

function readOutput({ body }: ForeignAnswer): ForeignVerdict {
  const output = fieldOf(body, 'output') ?? null;
  if (output !== null) return completed(output, instantIn(body, 'completed_at'));
  const removed = fieldOf(body, 'data_removed') === true;
  return badResult(`${TITLE}: it succeeded, but its output ${removed ? 'has been deleted there' : 'is empty'}.`);
}

function handle(reply: ForeignAnswer): Handle {
  return handleOf(reply, textIn(reply.body, 'id'), textIn(objectIn(reply.body, 'urls'), 'get'));
}
