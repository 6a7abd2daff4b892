import { parseUrl } from '../domain/parse-url.js';
import type { ReceivedJob } from './job-store.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id in lower case, or null where it is none. */
export function readOrderId(text: unknown): string | null {
  return typeof text === 'string' && UUID.test(text) ? text.toLowerCase() : null;
}

/** The job in a body whose signature has been proven (contract, section 4); a sentence where it is none. */
export function readJob(body: unknown): ReceivedJob | string {
  if (!isObject(body)) return 'The body must be a JSON object.';
  const orderId = readOrderId(body['order_id']);
  if (orderId === null) return 'order_id must be a UUID.';
  const { callback_url: callbackUrl, inputs, short_id: shortId, ts } = body;
  const url = typeof callbackUrl === 'string' ? parseUrl(callbackUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return 'callback_url must be a URL.';
  if (!isObject(inputs)) return 'inputs must be an object.';
  return {
    ...{ orderId, run: runOf(url), shortId: typeof shortId === 'string' ? shortId : '', inputs, callbackUrl: url.href },
    ...{ isTest: body['is_test'] === true, ts: typeof ts === 'number' ? ts : 0 },
  };
}

/** `callback_url` carries `?run=n` from run 2 on. */
function runOf(url: URL): number {
  const run = Number(url.searchParams.get('run') ?? '1');
  return Number.isSafeInteger(run) && run > 0 ? run : 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
