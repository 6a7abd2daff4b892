import { clip, type SellerFailure } from '../seller-words.js';
import { isJsonObject, type JsonValue } from '../strict-json.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { fieldOf, numberIn, saysOneOf, textIn } from './foreign-values.js';
import {
  badResult,
  completed,
  elsewhere,
  failed,
  failureOf,
  handleOf,
  refuseShape,
  unknownState,
  working,
} from './foreign-verdict.js';

const TITLE = 'fal queue request';
const QUEUE_WORDS = ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'];
const WEBHOOK_WORDS = ['OK', 'ERROR'];
/** Statuses of the second GET that say of the model's own run that its inputs were wrong. */
const MODEL_REFUSED = [400, 413, 422];

/**
 * fal's queue and webhooks (https://docs.fal.ai/model-endpoints/queue, https://docs.fal.ai/model-endpoints/webhooks):
 * `{ request_id, status: IN_QUEUE | IN_PROGRESS | COMPLETED, queue_position, logs, status_url, response_url, cancel_url }`, the result
 * by a GET of `response_url`; the webhook posts `{ request_id, gateway_request_id, status: OK | ERROR, payload, error, payload_error }`.
 * A request that failed is COMPLETED too: with an `error`, or with a refusal `{ detail }` at `response_url`.
 *
 * Marks: one of the three words and a `response_url` on `/requests/`; of a reply without a status, `request_id`, `status_url` and
 * `response_url`; of a webhook, `request_id`, OK or ERROR, and `payload` or `gateway_request_id`.
 */
export const fal: Dialect = {
  name: 'fal',
  title: TITLE,
  bearsMarks,
  read,
  handle,
  readFetchFailure,
};

function bearsMarks({ body }: ForeignAnswer): boolean {
  const hasId = textIn(body, 'request_id') !== null;
  const hasResponse = textIn(body, 'response_url')?.includes('/requests/') ?? false;
  if (saysOneOf(body, 'status', QUEUE_WORDS)) return hasResponse;
  if (saysOneOf(body, 'status', WEBHOOK_WORDS))
    return hasId && (fieldOf(body, 'payload') !== undefined || textIn(body, 'gateway_request_id') !== null);
  return fieldOf(body, 'status') === undefined && hasId && hasResponse && textIn(body, 'status_url') !== null;
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  const { body } = answer;
  const status = fieldOf(body, 'status');
  switch (status) {
    case 'IN_QUEUE':
      return working(queueMessage(numberIn(body, 'queue_position')));
    case 'IN_PROGRESS':
      return working(lastLog(fieldOf(body, 'logs')));
    case 'COMPLETED':
      return readCompleted(answer);
    case 'OK':
      return readPayload(body);
    case 'ERROR':
      return failed(textIn(body, 'error') ?? detailOf(fieldOf(body, 'payload')), textIn(body, 'error_type'));
    case undefined:
      return textIn(body, 'request_id') === null ? unknownState(TITLE, status) : working();
    default:
      return unknownState(TITLE, status);
  }
}

function readCompleted(answer: ForeignAnswer): ForeignVerdict {
  const { body, url } = answer;
  const error = textIn(body, 'error');
  if (error !== null) return failed(error, textIn(body, 'error_type'));
  const target =
    textIn(body, 'response_url') ?? (/\/status(\?.*)?$/.test(url) ? url.replace(/\/status(\?.*)?$/, '') : null);
  if (target === null) return badResult(`${TITLE}: it is COMPLETED, but names no response_url.`);
  return elsewhere(target, answer, null);
}

function readPayload(body: JsonValue): ForeignVerdict {
  const payload = fieldOf(body, 'payload') ?? null;
  if (payload !== null) return completed(payload, null);
  const problem = textIn(body, 'payload_error') ?? 'the webhook holds none';
  return badResult(`${TITLE}: there is no payload: ${clip(problem, 300)}`);
}

function queueMessage(position: number | null): string {
  return position === null ? 'In the queue.' : `In the queue, at position ${position}.`;
}

function lastLog(logs: JsonValue | undefined): string | null {
  return Array.isArray(logs) ? textIn(logs.at(-1), 'message') : null;
}

/** `{ detail: "..." }`, or `{ detail: [{ loc, msg, type }] }` as FastAPI writes it. */
function detailOf(body: JsonValue | undefined): string | null {
  const detail = fieldOf(body, 'detail');
  if (typeof detail === 'string' && detail !== '') return detail;
  const first = Array.isArray(detail) ? detail[0] : undefined;
  const message = textIn(first, 'msg');
  const place = fieldOf(first, 'loc');
  return message !== null && Array.isArray(place)
    ? `${place.filter((step) => typeof step !== 'object').join('.')}: ${message}`
    : message;
}

function readFetchFailure({ status, body }: ForeignAnswer): SellerFailure | null {
  const detail = isJsonObject(body) && MODEL_REFUSED.includes(status) ? detailOf(body) : null;
  return detail === null ? null : failureOf(detail, status);
}

function handle(reply: ForeignAnswer): Handle {
  return handleOf(reply, textIn(reply.body, 'request_id'), textIn(reply.body, 'status_url'));
}
