import { parseUrl } from '../parse-url.js';
import { readFailure } from '../seller-words.js';
import type { JsonValue } from '../strict-json.js';
import { besideInApi } from './api-base.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { countFields, fieldOf, saysOneOf, textIn } from './foreign-values.js';
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

const TITLE = 'MIP-003 job';
const WORDS = ['awaiting_payment', 'awaiting_input', 'running', 'completed', 'failed', 'pending'];
/** Words and fields that no other system has beside a `job_id`. */
const ONLY_HERE = ['awaiting_payment', 'awaiting_input'];
const OF_A_START = ['blockchainIdentifier', 'identifierFromPurchaser', 'sellerVKey', 'submitResultTime'];
/** Fields that bear a result in our own words: a body with one of them is ours. */
const OURS = ['output_type', 'result_text', 'result_url', 'file_base64', 'object_key', 'files'];
const START = /\/start_job\/?$/;

/**
 * The agentic service API of Masumi (MIP-003, https://docs.masumi.network/mips/_mip-003): POST `/start_job` answers `{ id, job_id, status:
 * success | error, blockchainIdentifier, payByTime, ... }`; GET `/status?job_id=` answers `{ id, job_id, status: awaiting_payment |
 * awaiting_input | running | completed | failed, result, input_schema }`. `pending` and a `message` are of earlier editions.
 *
 * Marks: `job_id` (text) with awaiting_payment or awaiting_input; or with another of the words, none of our own result fields, and
 * either `id` (text) or that the URL asked was `/status` with this `job_id`; of a reply to a start, two of the fields that only it
 * has. Its `completed` and `failed` are our words too.
 */
export const mip003: Dialect = {
  name: 'mip_003',
  title: TITLE,
  bearsMarks,
  read,
  handle,
};

function bearsMarks({ body, url }: ForeignAnswer): boolean {
  const job = textIn(body, 'job_id');
  if (job === null) return false;
  if (saysOneOf(body, 'status', ONLY_HERE) || countFields(body, OF_A_START) >= 2) return true;
  if (!saysOneOf(body, 'status', WORDS) || countFields(body, OURS) > 0) return false;
  return textIn(body, 'id') !== null || asksFor(url, job);
}

function asksFor(url: string, job: string): boolean {
  const asked = parseUrl(url);
  return asked !== null && asked.pathname.endsWith('/status') && asked.searchParams.get('job_id') === job;
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const shape = refuseShape(TITLE, answer);
  if (shape) return shape;
  const { body } = answer;
  const status = fieldOf(body, 'status');
  switch (status) {
    case 'running':
    case 'pending':
      return working(textIn(body, 'message'));
    case 'success':
      return countFields(body, OF_A_START) > 0 ? working() : unknownState(TITLE, status);
    case 'awaiting_payment':
      return working(textIn(body, 'message') ?? 'The job waits for its payment.');
    case 'awaiting_input':
      return working(textIn(body, 'message') ?? 'The job waits for further input, which cannot be given from here.');
    case 'completed':
      return readCompleted(body);
    case 'failed':
    case 'error':
      return readFailed(body);
    default:
      return unknownState(TITLE, status);
  }
}

function readCompleted(body: JsonValue): ForeignVerdict {
  const result = fieldOf(body, 'result') ?? null;
  return result === null ? badResult(`${TITLE}: it is completed, but holds no result.`) : completed(result, null);
}

/** The standard names no field for the reason; services use `error`, `message` or the result. */
function readFailed(body: JsonValue): ForeignVerdict {
  const error = fieldOf(body, 'error') ?? fieldOf(body, 'message') ?? null;
  if (error !== null) return { kind: 'failed', failure: readFailure({ error }) };
  return failed(messageOf(fieldOf(body, 'result')));
}

/** Published: POST `<base>/start_job`, then GET `<base>/status?job_id=`. */
function handle(reply: ForeignAnswer): Handle {
  const job = textIn(reply.body, 'job_id');
  const target = besideInApi(reply.url, START, '/status', []);
  return handleOf(reply, job, job === null || target === null ? null : `${target}?job_id=${encodeURIComponent(job)}`);
}
