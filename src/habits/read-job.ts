import { parseUrl } from '../domain/parse-url.js';
import type { SellerRequest } from './read-request.js';

/** What counts of a job's body (contract, section 4). */
export interface JobBody {
  readonly orderId: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly callbackUrl: string | null;
}

export type ReadJob =
  | { readonly ok: true; readonly body: JobBody }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly message: string };

/** Reads a job POST. Fields that it does not know are none of its business. */
export function readJob({ headers, body }: SellerRequest): ReadJob {
  if (body === null) return { ok: false, status: 413, message: 'The job is larger than 5 MiB.' };
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    return { ok: false, status: 415, message: 'Send the job as Content-Type: application/json.' };
  const job = parse(body);
  if (job === null) return wrong('The job must be a JSON object.');
  const { order_id: orderId, inputs = {}, callback_url: callbackUrl = null } = job;
  if (typeof orderId !== 'string' || orderId === '' || orderId.length > 200)
    return wrong('order_id: must name the order.');
  if (!isObject(inputs)) return wrong('inputs: must be an object.');
  if (callbackUrl !== null && !isWebUrl(callbackUrl)) return wrong('callback_url: must be an http(s) URL.');
  return { ok: true, body: { orderId, inputs, callbackUrl } };
}

function parse(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function wrong(message: string): ReadJob {
  return { ok: false, status: 400, message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWebUrl(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const url = parseUrl(value);
  return url?.protocol === 'https:' || url?.protocol === 'http:';
}
