import { parseUrl } from '../parse-url.js';
import { clip } from '../seller-words.js';
import { parseStrictJson } from '../strict-json.js';
import type { Dialect, ForeignAnswer, ForeignVerdict, Handle } from './dialect.js';
import { countFields, epochIn, fieldOf, idIn, objectIn, saysOneOf, textIn } from './foreign-values.js';
import {
  badResult,
  completed,
  failed,
  handleOf,
  refuseShape,
  unknownState,
  unreadable,
  working,
} from './foreign-verdict.js';

const TITLE = 'APIXO task';
const STATES = ['pending', 'processing', 'success', 'failed'];
const OF_A_TASK = ['createTime', 'completeTime', 'costTime', 'resultJson', 'failCode', 'failMsg'];
const JOB_PATH = /\/generateTask(\/[^/]+)?$/;

/**
 * APIXO's public API (https://apixo.ai/docs/api-reference: "Response Format", "Status Task", "Webhooks"):
 * `{ code, message, data: { taskId, state, resultJson: "{\"resultUrls\":[...]}", failCode, failMsg, createTime, completeTime } }`,
 * times in Unix milliseconds. The callback posts the same. A `code` other than 200 is an error of the call, not of the task.
 *
 * Marks: `code` (number), `message` (text) and `data` with `taskId` and one of the four states, and one more of the fields that only a
 * task has; of a reply without a state, that it came from `.../generateTask/...`.
 */
export const apixo: Dialect = {
  name: 'apixo',
  title: TITLE,
  bearsMarks,
  read,
  handle,
};

function bearsMarks({ body, url }: ForeignAnswer): boolean {
  const data = objectIn(body, 'data');
  if (typeof fieldOf(body, 'code') !== 'number' || typeof fieldOf(body, 'message') !== 'string') return false;
  if (textIn(data, 'taskId') === null) return false;
  if (fieldOf(data, 'state') === undefined) return JOB_PATH.test(pathOf(url));
  return saysOneOf(data, 'state', STATES) && countFields(data, OF_A_TASK) > 0;
}

function read(answer: ForeignAnswer): ForeignVerdict {
  const { body } = answer;
  const data = objectIn(body, 'data');
  const state = fieldOf(data, 'state');
  if (state === 'failed') return failed(textIn(data, 'failMsg'), idIn(data, 'failCode'));
  const shape = refuseShape(TITLE, answer) ?? refusedCall(answer);
  if (shape) return shape;
  switch (state) {
    case 'pending':
    case 'processing':
      return working();
    case 'success':
      return readSuccess(answer);
    case undefined:
      return textIn(data, 'taskId') === null ? unknownState(TITLE, state) : working();
    default:
      return unknownState(TITLE, state);
  }
}

function refusedCall({ body }: ForeignAnswer): ForeignVerdict | null {
  const code = idIn(body, 'code');
  if (code === null || code === '200') return null;
  const message = textIn(body, 'message') ?? 'no message';
  return unreadable(`${TITLE}: the call was refused with code ${clip(code, 20)}: ${clip(message, 300)}`);
}

function readSuccess({ body }: ForeignAnswer): ForeignVerdict {
  const data = objectIn(body, 'data');
  const text = textIn(data, 'resultJson');
  if (text === null) return badResult(`${TITLE}: the state is success, but there is no resultJson.`);
  const read = parseStrictJson(text);
  if (!read.ok) return badResult(`${TITLE}: resultJson is not JSON that we can read: ${read.problem}`);
  const urls = fieldOf(read.value, 'resultUrls');
  const at = epochIn(data, 'completeTime', 1);
  return Array.isArray(urls) ? completed(urls, at, 'urls') : completed(read.value, at);
}

/** Published: POST `<base>/generateTask/{model}`, then GET `<base>/statusTask/{model}?taskId=`. */
function handle(reply: ForeignAnswer): Handle {
  const taskId = textIn(objectIn(reply.body, 'data'), 'taskId');
  const path = pathOf(reply.url);
  if (taskId === null || !JOB_PATH.test(path)) return handleOf(reply, taskId, null);
  const status = path.replace(JOB_PATH, (_whole, model: string | undefined) => `/statusTask${model ?? ''}`);
  return handleOf(reply, taskId, `${status}?taskId=${encodeURIComponent(taskId)}`);
}

function pathOf(url: string): string {
  return parseUrl(url)?.pathname ?? '';
}
