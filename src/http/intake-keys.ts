import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../domain/problem.js';

const VISIBLE = /^[\x21-\x7e]{1,256}$/;

/** What may stand for the id of a new order: `Idempotency-Key`, and the `webhook-id` of a signed request (contract, section 2). */
export function intakeKeys(headers: IncomingHttpHeaders): string[] {
  return [...keyOf(headers, 'idempotency-key', 'idempotency'), ...keyOf(headers, 'webhook-id', 'webhook')];
}

/** The key of a call that is not to be made twice; null where it has none. */
export function idempotencyKey(headers: IncomingHttpHeaders): string | null {
  return keyOf(headers, 'idempotency-key', 'idempotency')[0] ?? null;
}

/** Each header's keys are a namespace of their own. */
function keyOf(headers: IncomingHttpHeaders, name: string, prefix: string): string[] {
  const value = headers[name];
  if (value === undefined) return [];
  if (typeof value === 'string' && VISIBLE.test(value)) return [`${prefix}:${value}`];
  throw Problem.invalid([{ field: name, message: 'must have 1 to 256 visible ASCII characters' }]);
}
