import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** What Standard Webhooks names. */
const TOLERANCE_MS = 5 * 60_000;

/** Whether every one of these headers came, with its value. */
export function hasAuthHeaders(headers: IncomingHttpHeaders, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => sameText(text(headers[name.toLowerCase()]), value));
}

/**
 * What is wrong with the signature of a job (Standard Webhooks), or null. Several may stand in the header: one must match one of
 * our secrets. The library makes the signature; its own check reads the machine's clock, so the time is held against `now` here.
 */
export function signatureProblem(
  secrets: readonly string[],
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: number,
): string | null {
  const [id, seconds] = [text(headers['webhook-id']), Number(text(headers['webhook-timestamp']))];
  if (id === '') return 'webhook-id is missing.';
  if (!Number.isSafeInteger(seconds) || seconds <= 0) return 'webhook-timestamp is missing, or is no number.';
  if (!(Math.abs(now - seconds * 1_000) <= TOLERANCE_MS)) return 'webhook-timestamp is more than five minutes off.';
  const given = text(headers['webhook-signature']).split(' ');
  const expected = secrets.map((secret) => new Webhook(secret).sign(id, new Date(seconds * 1_000), body));
  const matches = given.some((one) => expected.some((right) => sameText(one, right)));
  return matches ? null : 'webhook-signature does not match.';
}

function text(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
